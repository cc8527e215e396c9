import type { TypedDocumentNode } from '@graphql-typed-document-node/core';
import { print, type DocumentNode } from 'graphql';
import * as v from 'valibot';
import type { Sonde } from './sonde.ts';

/** What the API answers with status 200. */
export interface Answer<Data> {
  data: Data | null;
  errors?: readonly object[];
}

const Body = v.looseObject({ data: v.nullish(v.record(v.string(), v.unknown())) });

/** Asks the API over HTTP, as whoever the headers say. */
export async function post(
  { addresses }: Pick<Sonde, 'addresses'>,
  headers: Readonly<Record<string, string>>,
  query: string,
  variables: object = {},
): Promise<{ status: number; body: Record<string, unknown> }> {
  const response = await fetch(addresses.graphqlUrl, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify({ query, variables }),
  });
  return { status: response.status, body: v.parse(Body, await response.json()) };
}

/** Asks as the owner of a token. Whatever the answer is, it is one of GraphQL: refusals of the whole request reject. */
export async function ask<Data, Variables extends object>(
  sonde: Pick<Sonde, 'addresses'>,
  token: string,
  document: TypedDocumentNode<Data, Variables> | DocumentNode | string,
  variables: Variables | object,
): Promise<Answer<Data>> {
  const query = typeof document === 'string' ? document : print(document);
  const { status, body } = await post(sonde, { authorization: token }, query, variables);
  if (status !== 200) throw new Error(`The API answered ${status}: ${JSON.stringify(body)}`);
  return body as unknown as Answer<Data>;
}

/** The whole of a field's error, as AppSync answers it. The operations of the tests have their field in the second line. */
export function fieldError(
  field: string,
  errorType: string,
  message: string,
  data: unknown = null,
  errorInfo: unknown = null,
): object {
  return {
    path: [field],
    data,
    errorType,
    errorInfo,
    locations: [{ line: 2, column: 3, sourceName: null }],
    message,
  };
}

/** What AppSync says of a field that the caller's groups or mode may not reach. */
export function denied(field: string, type: 'Query' | 'Mutation' | 'Subscription'): object {
  return fieldError(field, 'Unauthorized', `Not Authorized to access ${field} on type ${type}`);
}
