import { setTimeout as wait } from 'node:timers/promises';
import type { Signing } from '../appsync/graphql.ts';
import { signedGraphql } from '../appsync/graphql.ts';
import { backoff, mapConcurrently } from '../concurrency.ts';
import { asError } from '../logger.ts';
import type { Publisher } from './ports.ts';
import type { PublishReadingsInput } from './publish-batches.ts';
import { publishBatches } from './publish-batches.ts';

/** Selects every field: what a mutation selects is what its subscribers get. */
const MUTATION = `mutation PublishReadings($input: PublishReadingsInput!) {
  publishReadings(input: $input) { organizationId deviceIds readings { deviceId metric time value text unit declared } }
}`;

const REQUESTS_AT_A_TIME = 4;
const ATTEMPTS = 3;

/** Publishes with the function's own role. */
export function appSyncPublisher(url: string, signing: Signing): Publisher {
  const graphql = signedGraphql(url, signing);

  async function send(input: PublishReadingsInput): Promise<void> {
    const { publishReadings } = await graphql({ query: MUTATION, variables: { input } });
    if (!publishReadings) throw new Error('AppSync answered neither data nor an error');
  }

  async function sendPatiently(input: PublishReadingsInput, attempt = 1): Promise<Error | undefined> {
    try {
      await send(input);
      return undefined;
    } catch (error) {
      if (attempt === ATTEMPTS) return asError(error);
      await wait(backoff(attempt));
      return sendPatiently(input, attempt + 1);
    }
  }

  return {
    async publish(organizationId, readings) {
      const batches = publishBatches(organizationId, readings);
      const failures = await mapConcurrently(batches, REQUESTS_AT_A_TIME, (batch) => sendPatiently(batch));
      const [cause] = failures.filter((failure) => failure !== undefined);
      if (cause) throw new Error(`${failures.filter(Boolean).length} of ${batches.length} batches failed`, { cause });
    },
  };
}
