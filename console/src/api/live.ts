import { fetchAuthSession } from 'aws-amplify/auth';
import { Hub } from 'aws-amplify/utils';
import * as v from 'valibot';
import { apiErrorOf, isApiError } from './errors.ts';
import './connection.ts';
import { dataOf, type Document } from './request.ts';

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
  if (isApiError(error, 'Unauthorized')) await fetchAuthSession({ forceRefresh: true }).catch(() => undefined);
}

/**
 * Follows a subscription until the returned function is called, over lost connections (which Amplify restores) and over refusals and ends by the API,
 * after which it asks anew, ever more rarely: a role may be given back.
 */
export function follow<Data, Variables extends object>(
  document: Document<Data, Variables>,
  variables: Variables,
  { onEvent, onReady, onError }: Follower<Data>,
): () => void {
  let ended = false;
  let pause = FIRST_PAUSE_MS;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let running: { unsubscribe(): void } | undefined;

  // Amplify tells of acknowledgements by what was asked: this object is its own.
  const asked = { ...variables };
  const stopListening = Hub.listen('api', ({ payload }) => {
    if (payload.event !== 'Subscription ack') return;
    if (v.parse(Acknowledgement, payload.data).variables !== asked) return;
    pause = FIRST_PAUSE_MS;
    onReady();
  });

  const startAgain = (thrown: unknown): void => {
    if (ended) return;
    const error = causeOf(thrown);
    onError?.(error);
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
    const query = document.toString();
    // Amplify types variables by the documents that its own code generator makes.
    running = v.parse(Started, client.graphql({ query, variables: asked as Record<string, never> })).subscribe({
      next: (event) => {
        onEvent(dataOf(document, event));
      },
      error: startAgain,
      complete: () => {
        startAgain(new Error('The API has ended the subscription'));
      },
    });
  };
  start();

  return () => {
    ended = true;
    clearTimeout(timer);
    stopListening();
    running?.unsubscribe();
  };
}
