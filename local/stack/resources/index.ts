import { localArn } from '../../shared/arns.ts';
import type { Artifacts } from '../artifacts.ts';
import type { Platform } from '../platform.ts';
import { ensureApi } from './api.ts';
import { ensureBuckets } from './buckets.ts';
import { functionEnvironments } from './environments.ts';
import { ensureFunctions, permit } from './functions.ts';
import { ensureHttpApis } from './http-apis.ts';
import { ensureIngestion, ensureQueues } from './ingestion.ts';
import { ensureMail } from './mail.ts';
import { ensureReadings } from './readings.ts';
import { ensureSchedules } from './schedules.ts';
import { ensureTables } from './tables.ts';
import { ensureUserPool } from './user-pool.ts';

/**
 * Makes what Terraform makes on AWS, by the services' own operations. What is there already is left alone, or brought up to date: the state survives
 * a restart.
 * @returns the ids of the user pool and its client
 */
export async function makeResources(
  { services, siteUrl }: Platform,
  { api, functions, zips }: Artifacts,
  { signUp }: { signUp: 'invited' | 'open' },
): Promise<{ poolId: string; clientId: string }> {
  const { cognito, dynamodb, lambda, s3, sqs, timestream } = services;
  const [queues] = await Promise.all([
    ensureQueues(sqs.call),
    ensureTables(dynamodb.call, api.tables),
    ensureReadings(timestream.call),
    ensureBuckets(s3),
  ]);
  // The only APIs of their kinds answer at the root of the site.
  const urls = { graphqlUrl: `${siteUrl}/graphql`, downloadUrl: siteUrl };
  const environments = functionEnvironments(functions, { ...urls, deadLetterQueueUrl: queues.deadLetter, signUp });
  await ensureFunctions(services, { functions, zips, environments });
  await ensureMail(services);
  await ensureIngestion(services, { queues, sql: functions.ingest?.iotRule });
  const pool = await ensureUserPool(cognito);
  const sourceArn = localArn('cognito-idp', `userpool/${pool.poolId}`);
  for (const trigger of ['pre-sign-up', 'pre-token-generation'])
    await permit(lambda, trigger, 'cognito', { service: 'cognito-idp.amazonaws.com', sourceArn });
  await ensureApi(services, { api, functions, userPoolId: pool.poolId });
  await ensureHttpApis(services, functions);
  await ensureSchedules(services, functions);
  return pool;
}
