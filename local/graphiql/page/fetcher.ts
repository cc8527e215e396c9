import { generateClient } from 'aws-amplify/api';
import type { GraphiQL } from 'graphiql';
import {
  Kind,
  OperationTypeNode,
  parse,
  print,
  separateOperations,
  type DocumentNode,
  type ExecutionResult,
} from 'graphql';
import type { ComponentProps } from 'react';
import * as v from 'valibot';
import { accessToken } from '../../../examples/client.ts';

/** How GraphiQL asks. */
export type Fetcher = ComponentProps<typeof GraphiQL>['fetcher'];
type Answers = Extract<Awaited<ReturnType<Fetcher>>, { subscribe: unknown }>;

const answer = v.custom<ExecutionResult>((value) => typeof value === 'object' && value !== null);
const answers = v.custom<Answers>((value) => typeof value === 'object' && value !== null && 'subscribe' in value);
const variablesOf = v.optional(v.record(v.string(), v.unknown()), {});

/** Asks the API as whoever is signed in: a subscription by Amplify's client, over AppSync's WebSocket, anything else over HTTP. */
export function fetcherOf(url: string): Fetcher {
  return (asked) => {
    const operation = onlyOperation(parse(asked.query), asked.operationName ?? undefined);
    const variables = v.parse(variablesOf, asked.variables ?? undefined);
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

async function post(url: string, query: string, variables: Record<string, unknown>): Promise<ExecutionResult> {
  const response = await fetch(url, {
    method: 'POST',
    // Renewed where it is about to expire.
    headers: { authorization: await accessToken(), 'content-type': 'application/json' },
    body: JSON.stringify({ query, variables }),
  });
  return v.parse(answer, await response.json());
}

/** Amplify types an operation by its own kind of string, and what it gives by that. */
function subscribe(query: string, variables: Record<string, unknown>): Answers {
  return v.parse(answers, generateClient().graphql({ query, variables: variables as Record<string, never> }));
}
