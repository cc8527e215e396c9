import type { Server } from 'node:http';
import type { ApiArtifact } from '../../build/artifacts.ts';
import type { Log } from '../shared/log.ts';
import type { PrincipalStore } from '../shared/ports.ts';
import type { Clock } from '../shared/service.ts';
import { executableApi } from './api/executable.ts';
import type { ApiParts } from './api/executable.ts';
import { authenticator } from './auth/authenticate.ts';
import type { UserPool } from './auth/jwt.ts';
import { loadedApi } from './execution/engine.ts';
import { defaultLimits } from './execution/scope.ts';
import type { ApiLimits } from './execution/scope.ts';
import { httpDoor } from './http/door.ts';
import { defaultRealtime } from './realtime/connection.ts';
import type { RealtimeSettings } from './realtime/connection.ts';
import { Hub } from './realtime/hub.ts';
import { realtimeServer } from './realtime/server.ts';

export interface AppSyncServiceOptions {
  artifact: ApiArtifact;
  parts: ApiParts;
  pool: UserPool;
  principals: PrincipalStore;
  log: Log;
  /** The machine's clock unless given. */
  clock?: Clock;
  limits?: Partial<ApiLimits>;
  realtime?: Partial<RealtimeSettings>;
}

/** A GraphQL API as AppSync serves it. */
export interface AppSync {
  /** As it stands in the API's ARN. */
  readonly apiId: string;
  /** Answers `POST /graphql`. */
  fetch(request: Request): Promise<Response>;
  /** Serves WebSockets at `/graphql/realtime` of `server`. */
  attach(server: Server): void;
  /**
   * Takes another artifact, for the requests that come from now on; open subscriptions stay.
   * @throws where the artifact is refused; the one before stays then
   */
  reload(artifact: ApiArtifact): void;
  /** Ends all WebSockets. Calling it twice is harmless. */
  close(): void;
}

const API_ID = 'sondelocal';

/** Serves an artifact with the code loader and the data sources given. */
export function appSyncService(options: AppSyncServiceOptions): AppSync {
  const { parts, pool, principals, log, clock = Date.now } = options;
  const limits = { ...defaultLimits, ...options.limits };
  let current = loadedApi(executableApi(options.artifact, parts), limits);
  const loaded = () => current;
  const authenticate = authenticator(pool, principals, clock);
  const hub = new Hub(log);
  const door = httpDoor({ loaded, authenticate, listener: hub, log });
  const realtime = realtimeServer({
    loaded,
    authenticate,
    hub,
    log,
    settings: { ...defaultRealtime, ...options.realtime },
  });

  return {
    apiId: API_ID,
    fetch: async (request) => door.fetch(request),
    attach(server) {
      realtime.attach(server);
    },
    reload(artifact) {
      current = loadedApi(executableApi(artifact, parts), limits);
    },
    close() {
      realtime.close();
    },
  };
}
