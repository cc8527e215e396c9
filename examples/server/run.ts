import { CognitoIdentityProviderClient } from '@aws-sdk/client-cognito-identity-provider';
import type { Outputs } from '../client.ts';
import { createAsk } from './api.ts';
import { follow } from './follow.ts';
import { serve } from './serve.ts';
import { createSession } from './session.ts';

export interface ServerOptions {
  outputs: Outputs;
  /** Of the service. */
  credentials: { username: string; secret: string };
  /** Where to answer; port 0 takes a free one. */
  listen: { host: string; port: number };
  log: (line: string) => void;
  now?: () => number;
}

export interface RunningServer {
  readonly url: string;
  /** Resolves after {@link RunningServer.close}; rejects where the service may not sign in any more. */
  readonly ended: Promise<void>;
  close(): Promise<void>;
}

/** Signs in as a service, follows the readings of its organization, and answers their newest values over HTTP. */
export async function runServer({ outputs, credentials, listen, log, now }: ServerOptions): Promise<RunningServer> {
  const { auth, custom, data } = outputs;
  const cognito = new CognitoIdentityProviderClient({
    region: auth.aws_region,
    maxAttempts: 5,
    ...(custom.user_pool_endpoint !== undefined && { endpoint: custom.user_pool_endpoint }),
  });
  const end = new AbortController();
  const session = createSession({ cognito, clientId: custom.service_client_id, ...credentials, ...(now && { now }) });
  // Whoever may not sign in learns so at the start.
  await session.accessToken();

  const ask = createAsk(data.url, session, end.signal);
  const following = follow({ url: data.url, session, ask, log, signal: end.signal });
  const door = await serve(following, listen);
  async function finish(): Promise<void> {
    end.abort();
    await door.close();
    cognito.destroy();
  }
  return {
    url: door.url,
    ended: endedThen(following.ended, finish),
    async close() {
      await finish();
      await following.ended.catch(() => undefined);
    },
  };
}

/** As the first promise, after the second is done as well. */
async function endedThen(ended: Promise<void>, finish: () => Promise<void>): Promise<void> {
  try {
    await ended;
  } finally {
    await finish();
  }
}
