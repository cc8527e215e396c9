import type { ReadingsLocation } from '../../../functions/shared/readings/location.ts';
import { localArn } from '../../shared/arns.ts';
import type { Artifacts } from '../artifacts.ts';
import type { Platform } from '../platform.ts';
import { rootCaUrl } from '../site.ts';
import { ensureApi } from './api.ts';
import { ensureBuckets } from './buckets.ts';
import { ensureDeviceIdentity } from './device-identity.ts';
import { functionEnvironments } from './environments.ts';
import { ensureFunctions, permit } from './functions.ts';
import { ensureHttpApis } from './http-apis.ts';
import { ensureIngestion, ensureQueues } from './ingestion.ts';
import { ensureMail } from './mail.ts';
import { ensureReadings } from './readings.ts';
import { ensureSchedules } from './schedules.ts';
import { ensureTables } from './tables.ts';
import { ensureUserPool, type UserPoolIds } from './user-pool.ts';

/**
 * Makes what Terraform makes on AWS, by the services' own operations. What is there already is left alone, or brought up to date: the state survives
 * a restart.
 * @returns the ids of the user pool and its clients
 */
export async function makeResources(
  { services, siteUrl }: Platform,
  { api, zips, functions }: Artifacts,
  { signUp, store }: { signUp: 'invited' | 'open'; store: ReadingsLocation['kind'] },
): Promise<UserPoolIds> {
  const { cognito, dynamodb, lambda, s3, sqs } = services;
  const [queues] = await Promise.all([
    ensureQueues(sqs.call),
    ensureTables(dynamodb.call, api.tables),
    ensureReadings(services, store),
    ensureBuckets(s3),
  ]);
  // The only APIs of their kinds answer at the root of the site.
  const urls = {
    graphqlUrl: `${siteUrl}/graphql`,
    downloadUrl: siteUrl,
    signInUrl: `${siteUrl}/`,
    rootCaUrl: rootCaUrl(siteUrl),
  };
  const mqttEndpoint = `127.0.0.1:${services.iot.tlsPort}`;
  const settings = { ...urls, mqttEndpoint, deadLetterQueueUrl: queues.deadLetter, signUp, store };
  const environments = functionEnvironments(functions, settings);
  await ensureFunctions(services, { functions, zips, environments });
  await ensureMail(services);
  await ensureIngestion(services, { queues, sql: functions.ingest?.iotRule });
  await ensureDeviceIdentity(services.iot, functions.ingest?.iotRule);
  const pool = await ensureUserPool(cognito);
  const sourceArn = localArn('cognito-idp', `userpool/${pool.poolId}`);
  for (const trigger of ['pre-sign-up', 'custom-message', 'pre-token-generation'])
    await permit(lambda, trigger, 'cognito', { service: 'cognito-idp.amazonaws.com', sourceArn });
  await ensureApi(services, { api, functions, userPoolId: pool.poolId });
  await ensureHttpApis(services, functions);
  await ensureSchedules(services, functions);
  return pool;
}
