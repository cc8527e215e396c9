import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { Hono } from 'hono';
import { createAppSync, type AppSync } from '../appsync/index.ts';
import { createCognito, type Cognito } from '../cognito/cognito.ts';
import { createDynamoDb, type DynamoDb } from '../dynamodb/index.ts';
import { createIot, type Iot } from '../iot/iot.ts';
import { createLambda, type Lambda } from '../lambda/lambda.ts';
import { createMailbox, type Mailbox } from '../mail/mailbox.ts';
import { FolderInUse } from '../shared/level.ts';
import type { Log } from '../shared/log.ts';
import { LOCAL_REGION, type Clock } from '../shared/service.ts';
import { createSqs, type Sqs } from '../sqs/sqs.ts';
import { createTimestream, type Timestream } from '../timestream/index.ts';
import type { Addresses } from './addresses.ts';
import { readArtifacts, type Artifacts } from './artifacts.ts';
import { Closers } from './closers.ts';
import { awsEndpoint } from './endpoint.ts';
import { functionEnvironments } from './environments.ts';
import { functionLine } from './function-line.ts';
import { isPortTaken, listen, portTaken, type Handler } from './http-server.ts';
import { logicalName, physicalName } from './names.ts';
import { createPrincipals, type Principals } from './principals.ts';
import { ensureFunctions, ensureIngestion, ensureQueues, ensureReadings, ensureTables } from './resources.ts';
import { ensureUserPool } from './user-pool.ts';
import { welcome } from './welcome.ts';

export type { Addresses } from './addresses.ts';

export interface StackOptions {
  /** What `make build` wrote. */
  dist: string;
  /** Where the state lives; made where it is missing. One stack at a time. */
  directory: string;
  /** 0 for any free port. */
  ports: { graphql: number; aws: number; mqtt: number };
  signUp?: 'invited' | 'open';
  log: Log;
  clock?: Clock;
}

export interface Stack {
  readonly addresses: Addresses;
  readonly services: Services;
  /** Ends everything in the reverse order of its start; what was accepted is on disk. Calling it twice is harmless. */
  close(): Promise<void>;
}

export interface Services {
  appsync: AppSync;
  cognito: Cognito;
  dynamodb: DynamoDb;
  iot: Iot;
  lambda: Lambda;
  mailbox: Mailbox;
  sqs: Sqs;
  timestream: Timestream;
}

/** Invocations of a function at once: as many as a front end that asks for several pages in parallel may want, and a laptop can hold. */
const CONCURRENCY = 50;

/** Starts the whole of Sonde in this process, from the artefacts that Terraform deploys too. */
export async function startStack(options: StackOptions): Promise<Stack> {
  const closers = new Closers();
  try {
    return await start(options, closers);
  } catch (error) {
    await closers.close();
    throw error;
  }
}

async function start(options: StackOptions, closers: Closers): Promise<Stack> {
  const { directory, ports, log } = options;
  const artifacts = await readArtifacts(options.dist);
  await mkdir(directory, { recursive: true });

  // Services hand out addresses of each other: all ports are open before the first service is made.
  const handlers: { aws: Handler; graphql: Handler } = { aws: notReady, graphql: notReady };
  const aws = closers.add(await listen(ports.aws, 'SONDE_AWS_PORT', () => handlers.aws));
  const graphql = closers.add(await listen(ports.graphql, 'SONDE_PORT', () => handlers.graphql));
  const awsUrl = `http://127.0.0.1:${aws.port}`;
  const graphqlUrl = `http://127.0.0.1:${graphql.port}/graphql`;

  const principals = createPrincipals(artifacts.functions);
  const services = await startServices({ ...options, artifacts, principals, awsUrl }, closers);
  const pool = await makeResources(options, services, artifacts, graphqlUrl);

  const appsync = createAppSync({
    artifact: artifacts.api,
    tableNames: physicalNames(artifacts.api.tables),
    functionNames: physicalNames(artifacts.functions),
    dynamodb: services.dynamodb.call,
    lambda: services.lambda,
    pool: {
      issuer: services.cognito.issuer(pool.poolId),
      keys: services.cognito.verifier(pool.poolId),
      clientIds: [pool.clientId],
    },
    principals,
    log,
    ...(options.clock ? { clock: options.clock } : {}),
  });
  closers.add({
    close: () => {
      appsync.close();
      return Promise.resolve();
    },
  });
  appsync.attach(graphql.server);

  const addresses: Addresses = {
    graphqlUrl,
    realtimeUrl: `ws://127.0.0.1:${graphql.port}/graphql/realtime`,
    awsUrl,
    mqttUrl: `mqtt://127.0.0.1:${services.iot.port}`,
    mailUrl: `http://127.0.0.1:${graphql.port}/mail/`,
    region: LOCAL_REGION,
    userPoolId: pool.poolId,
    userPoolClientId: pool.clientId,
  };
  const { cognito, dynamodb, lambda, sqs, timestream } = services;
  handlers.aws = awsEndpoint([cognito, dynamodb, lambda, sqs, timestream]);
  handlers.graphql = site(appsync, services.mailbox, addresses);
  return {
    addresses,
    services: { ...services, appsync },
    close: () => closers.close(),
  };
}

