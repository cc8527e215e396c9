import { fetchAuthSession } from 'aws-amplify/auth';
import * as v from 'valibot';
import { asError } from './as-error.ts';
import { ApiError, apiErrorOf, isApiError } from './errors.ts';
import type { TypedDocumentString } from './generated/documents.ts';
import { outputs } from './outputs.ts';

/** A typed query, mutation or subscription, as `npm run codegen` makes them of the `.graphql` files. */
export type Document<Data, Variables> = TypedDocumentString<Data, Variables>;

/**
 * Asks a query or a mutation.
 * Rejects with an {@link ApiError}. Where the token is of a role that the person no longer has, asks once more with a fresh one.
 */
export async function ask<Data, Variables extends object>(
  document: Document<Data, Variables>,
  variables: Variables,
  signal?: AbortSignal,
): Promise<Data> {
  try {
    return await askOnce(document, variables, signal);
  } catch (error) {
    if (!isApiError(error, 'Unauthorized')) throw error;
    await fetchAuthSession({ forceRefresh: true });
    return askOnce(document, variables, signal);
  }
}

async function askOnce<Data, Variables extends object>(
  document: Document<Data, Variables>,
  variables: Variables,
  signal?: AbortSignal,
): Promise<Data> {
  const answer = await post({ query: document.toString(), variables }, signal);
  const error = apiErrorOf(answer);
  if (error !== answer) throw error;
  return dataOf(document, answer);
}

/**
 * Amplify's own client would do it too, but brings a parser of GraphQL and all that subscriptions need: too much for the first load of a page.
 * @returns what the API answers, which may be errors
 */
async function post(body: object, signal?: AbortSignal): Promise<unknown> {
  const response = await fetch(outputs().data.url, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: await accessToken() },
    body: JSON.stringify(body),
    signal: signal ?? null,
  }).catch(networkError);
  return response.json().catch(() => {
    throw new ApiError({ type: 'InternalError', message: `The API answered ${response.status}.` });
  });
}

async function accessToken(): Promise<string> {
  const { tokens } = await fetchAuthSession();
  if (!tokens) throw new ApiError({ type: 'Unauthorized', message: 'Nobody is signed in.' });
  return tokens.accessToken.toString();
}

/** @throws what a request has failed with, as an error of the API: that it was not reached, unless the request is not wanted any more */
function networkError(error: unknown): never {
  if (error instanceof DOMException && error.name === 'AbortError') throw error;
  throw new ApiError({ type: 'NetworkError', message: asError(error).message });
}

/** The API's answer has the shape of its document: the schema that the types are made of is the one that it checks its answers by. */
export function dataOf<Data>(_document: Document<Data, never>, answer: unknown): Data {
  return v.parse(v.object({ data: v.custom<Data>((data) => typeof data === 'object' && data !== null) }), answer).data;
}
