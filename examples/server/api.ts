import type { TypedDocumentNode } from '@graphql-typed-document-node/core';
import { print } from 'graphql';
import { setTimeout as sleep } from 'node:timers/promises';
import * as v from 'valibot';
import type { Session } from './session.ts';

/** Asks a question. Rejects with the first of the API's errors. */
export type Ask = <Data, Variables>(
  document: TypedDocumentNode<Data, Variables>,
  variables: Variables,
) => Promise<Data>;

/** Something went wrong that may go well the next time. */
class Passing extends Error {}

const Answer = v.object({
  data: v.nullish(v.unknown()),
  errors: v.optional(v.array(v.object({ errorType: v.nullish(v.string()), message: v.string() })), []),
});

const ATTEMPTS = 5;
/** In ms: AppSync itself gives up after 30 s. */
const TIME_LIMIT = 35_000;

/**
 * Questions over HTTP. One that gets no answer, or a server's error, is asked again, with jitter: it is for queries, which change nothing.
 * @param signal ends what is under way
 */
export function createAsk(url: string, session: Session, signal: AbortSignal): Ask {
  async function attempt(body: string): Promise<unknown> {
    const token = await session.accessToken();
    const response = await post(url, token, body, signal);
    if (response.status === 401) session.discard(token);
    if (!response.ok) throw new Passing(`The API answered ${response.status}: ${await response.text()}`);
    const { data, errors } = v.parse(Answer, await response.json());
    const [error] = errors;
    if (error) throw new Error(`${error.errorType ?? 'Error'}: ${error.message}`);
    return data;
  }

  return async <Data, Variables>(document: TypedDocumentNode<Data, Variables>, variables: Variables) => {
    const body = JSON.stringify({ query: print(document), variables });
    for (let attempts = 1; ; attempts += 1) {
      try {
        // The document's types say what the API answers to it.
        return (await attempt(body)) as Data;
      } catch (error) {
        if (!(error instanceof Passing) || attempts === ATTEMPTS) throw error;
        await sleep(jitter(attempts), undefined, { signal });
      }
    }
  };
}

async function post(url: string, token: string, body: string, signal: AbortSignal): Promise<Response> {
  try {
    return await fetch(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: token },
      body,
      signal: AbortSignal.any([signal, AbortSignal.timeout(TIME_LIMIT)]),
    });
  } catch (error) {
    if (signal.aborted) throw error;
    throw new Passing('The API cannot be reached', { cause: error });
  }
}

/** A random time up to 0.5, 1, 2 … 30 s, in ms: servers that were cut off together come back one by one. */
export function jitter(attempt: number): number {
  return Math.random() * Math.min(30_000, 250 * 2 ** attempt);
}