type StartedServices = Omit<Services, 'appsync'>;
type StartOptions = StackOptions & { artifacts: Artifacts; principals: Principals; awsUrl: string };

/** Starts the services on their state. Those that use another come after it, and are closed before it. */
async function startServices(options: StartOptions, closers: Closers): Promise<StartedServices> {
  const { directory, ports, log, principals, awsUrl } = options;
  const common = { log, ...(options.clock ? { clock: options.clock } : {}) };
  const folder = (name: string): string => join(directory, name);

  // Before the others: a second Sonde on the same folder ends here, when nothing of it has been touched.
  const dynamodb = closers.add(
    await createDynamoDb({ ...common, directory: folder('dynamodb') }).catch((error: unknown) => {
      throw error instanceof FolderInUse ? folderTaken(directory) : error;
    }),
  );
  // One after another: what is opened while another fails would be left open.
  const timestream = closers.add(await createTimestream({ ...common, directory: folder('timestream') }));
  const sqs = closers.add(await createSqs({ ...common, directory: folder('sqs'), queueUrlBase: () => awsUrl }));
  const mailbox = closers.add(await createMailbox({ ...common, directory: folder('mail') }));
  const lambda = closers.add(
    await createLambda({
      ...common,
      directory: folder('lambda'),
      queues: sqs,
      concurrency: CONCURRENCY,
      onLine: (functionName, line) => {
        log.info(functionLine(functionName, line));
      },
      environment: (functionName) => runtimeEnvironment(functionName, principals, awsUrl),
    }),
  );
  const cognito = closers.add(
    await createCognito({ ...common, directory: folder('cognito'), lambda, mail: mailbox, issuerUrl: () => awsUrl }),
  );
  const iot = closers.add(
    await createIot({
      ...common,
      port: ports.mqtt,
      host: '127.0.0.1',
      deliver: (queue, message) => sqs.deliver(queue, message),
    }).catch((error: unknown) => {
      throw isPortTaken(error) ? portTaken(ports.mqtt, 'SONDE_MQTT_PORT') : error;
    }),
  );
  return { cognito, dynamodb, iot, lambda, mailbox, sqs, timestream };
}

/** @returns the ids of the user pool and its client */
async function makeResources(
  { signUp = 'invited' }: StackOptions,
  { cognito, dynamodb, iot, lambda, sqs, timestream }: StartedServices,
  { api, functions, zips }: Artifacts,
  graphqlUrl: string,
): Promise<{ poolId: string; clientId: string }> {
  const [queues] = await Promise.all([
    ensureQueues(sqs.call),
    ensureTables(dynamodb.call, api.tables),
    ensureReadings(timestream.call),
  ]);
  const environments = functionEnvironments(functions, { graphqlUrl, deadLetterQueueUrl: queues.deadLetter, signUp });
  await ensureFunctions(lambda, functions, zips, environments);
  const sql = functions.ingest?.iotRule;
  if (sql === undefined) throw new Error('functions/ingest/function.ts has no iotRule: no message could reach it');
  await ensureIngestion({ lambda, iot, sqs }, sql);
  return ensureUserPool(cognito);
}

function folderTaken(directory: string): Error {
  return new Error(
    `${directory} is in use: another Sonde is running there. Stop it, or choose another folder: SONDE_DATA=<folder> make dev`,
  );
}

function runtimeEnvironment(functionName: string, principals: Principals, awsUrl: string): Record<string, string> {
  const { accessKeyId, secretAccessKey } = principals.ofFunction(logicalName(functionName));
  return {
    AWS_REGION: LOCAL_REGION,
    AWS_ENDPOINT_URL: awsUrl,
    AWS_ACCESS_KEY_ID: accessKeyId,
    AWS_SECRET_ACCESS_KEY: secretAccessKey,
    // Deployed functions run on Node 22; which Node a laptop has is not theirs to complain about.
    AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true',
  };
}

function physicalNames(things: Readonly<Record<string, unknown>>): Record<string, string> {
  return Object.fromEntries(Object.keys(things).map((name) => [name, physicalName(name)]));
}

function site(appsync: AppSync, mailbox: Mailbox, addresses: Addresses): Handler {
  // Not strict: a slash at the end changes nothing.
  const app = new Hono({ strict: false });
  app.all('/graphql', (context) => appsync.fetch(context.req.raw));
  app.route('/mail', mailbox.routes());
  app.get('/', (context) => context.html(welcome(addresses)));
  return (request) => app.fetch(request);
}

function notReady(): Response {
  return new Response('Sonde is starting.\n', { status: 503, headers: { 'retry-after': '1' } });
}
