import { generateClient } from 'aws-amplify/api';
import { fetchAuthSession } from 'aws-amplify/auth';
import * as v from 'valibot';
import { apiErrorOf, isApiError } from './errors.ts';
import type { TypedDocumentString } from './generated/documents.ts';

/** A typed query, mutation or subscription, as `npm run codegen` makes them of the `.graphql` files. */
export type Document<Data, Variables> = TypedDocumentString<Data, Variables>;

const client = generateClient();

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
  // Amplify types variables by the documents that its own code generator makes.
  const asked = client.graphql({ query: document.toString(), variables: variables as Record<string, never> });
  if (!(asked instanceof Promise)) throw new Error('A subscription is to be followed, not asked');
  const cancel = (): void => {
    client.cancel(asked);
  };
  signal?.addEventListener('abort', cancel, { once: true });
  try {
    return dataOf(document, await asked);
  } catch (error) {
    throw apiErrorOf(error);
  } finally {
    signal?.removeEventListener('abort', cancel);
  }
}

/** The API's answer has the shape of its document: the schema that the types are made of is the one that it checks its answers by. */
export function dataOf<Data>(_document: Document<Data, never>, answer: unknown): Data {
  return v.parse(v.object({ data: v.custom<Data>((data) => typeof data === 'object' && data !== null) }), answer).data;
}
