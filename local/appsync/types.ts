/** The seams between the parts of the AppSync stand-in. */
import type { SyncConfig } from './sync-config.ts';

/** `ctx.identity` of a resolver, as AppSync documents it for each authorization mode; an API key is nobody's. */
export type Identity = CognitoIdentity | IamIdentity;

export interface CognitoIdentity {
  sub: string;
  issuer: string;
  username: string;
  claims: Readonly<Record<string, unknown>>;
  sourceIp: readonly string[];
  defaultAuthStrategy: 'ALLOW' | 'DENY';
  /** `null` where the token has no groups. */
  groups: readonly string[] | null;
}

export interface IamIdentity {
  accountId: string;
  cognitoIdentityPoolId: null;
  cognitoIdentityId: null;
  cognitoIdentityAuthType: null;
  cognitoIdentityAuthProvider: null;
  sourceIp: readonly string[];
  username: string;
  userArn: string;
}

/** `ctx` as handlers see it, as plain JSON data: the runtime makes the objects of its own realm from it. */
export interface ResolverContext {
  arguments: Readonly<Record<string, unknown>>;
  source: unknown;
  identity: Identity | null;
  request: { headers: Readonly<Record<string, string>>; domainName: string | null };
  info: {
    fieldName: string;
    parentTypeName: string;
    variables: Readonly<Record<string, unknown>>;
    /** Fields as paths: `items`, `items/id`. */
    selectionSetList: readonly string[];
    selectionSetGraphQL: string;
  };
  stash: Record<string, unknown>;
  /** `null` where nothing came before: in a unit resolver, and in a pipeline's own request handler. */
  prev: { result: unknown } | null;
  /** What the data source answered; `null` in request handlers. */
  result?: unknown;
  /** What went wrong at the data source; `null` in request handlers, and where nothing did. */
  error?: { message: string; type: string } | null;
  env: Readonly<Record<string, string>>;
  /** The errors that earlier handlers of the same resolver appended. */
  outErrors: readonly ResolverError[];
}

/** An error in the `errors` of a GraphQL answer, as `util.error` or a data source gives it. */
export interface ResolverError {
  message: string;
  errorType: string | null;
  data: unknown;
  errorInfo: unknown;
}

/** What one run of a handler left behind. */
export interface Evaluation {
  /** The returned value as plain JSON data. `undefined` when there is an `error`. */
  result?: unknown;
  /** From `util.error`, `util.unauthorized`, or a run-time failure of the code (`errorType` "Code"). */
  error?: ResolverError;
  /** From `util.appendError`. */
  appendedErrors: readonly ResolverError[];
  /** The stash after the run. */
  stash: Record<string, unknown>;
  /** Set when `runtime.earlyReturn` ended the handler; `result` holds its value. */
  earlyReturn?: { skipTo: 'END' | 'NEXT' };
  /** From `extensions.setSubscriptionFilter`: OR of groups, AND of rules within one. */
  subscriptionFilter?: SubscriptionFilter;
  /** From `extensions.setSubscriptionInvalidationFilter`. */
  subscriptionInvalidationFilter?: SubscriptionFilter;
  /** From `extensions.invalidateSubscriptions`. */
  invalidations: readonly { subscriptionField: string; payload: Readonly<Record<string, unknown>> }[];
  /** From `util.http.addResponseHeader`: what the HTTP answer has beside its own. */
  responseHeaders: Readonly<Record<string, string>>;
}

export interface SubscriptionFilter {
  filterGroup: readonly { filters: readonly SubscriptionRule[] }[];
}

export interface SubscriptionRule {
  fieldName: string;
  operator: SubscriptionOperator;
  value: unknown;
}

export type SubscriptionOperator =
  | 'eq'
  | 'ne'
  | 'le'
  | 'lt'
  | 'ge'
  | 'gt'
  | 'contains'
  | 'notContains'
  | 'beginsWith'
  | 'in'
  | 'notIn'
  | 'between'
  | 'containsAny';

/** The code of one resolver or pipeline function, loaded once and run for every request. */
export interface LoadedCode {
  evaluate(handler: 'request' | 'response', context: ResolverContext): Evaluation;
}

/** What a data source answers to a request: never a rejection for what the service itself refused. */
export interface DataSourceAnswer {
  /** `ctx.result`. May be set beside an `error`, as the current item is for a failed condition. */
  result: unknown;
  /** `ctx.error`. */
  error?: { message: string; type: string };
}

/** Asks a service for several siblings at once. @returns an answer for each, in their order */
export type SendBatch = (payloads: readonly unknown[]) => Promise<readonly DataSourceAnswer[]>;

/** The runs of one step for the parents of one level of a request. */
export interface Siblings {
  /**
   * Waits for what the siblings have to ask, and sends it together, in the order of the parents, up to the step's batch size at once.
   * @param kind siblings that ask for another kind are sent apart
   */
  gather(kind: string, payload: unknown, send: SendBatch): Promise<DataSourceAnswer>;
}

/** Which step asks a data source, and for whom. */
export interface Invocation {
  /** What tells the step from every other: `Type.field` of a unit resolver, the id of a pipeline's function. */
  step: string;
  /** The field whose resolver runs. */
  field: { typeName: string; fieldName: string };
  /** `ctx.arguments` */
  arguments: Readonly<Record<string, unknown>>;
  /** `ctx.identity` */
  identity: Identity | null;
  siblings: Siblings;
  /** How a write to a versioned data source treats conflicts. */
  syncConfig?: SyncConfig;
}

export interface DataSource {
  /** @param request what the request handler returned, unparsed */
  invoke(request: unknown, invocation?: Invocation): Promise<DataSourceAnswer>;
}
