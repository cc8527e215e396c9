import type { Authenticate } from '../auth/authenticate.ts';
import type { LoadedApi } from '../execution/engine.ts';
import type { Hub } from '../realtime/hub.ts';

/** An API as the doors see it. */
export interface ServedApi {
  /** As it is now: a change is there for the next request. Throws a `RequestRefused` where it cannot answer any. */
  readonly loaded: () => LoadedApi;
  readonly authenticate: Authenticate;
  /** Its open subscriptions, which outlast changes. */
  readonly hub: Hub;
}

/** By its id; the only one there is, where no id is given. */
export type FindApi = (apiId: string | undefined) => ServedApi | undefined;

/** What an API's own addresses begin with, which all end in `/graphql` as they do on AWS. */
export const apiPath = (apiId: string): string => `/apis/${apiId}/graphql`;

const GRAPHQL_PATH = /^(?:\/apis\/(?<apiId>[^/]+))?\/graphql(?<realtime>\/realtime)?$/;

/** What a path leads to; `undefined` where it leads to no API. */
export function readPath(path: string): { apiId: string | undefined; isRealtime: boolean } | undefined {
  const groups = GRAPHQL_PATH.exec(path)?.groups;
  return groups && { apiId: groups.apiId, isRealtime: groups.realtime !== undefined };
}
