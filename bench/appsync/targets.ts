import { fork, spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import * as v from 'valibot';
import { LOCAL_REGION } from '../../local/shared/service.ts';
import { firstMessage } from '../export/child.ts';
import { schema, TABLE, templates } from './api.ts';
import type { Target } from './load.ts';

const PEER = resolve(import.meta.dirname, 'peer');
const API_KEY = 'da2-fakeApiId123456';

interface Started extends Target {
  end(): Promise<void>;
}

/** local/appsync, and the port of the DynamoDB behind it. */
export async function startOurs(directory: string): Promise<Started & { dynamodbPort: number }> {
  const child = fork(resolve(import.meta.dirname, 'ours.ts'), [directory], { execArgv: ['--import', 'tsx'] });
  const told = v.object({ port: v.number(), path: v.string(), apiKey: v.string(), dynamodbPort: v.number() });
  return { ...v.parse(told, await firstMessage(child)), end: () => end(child) };
}

/** `@aws-amplify/amplify-appsync-simulator`, which is installed first where it is missing. */
export async function startPeer(dynamodbPort: number): Promise<Started> {
  await install();
  const child = fork(resolve(PEER, 'simulator.mjs'), [], { cwd: PEER, execArgv: [], silent: true });
  child.send(peerApi(`http://127.0.0.1:${dynamodbPort}`));
  const { port } = v.parse(v.object({ port: v.number() }), await firstMessage(child));
  return { port, path: '/graphql', apiKey: API_KEY, end: () => end(child) };
}

async function end(child: ChildProcess): Promise<void> {
  const exited = once(child, 'exit');
  child.disconnect();
  await exited;
}

async function install(): Promise<void> {
  if (existsSync(resolve(PEER, 'node_modules/@aws-amplify/amplify-appsync-simulator/package.json'))) return;
  console.log('Installing the peer to bench/appsync/peer/node_modules …');
  const npm = spawn('npm', ['ci', '--ignore-scripts', '--no-audit', '--no-fund'], { cwd: PEER, stdio: 'inherit' });
  const ended: unknown[] = await once(npm, 'exit');
  if (ended[0] !== 0) throw new Error('npm ci failed in bench/appsync/peer');
}

/** The API as the simulator takes it. */
function peerApi(endpoint: string) {
  return {
    schema: { content: schema },
    appSync: {
      name: 'bench',
      apiKey: API_KEY,
      defaultAuthenticationType: { authenticationType: 'API_KEY' },
      additionalAuthenticationProviders: [],
    },
    dataSources: [
      {
        type: 'AMAZON_DYNAMODB',
        name: 'devices',
        config: { endpoint, region: LOCAL_REGION, tableName: TABLE },
        options: { credentials: { accessKeyId: 'bench', secretAccessKey: 'bench' } },
      },
    ],
    mappingTemplates: [],
    resolvers: Object.entries(templates).map(([fieldName, [requestMappingTemplate, responseMappingTemplate]]) => ({
      kind: 'UNIT',
      typeName: 'Query',
      fieldName,
      dataSourceName: 'devices',
      requestMappingTemplate,
      responseMappingTemplate,
    })),
  };
}
