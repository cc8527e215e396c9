import { SignatureV4 } from '@smithy/signature-v4';
import type { SignatureV4Init } from '@smithy/signature-v4';
import * as v from 'valibot';

export interface GraphqlRequest {
  query: string;
  variables: Readonly<Record<string, unknown>>;
}

/** Answers the data of a request, unparsed. Rejects where AppSync could not be reached in time, or answered an error. */
export type Graphql = (request: GraphqlRequest) => Promise<Readonly<Record<string, unknown>>>;

export type Signing = Pick<SignatureV4Init, 'credentials' | 'region'> & {
  sha256: NonNullable<SignatureV4Init['sha256']>;
};

const REQUEST_TIMEOUT = 5000;

const Answer = v.object({
  data: v.nullish(v.looseObject({})),
  errors: v.optional(v.array(v.object({ message: v.string() })), []),
});

/**
 * Calls AppSync with the function's own role: each request is signed.
 * Whom to sign for and how is what the configuration of any client of the SDK has.
 */
export function signedGraphql(url: string, { credentials, region, sha256 }: Signing): Graphql {
  const endpoint = new URL(url);
  const signer = new SignatureV4({ credentials, region, sha256, service: 'appsync' });

  return async (request) => {
    const body = JSON.stringify(request);
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
    if (!data) throw new Error('AppSync answered neither data nor an error');
    return data;
  };
}
