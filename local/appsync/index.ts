import type { Server } from 'node:http';
import type { CallableService, JsonCaller } from '../shared/json-service.ts';
import type { Log } from '../shared/log.ts';
import type { LambdaInvoker, PrincipalStore, Roles } from '../shared/ports.ts';
import { restService } from '../shared/rest-service.ts';
import type { Clock } from '../shared/service.ts';
import { loadFromRecords } from './api/from-records.ts';
import { poolsOf } from './api/pools.ts';
import { authenticator } from './auth/authenticate.ts';
import type { UserPool } from './auth/jwt.ts';
import { isGoodKey } from './control/api-keys.ts';
import { apiArn } from './control/graphql-apis.ts';
import { controlOperations } from './control/operations.ts';
import { openAppSyncRecords, type Records } from './control/records.ts';
import { httpDoor } from './doors/http.ts';
import { realtimeDoor } from './doors/realtime.ts';
import { apiPath, type FindApi, type ServedApi } from './doors/served-api.ts';
import type { LoadedApi } from './execution/engine.ts';
import { Hub } from './realtime/hub.ts';
import { defaultRealtime, type RealtimeSettings } from './realtime/settings.ts';
import { codeLibrary, type CodeLibrary } from './runtime/code-library.ts';
import { nodeHost } from './runtime/host.ts';
import type { Tracer } from './trace/tracer.ts';

export type { UserPool } from './auth/jwt.ts';
export type { RealtimeSettings } from './realtime/settings.ts';

export interface AppSyncOptions {
  /** Where the state lives; made where it is missing. */
  directory: string;
  log: Log;
  /** The machine's clock unless given. */
  clock?: Clock;
  /** What the addresses of APIs begin with, such as `http://127.0.0.1:4000`; read whenever one is said. */
  siteUrl: () => string;
  dynamodb: JsonCaller;
  lambda: LambdaInvoker;
  /** Whom data sources act as. */
  roles: Roles;
  /** Who signs requests. */
  principals: PrincipalStore;
  userPools: { find(poolId: string): UserPool | undefined };
  realtime?: Partial<RealtimeSettings>;
  /** Who is told what is done for each request, if anybody. */
  tracer?: Tracer;
}

/** AppSync: the operations that make GraphQL APIs, and the APIs that were made. */
export interface AppSync extends CallableService {
  /**
   * Answers `POST` at every API's own address, `/apis/<id>/graphql`; also at `/graphql`, where there is one API alone.
   */
  fetch(request: Request): Promise<Response>;
  /** Serves WebSockets at the same addresses, with `/realtime` behind each, and leaves others alone. */
  attach(server: Server): void;
  /** The GraphQL address of an API. */
  url(apiId: string): string;
}

/** Starts AppSync on its state. */
export async function createAppSync(options: AppSyncOptions): Promise<AppSync> {
  const { directory, log, clock = Date.now, siteUrl, roles, userPools, tracer } = options;
  const host = { ...nodeHost, clock, log: tracer?.log(log) ?? log };
  const code = codeLibrary(host);
  const { records, close } = await openAppSyncRecords(directory);
  const apis = new Map<string, HostedApi>();

  const find: FindApi = (wanted) => {
    const apiId = wanted ?? only(records.apis.keys());
    if (apiId === undefined || !records.apis.has(apiId)) return undefined;
    const api = apis.get(apiId) ?? hostedApi(apiId, { ...options, clock, records, code });
    apis.set(apiId, api);
    return api;
  };
  const http = httpDoor({ find, log });
  const answer = async (request: Request): Promise<Response> => http.fetch(request);
  const realtime = realtimeDoor({ find, log, settings: { ...defaultRealtime, ...options.realtime } });
  const url = (apiId: string): string => `${siteUrl()}${apiPath(apiId)}`;

  function changed(apiId: string): void {
    const api = apis.get(apiId);
    if (!api) return;
    api.reload();
    if (records.apis.has(apiId)) {
      api.hub.renew(api.loaded);
      return;
    }
    apis.delete(apiId);
    realtime.drop(api);
  }

  let closing: Promise<void> | undefined;
  const service = restService({
    signingName: 'appsync',
    operations: controlOperations({ records, code, host, roles, userPools, url, changed }),
    log,
    close() {
      realtime.close();
      return (closing ??= close());
    },
  });
  return {
    ...service,
    fetch: tracer ? (request) => tracer.http(request, answer) : answer,
    attach(server) {
      realtime.attach(server);
    },
    url,
  };
}

interface HostedApi extends ServedApi {
  /** Reads its records anew at the next request. */
  reload(): void;
}

function hostedApi(
  apiId: string,
  options: AppSyncOptions & { clock: Clock; records: Records; code: CodeLibrary },
): HostedApi {
  const { records, principals, userPools, clock, log, tracer } = options;
  let current: LoadedApi | undefined;
  const record = () => {
    const found = records.apis.get(apiId);
    if (!found) throw new Error(`The API ${apiId} was deleted`);
    return found;
  };
  const pools = () => poolsOf(record(), userPools);
  const authenticate = authenticator({
    apiArn: apiArn(apiId),
    pools,
    hasApiKey: (key) => isGoodKey(records, apiId, key, clock),
    principals,
    clock,
  });
  return {
    loaded: () => (current ??= loadFromRecords(options, record())),
    authenticate: tracer?.authenticate(authenticate) ?? authenticate,
    hub: new Hub(log, tracer),
    reload() {
      current = undefined;
    },
  };
}

function only(ids: readonly string[]): string | undefined {
  return ids.length === 1 ? ids[0] : undefined;
}
