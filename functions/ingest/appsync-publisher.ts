import { Sha256 } from '@aws-crypto/sha256-js';
import { SignatureV4 } from '@smithy/signature-v4';
import type { SignatureV4Init } from '@smithy/signature-v4';
import { setTimeout as wait } from 'node:timers/promises';
import * as v from 'valibot';
import { backoff, mapConcurrently } from '../shared/concurrency.ts';
import { asError } from '../shared/logger.ts';
import type { Publisher } from './ports.ts';
import type { PublishReadingsInput } from './publish-batches.ts';
import { publishBatches } from './publish-batches.ts';

/** Selects every field: what a mutation selects is what its subscribers get. */
const MUTATION = `mutation PublishReadings($input: PublishReadingsInput!) {
  publishReadings(input: $input) { organizationId deviceIds readings { deviceId metric time value text unit } }
}`;

const REQUESTS_AT_A_TIME = 4;
const ATTEMPTS = 3;
const REQUEST_TIMEOUT = 5000;

const Answer = v.object({
  data: v.nullish(v.object({ publishReadings: v.nullish(v.looseObject({})) })),
  errors: v.optional(v.array(v.object({ message: v.string() })), []),
});

/** Publishes with the function's own role: each request is signed for AppSync. */
export function appSyncPublisher(
  url: string,
  { credentials, region }: Pick<SignatureV4Init, 'credentials' | 'region'>,
): Publisher {
  const endpoint = new URL(url);
  const signer = new SignatureV4({ service: 'appsync', credentials, region, sha256: Sha256 });

  async function send(input: PublishReadingsInput): Promise<void> {
    const body = JSON.stringify({ query: MUTATION, variables: { input } });
    const { headers } = await signer.sign({
      method: 'POST',
      protocol: endpoint.protocol,
      hostname: endpoint.hostname,
      path: endpoint.pathname,
      query: Object.fromEntries(endpoint.searchParams),
      headers: { host: endpoint.host, 'content-type': 'application/json' },
      body,
    });
    const response = await fetch(endpoint, {
      method: 'POST',
      headers,
      body,
      signal: AbortSignal.timeout(REQUEST_TIMEOUT),
    });
    if (!response.ok) throw new Error(`AppSync answered ${response.status}: ${(await response.text()).slice(0, 500)}`);
    const { data, errors } = v.parse(Answer, await response.json());
    const [error] = errors;
    if (error) throw new Error(`AppSync answered an error: ${error.message}`);
    if (!data?.publishReadings) throw new Error('AppSync answered neither data nor an error');
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
