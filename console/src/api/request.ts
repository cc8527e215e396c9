import { fetchAuthSession } from 'aws-amplify/auth';
import * as v from 'valibot';
import { asError } from './as-error.ts';
import { ApiError, apiErrorOf, isApiError, throwOfPool } from './errors.ts';
import type { TypedDocumentString } from './generated/documents.ts';
import { outputs } from './outputs.ts';

/** A typed query, mutation or subscription, as `npm run codegen` makes them of the `.graphql` files. */
export type Document<Data, Variables> = TypedDocumentString<Data, Variables>;

/** AppSync ends what it does for a request after half of this. In ms. */
const PATIENCE = 60_000;

/** Whom the page is of; undefined while it is of nobody. */
let asker: string | undefined;

/**
 * Tells whom the page is of. Who changes over to another organization in another tab or browser gets tokens of that here too: what was meant for the one
 * must not be done in the other.
 */
export function askAs(identityId: string | undefined): void {
  asker = identityId;
}

/**
 * Asks a query or a mutation, as the one whom the page is of.
 * Rejects with an {@link ApiError}. Where the token is of a role that the person no longer has, asks once more with a fresh one.
 */
export async function ask<Data, Variables extends object>(
  document: Document<Data, Variables>,
  variables: Variables,
  signal?: AbortSignal,
): Promise<Data> {
  // Of whom it was meant, whoever the page is of by the second time.
  const by = asker;
  const askOnce = (): Promise<Data> => send(document, variables, tokenOf(by), signal);
  try {
    return await askOnce();
  } catch (error) {
    if (!isApiError(error, 'Unauthorized')) throw error;
    await renewToken();
    return askOnce();
  }
}

/** Asks as whoever is signed in, be the page of another one. */
export async function askAsAnybody<Data, Variables extends object>(
  document: Document<Data, Variables>,
  variables: Variables,
): Promise<Data> {
  return send(document, variables, accessToken());
}

async function send<Data, Variables extends object>(
  document: Document<Data, Variables>,
  variables: Variables,
  token: Promise<Token>,
  signal?: AbortSignal,
): Promise<Data> {
  const answer = await post({ query: document.toString(), variables }, await token, signal);
  const error = apiErrorOf(answer);
  if (error !== answer) throw error;
  return dataOf(document, answer);
}

/**
 * Amplify's own client would do it too, but brings a parser of GraphQL and all that subscriptions need: too much for the first load of a page.
 * @returns what the API answers, which may be errors
 */
async function post(body: object, token: Token, signal?: AbortSignal): Promise<unknown> {
  const response = await fetch(outputs().data.url, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: token.toString() },
    body: JSON.stringify(body),
    signal: AbortSignal.any([AbortSignal.timeout(PATIENCE), ...(signal ? [signal] : [])]),
  }).catch(networkError);
  const answer = v.safeParse(Json, await response.text().catch(networkError));
  if (answer.success) return answer.output;
  throw new ApiError({ type: 'InternalError', message: `The API answered ${response.status}.` });
}

const Json = v.pipe(v.string(), v.parseJson());

/** Has what is asked from now on be asked with a fresh token. */
export async function renewToken(): Promise<void> {
  await fetchAuthSession({ forceRefresh: true }).catch(throwOfPool);
}

const otherListeners = new Set<() => void>();

/**
 * Calls the listener when something was to be asked and nobody is signed in, such as after the browser has forgotten what it kept, or another one than whom
 * the page is of. @returns stops that
 */
export function onOther(listener: () => void): () => void {
  otherListeners.add(listener);
  return () => otherListeners.delete(listener);
}

function tellOther(): void {
  for (const listener of otherListeners) listener();
}

async function tokenOf(by: string | undefined): Promise<Token> {
  const token = await accessToken();
  if (by === undefined || token.payload.identity_id === by) return token;
  tellOther();
  throw new ApiError({
    type: 'OtherIdentity',
    message: 'Nothing was sent: you are signed in to another organization than this page is of.',
  });
}

type Token = NonNullable<Awaited<ReturnType<typeof fetchAuthSession>>['tokens']>['accessToken'];

async function accessToken(): Promise<Token> {
  // One that is old is renewed on the way.
  const { tokens } = await fetchAuthSession().catch(throwOfPool);
  if (!tokens) {
    tellOther();
    throw new ApiError({ type: 'Unauthorized', message: 'Nobody is signed in.' });
  }
  return tokens.accessToken;
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
