import { mkdir } from 'node:fs/promises';
import { createAppSync, type AppSync } from '../appsync/index.ts';
import { createHttpApi } from '../http-api/http-api.ts';
import { createScheduler } from '../scheduler/scheduler.ts';
import type { Log } from '../shared/log.ts';
import { LOCAL_REGION, type Clock } from '../shared/service.ts';
import type { Addresses } from './addresses.ts';
import { readArtifacts, type Artifacts } from './artifacts.ts';
import { Closers } from './closers.ts';
import { awsEndpoint } from './endpoint.ts';
import { functionEnvironments } from './environments.ts';
import { listen, type Handler } from './http-server.ts';
import { routesOf, schedulesOf } from './invocations.ts';
import { physicalName } from './names.ts';
import { createPrincipals } from './principals.ts';
import {
  ensureBuckets,
  ensureFunctions,
  ensureIngestion,
  ensureQueues,
  ensureReadings,
  ensureSender,
  ensureTables,
} from './resources.ts';
import { startServices, type Services } from './services.ts';
import { site } from './site.ts';
import { ensureUserPool } from './user-pool.ts';

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
  readonly services: Services & { appsync: AppSync };
  /** Ends everything in the reverse order of its start; what was accepted is on disk. Calling it twice is harmless. */
  close(): Promise<void>;
}

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
  const { directory, ports } = options;
  const shared = { log: options.log, ...(options.clock && { clock: options.clock }) };
  const artifacts = await readArtifacts(options.dist);
  await mkdir(directory, { recursive: true });

  // Services hand out addresses of each other: all ports are open before the first service is made.
  const handlers: { aws: Handler; graphql: Handler } = { aws: notReady, graphql: notReady };
  const aws = closers.add(await listen(ports.aws, 'SONDE_AWS_PORT', () => handlers.aws));
  const graphql = closers.add(await listen(ports.graphql, 'SONDE_PORT', () => handlers.graphql));
  const awsUrl = `http://127.0.0.1:${aws.port}`;
  const siteUrl = `http://127.0.0.1:${graphql.port}`;
  const graphqlUrl = `${siteUrl}/graphql`;

  const principals = createPrincipals(artifacts.functions);
  const services = await startServices({ ...shared, directory, mqttPort: ports.mqtt, principals, awsUrl }, closers);
  const pool = await makeResources(options, services, artifacts, { graphqlUrl, downloadUrl: siteUrl });

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
    ...shared,
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
    mailUrl: `${siteUrl}/mail/`,
    region: LOCAL_REGION,
    userPoolId: pool.poolId,
    userPoolClientId: pool.clientId,
  };
  const { cognito, dynamodb, lambda, mailbox, s3, ses, sqs, timestream } = services;
  handlers.aws = awsEndpoint([cognito, dynamodb, lambda, s3, ses, sqs, timestream]);
  const httpApi = createHttpApi({ ...shared, routes: routesOf(artifacts.functions), lambda });
  handlers.graphql = site({ appsync, mailbox, httpApi, addresses });
  // Last, for what it wakes may use all of the rest.
  const scheduler = closers.add(createScheduler({ ...shared, schedules: schedulesOf(artifacts.functions), lambda }));
  scheduler.start();
  return {
    addresses,
    services: { ...services, appsync },
    close: () => closers.close(),
  };
}

/** @returns the ids of the user pool and its client */
async function makeResources(
  { signUp = 'invited' }: StackOptions,
  { cognito, dynamodb, iot, lambda, s3, ses, sqs, timestream }: Services,
  { api, functions, zips }: Artifacts,
  urls: { graphqlUrl: string; downloadUrl: string },
): Promise<{ poolId: string; clientId: string }> {
  const [queues] = await Promise.all([
    ensureQueues(sqs.call),
    ensureTables(dynamodb.call, api.tables),
    ensureReadings(timestream.call),
    ensureBuckets(s3),
    ensureSender(ses.call),
  ]);
  const environments = functionEnvironments(functions, { ...urls, deadLetterQueueUrl: queues.deadLetter, signUp });
  await ensureFunctions(lambda, functions, zips, environments);
  const sql = functions.ingest?.iotRule;
  if (sql === undefined) throw new Error('functions/ingest/function.ts has no iotRule: no message could reach it');
  await ensureIngestion({ lambda, iot, sqs }, sql);
  return ensureUserPool(cognito);
}

function physicalNames(things: Readonly<Record<string, unknown>>): Record<string, string> {
  return Object.fromEntries(Object.keys(things).map((name) => [name, physicalName(name)]));
}

function notReady(): Response {
  return new Response('Sonde is starting.\n', { status: 503, headers: { 'retry-after': '1' } });
}
