import type { TypedDocumentNode } from '@graphql-typed-document-node/core';
import { Amplify } from 'aws-amplify';
import { generateClient } from 'aws-amplify/api';
import { fetchAuthSession, signIn, signOut } from 'aws-amplify/auth';
import { Hub } from 'aws-amplify/utils';
import { print } from 'graphql';

/**
 * All that a front end needs to talk to Sonde, to be copied into it: nothing here is of Node.
 * What to configure it with is `amplify_outputs.json`, which `make dev` writes to `.sonde/`.
 */
export interface Outputs {
  auth: { aws_region: string; user_pool_id: string; user_pool_client_id: string };
  data: { aws_region: string; url: string };
  custom: {
    /** Where the user pool answers, if not at AWS. */
    user_pool_endpoint?: string;
    /** The app client that services sign in by. */
    service_client_id: string;
    mqtt_url: string;
  };
}

/** Tells Amplify where Sonde is. Before anything else. */
export function configure({ auth, data, custom }: Outputs): void {
  if (data.url.startsWith('http://127.0.0.1')) allowLoopback();
  Amplify.configure({
    Auth: {
      Cognito: {
        userPoolId: auth.user_pool_id,
        userPoolClientId: auth.user_pool_client_id,
        ...(custom.user_pool_endpoint === undefined ? {} : { userPoolEndpoint: custom.user_pool_endpoint }),
      },
    },
    API: { GraphQL: { endpoint: data.url, region: data.aws_region, defaultAuthMode: 'userPool' } },
  });
}

let standardWebSocket: typeof WebSocket | undefined;

/**
 * Amplify asks for `wss://` even where the API is at `http://`, and on a laptop there is no certificate: on the loopback interface, and only there, its
 * WebSocket drops the `s`.
 */
function allowLoopback(): void {
  const Standard = (standardWebSocket ??= globalThis.WebSocket);
  globalThis.WebSocket = class extends Standard {
    constructor(...[address, protocols]: ConstructorParameters<typeof WebSocket>) {
      super(String(address).replace(/^wss:\/\/127\.0\.0\.1(?=[:/])/, 'ws://127.0.0.1'), protocols);
    }
  };
}

/** Signs in with SRP: the password never leaves the client. */
export async function signInAs(username: string, password: string): Promise<void> {
  await signOut();
  const { nextStep } = await signIn({ username, password });
  if (nextStep.signInStep !== 'DONE') throw new Error(`Sign-in wants another step: ${nextStep.signInStep}`);
}

/** The access token of whoever is signed in. */
export async function accessToken(): Promise<string> {
  const { tokens } = await fetchAuthSession();
  if (!tokens) throw new Error('Nobody is signed in');
  return tokens.accessToken.toString();
}

/** Runs a query or a mutation. Rejects with the API's own errors, as Amplify gives them: `{data, errors}`. */
export async function request<Data, Variables extends Record<string, unknown>>(
  document: TypedDocumentNode<Data, Variables>,
  variables: Variables,
): Promise<Data> {
  const { data } = (await ask(print(document), variables)) as { data: Data };
  return data;
}

export interface Subscription {
  unsubscribe(): void;
}

/** Subscribes, and resolves when the API has acknowledged it: what happens from then on is delivered. Rejects where it is refused. */
export async function subscribe<Data, Variables extends Record<string, unknown>>(
  document: TypedDocumentNode<Data, Variables>,
  variables: Variables,
  next: (data: Data) => void,
): Promise<Subscription> {
  const observable = ask(print(document), variables) as {
    subscribe(observer: { next: (event: { data: Data }) => void; error: (error: unknown) => void }): Subscription;
  };
  return new Promise((resolve, reject) => {
    const stopListening = Hub.listen('api', ({ payload }) => {
      if (payload.event !== 'Subscription ack') return;
      stopListening();
      resolve(subscription);
    });
    const subscription = observable.subscribe({
      next: ({ data }) => {
        next(data);
      },
      error: (error) => {
        stopListening();
        reject(error instanceof Error ? error : new Error('The subscription was refused', { cause: error }));
      },
    });
  });
}

/** Amplify types an operation by its own kind of string; here the document's types say it all. */
function ask(query: string, variables: Record<string, unknown>): unknown {
  return generateClient().graphql({ query, variables: variables as Record<string, never> });
}
