import { AppSyncClient } from '@aws-sdk/client-appsync';
import { silentLog } from '../../shared/log.ts';
import type { JsonCaller } from '../../shared/json-service.ts';
import type { LambdaInvoker, PrincipalStore, Roles } from '../../shared/ports.ts';
import type { Clock } from '../../shared/service.ts';
import { anyRole } from '../../shared/testing/roles.ts';
import { clientOptions, serve } from '../../shared/testing/serve.ts';
import { temporaryDirectory } from '../../shared/testing/temporary-directory.ts';
import { createAppSync, type AppSync } from '../index.ts';
import type { Tracer } from '../trace/tracer.ts';
import { principals as testPrincipals, testPool, type TestPool } from './callers.ts';

export const POOL_ID = 'eu-west-1_pool';
export const ROLE = 'arn:aws:iam::000000000000:role/data-source';
export const RUNTIME = { name: 'APPSYNC_JS', runtimeVersion: '1.0.0' } as const;
const SITE = 'http://127.0.0.1:4000';

/** Code that answers an expression in APPSYNC_JS. */
export const answering = (expression: string): string =>
  `export function request(ctx) { return {}; }\nexport function response(ctx) { return ${expression}; }\n`;

export interface TestService {
  readonly client: AppSyncClient;
  readonly pool: TestPool;
  /** Another one after a restart. */
  appsync: AppSync;
  /** Ends the service, and starts it anew on its state. */
  restart(): Promise<void>;
  /** An API with this schema, whose users are those of the pool. */
  createApi(schema?: string, settings?: object): Promise<string>;
  /** Asks as a person of the pool. @param path of the GraphQL address */
  ask(path: string, query: string): Promise<{ data?: unknown; errors?: unknown[] }>;
  close(): Promise<void>;
}

interface TestServiceOptions {
  roles?: Roles;
  dynamodb?: JsonCaller;
  lambda?: LambdaInvoker;
  principals?: PrincipalStore;
  clock?: Clock;
  tracer?: Tracer;
}

/** AppSync in a folder of its own, and AWS's client for it. */
export async function testService({
  roles = anyRole,
  dynamodb = () => Promise.resolve({}),
  lambda = { invoke: () => Promise.resolve({ payload: null }) },
  principals = testPrincipals,
  clock = Date.now,
  tracer,
}: TestServiceOptions = {}): Promise<TestService> {
  const { directory, remove } = await temporaryDirectory();
  const pool = await testPool();
  const start = () =>
    createAppSync({
      directory,
      log: silentLog,
      siteUrl: () => SITE,
      dynamodb,
      lambda,
      roles,
      principals,
      clock,
      userPools: { find: (poolId) => (poolId === POOL_ID ? pool : undefined) },
      ...(tracer && { tracer }),
    });
  const service = { appsync: await start() };
  const server = await serve({ handle: (request, caller) => service.appsync.handle(request, caller) });
  const client = new AppSyncClient(clientOptions(server.url));
  const authorization = await pool.token();

  return Object.assign(service, {
    client,
    pool,
    async restart() {
      await service.appsync.close();
      service.appsync = await start();
    },
    async createApi(schema = 'type Query { a: String b: String }', settings = {}) {
      const { call } = service.appsync;
      const { graphqlApi } = (await call('CreateGraphqlApi', {
        name: 'test',
        authenticationType: 'AMAZON_COGNITO_USER_POOLS',
        userPoolConfig: { userPoolId: POOL_ID, awsRegion: 'eu-west-1', defaultAction: 'ALLOW' },
        ...settings,
      })) as { graphqlApi: { apiId: string } };
      const definition = Buffer.from(schema).toString('base64');
      await call('StartSchemaCreation', { apiId: graphqlApi.apiId, definition });
      return graphqlApi.apiId;
    },
    async ask(path: string, query: string) {
      const body = JSON.stringify({ query });
      const init = { method: 'POST', headers: { authorization }, body };
      const response = await service.appsync.fetch(new Request(`${SITE}${path}`, init));
      return (await response.json()) as { data?: unknown; errors?: unknown[] };
    },
    async close() {
      client.destroy();
      await server.close();
      await service.appsync.close();
      await remove();
    },
  });
}
