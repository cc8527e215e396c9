import { Hub } from 'aws-amplify/utils';
import * as v from 'valibot';
import { connectionNow, needConnection } from './connection.ts';
import { apiErrorOf, isApiError } from './errors.ts';
import { dataOf, renewToken, type Document } from './request.ts';

export interface Follower<Data> {
  /** Something has happened. */
  onEvent: (data: Data) => void;
  /**
   * From now on nothing is missed: the API has acknowledged the subscription. Called again after each time that the connection was lost: what happened
   * in between is to be asked for.
   */
  onReady: () => void;
  /** The subscription was refused, or has been ended by the API, and is being asked for again. */
  onError?: (error: unknown) => void;
}

const FIRST_PAUSE_MS = 1_000;
const LONGEST_PAUSE_MS = 60_000;

/** Amplify's part for subscriptions, which is large, comes once there is one: by then the page is there. */
const newClient = async () => (await import('aws-amplify/api')).generateClient();

const Acknowledgement = v.object({ query: v.string(), variables: v.unknown() });
const Started = v.custom<{ subscribe(observer: Observer): { unsubscribe(): void } }>(
  (value) => typeof value === 'object' && value !== null && 'subscribe' in value,
);

interface Observer {
  next: (event: unknown) => void;
  error: (error: unknown) => void;
  complete: () => void;
}

/** Amplify puts what the API answers to a subscription that it refuses into the text of an error of its own. */
const PREFIX = 'Connection failed: ';
const Wrapped = v.object({
  errors: v.tupleWithRest(
    [
      v.object({
        message: v.pipe(
          v.string(),
          v.startsWith(PREFIX),
          v.transform((text) => text.slice(PREFIX.length)),
          v.parseJson(),
        ),
      }),
    ],
    v.unknown(),
  ),
});

function causeOf(error: unknown): unknown {
  const wrapped = v.safeParse(Wrapped, error);
  return apiErrorOf(wrapped.success ? wrapped.output.errors[0].message : error);
}

/**
 * Has a refusal followed by a fresh token: the role may be another one now. Whose access is over gets none, which Amplify tells to whom it concerns, as it
 * does of other failures.
 */
async function renewed(error: unknown): Promise<void> {
  if (isApiError(error, 'Unauthorized')) await renewToken().catch(() => undefined);
}

/** Those who follow the same, which is subscribed to once for all of them. */
interface Following {
  readonly followers: Set<Required<Follower<unknown>>>;
  /** Whether the API has acknowledged the subscription, and not ended it since. */
  isReady: boolean;
  stop: () => void;
}

/** By the operation and its variables. */
const followings = new Map<string, Following>();

/**
 * Follows a subscription until the returned function is called, over lost connections (which Amplify restores) and over refusals and ends by the API,
 * after which it asks anew, ever more rarely: a role may be given back.
 */
export function follow<Data, Variables extends object>(
  document: Document<Data, Variables>,
  variables: Variables,
  { onEvent, onReady, onError = () => undefined }: Follower<Data>,
): () => void {
  const query = document.toString();
  const key = JSON.stringify([query, variables]);
  const following = followings.get(key) ?? begin(query, variables);
  followings.set(key, following);
  const follower: Required<Follower<unknown>> = {
    onEvent: (event) => {
      onEvent(dataOf(document, event));
    },
    onReady,
    onError,
  };
  following.followers.add(follower);
  queueMicrotask(() => {
    if (following.isReady && connectionNow() !== 'lost' && following.followers.has(follower)) onReady();
  });
  return () => {
    following.followers.delete(follower);
    if (following.followers.size > 0) return;
    followings.delete(key);
    following.stop();
  };
}

function begin(query: string, variables: object): Following {
  let ended = false;
  let pause = FIRST_PAUSE_MS;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let running: { unsubscribe(): void } | undefined;
  const following: Following = { followers: new Set(), isReady: false, stop };

  const letConnectionGo = needConnection();
  // Amplify tells of acknowledgements by what was asked: this object is its own.
  const asked = { ...variables };
  const stopListening = Hub.listen('api', ({ payload }) => {
    if (payload.event !== 'Subscription ack') return;
    if (v.parse(Acknowledgement, payload.data).variables !== asked) return;
    pause = FIRST_PAUSE_MS;
    following.isReady = true;
    for (const { onReady } of following.followers) onReady();
  });

  const startAgain = (thrown: unknown): void => {
    if (ended) return;
    const error = causeOf(thrown);
    following.isReady = false;
    for (const { onError } of following.followers) onError(error);
    timer = setTimeout(() => {
      void renewed(error).then(() => {
        if (!ended) start();
      });
    }, pause);
    pause = Math.min(pause * 2, LONGEST_PAUSE_MS);
  };
  const start = (): void => {
    newClient().then(subscribe).catch(startAgain);
  };
  const subscribe = (client: Awaited<ReturnType<typeof newClient>>): void => {
    if (ended) return;
    // Amplify types variables by the documents that its own code generator makes.
    running = v.parse(Started, client.graphql({ query, variables: asked as Record<string, never> })).subscribe({
      next: (event) => {
        for (const { onEvent } of following.followers) onEvent(event);
      },
      error: startAgain,
      complete: () => {
        startAgain(new Error('The API has ended the subscription'));
      },
    });
  };
  start();
  return following;

  function stop(): void {
    ended = true;
    clearTimeout(timer);
    stopListening();
    running?.unsubscribe();
    letConnectionGo();
  }
}
