import { generateClient } from 'aws-amplify/api';
import { parse, print, separateOperations, Kind, OperationTypeNode, type DocumentNode } from 'graphql';
import { accessToken } from '../../../examples/client.ts';

/** What GraphiQL asks. */
export interface Asked {
  query: string;
  operationName?: string | null;
  variables?: Record<string, unknown>;
}

/** Asks the API as whoever is signed in: a subscription by Amplify's client, over AppSync's WebSocket, anything else over HTTP. */
export function fetcherOf(url: string): (asked: Asked) => unknown {
  return (asked) => {
    const operation = onlyOperation(parse(asked.query), asked.operationName ?? undefined);
    const variables = asked.variables ?? {};
    return isSubscription(operation) ? subscribe(print(operation), variables) : post(url, print(operation), variables);
  };
}

/** Of a document with several operations the one that was asked for: Amplify's client knows no names. */
function onlyOperation(document: DocumentNode, name: string | undefined): DocumentNode {
  return (name === undefined ? undefined : separateOperations(document)[name]) ?? document;
}

function isSubscription({ definitions }: DocumentNode): boolean {
  return definitions.some(
    (node) => node.kind === Kind.OPERATION_DEFINITION && node.operation === OperationTypeNode.SUBSCRIPTION,
  );
}

async function post(url: string, query: string, variables: Record<string, unknown>): Promise<unknown> {
  const response = await fetch(url, {
    method: 'POST',
    // Renewed where it is about to expire.
    headers: { authorization: await accessToken(), 'content-type': 'application/json' },
    body: JSON.stringify({ query, variables }),
  });
  return response.json();
}

/** Amplify types an operation by its own kind of string, and what it gives by that. */
function subscribe(query: string, variables: Record<string, unknown>): unknown {
  return generateClient().graphql({ query, variables: variables as Record<string, never> });
}
