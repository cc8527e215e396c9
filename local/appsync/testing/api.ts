import type { ApiDefinition, ApiParts, ResolverDefinition, StepDefinition } from '../api/executable.ts';
import type { AuthorizationMode } from '../auth/caller.ts';
import type { DataSource, Evaluation, LoadedCode, ResolverContext } from '../types.ts';

/** Handlers in plain TypeScript, in place of APPSYNC_JS code. What one leaves out, the real ones would not have left behind. */
export interface FakeHandlers {
  request?: (context: ResolverContext) => Partial<Evaluation>;
  response?: (context: ResolverContext) => Partial<Evaluation>;
}

export interface FakeApi {
  schema: string;
  authorization?: readonly AuthorizationMode[];
  /** By `Type.field`: the handlers of a unit resolver on data source `echo`, or a whole definition. */
  resolvers?: Readonly<Record<string, FakeHandlers | ResolverDefinition>>;
  /** By name: the handlers of a pipeline function on data source `echo`, or a whole definition. */
  functions?: Readonly<Record<string, FakeHandlers | StepDefinition>>;
  /** Handlers that `code` of a whole definition names. */
  code?: Readonly<Record<string, FakeHandlers>>;
  dataSources?: Readonly<Record<string, DataSource>>;
}

/** Answers what it is asked. */
export const echo: DataSource = { invoke: (request) => Promise.resolve({ result: request ?? null }) };

/** A definition whose code strings are names of handlers, and the parts that know those names. */
export function fakeApi(api: FakeApi): { definition: ApiDefinition<DataSource>; parts: ApiParts<DataSource> } {
  const code = new Map<string, FakeHandlers>(Object.entries(api.code ?? {}));

  const functions = Object.entries(api.functions ?? {}).map(([name, definition]): [string, StepDefinition] => {
    if ('dataSource' in definition) return [name, definition];
    code.set(name, definition);
    return [name, { dataSource: 'echo', code: name }];
  });
  const resolvers = Object.entries(api.resolvers ?? {}).map(([key, definition]): [string, ResolverDefinition] => {
    if ('kind' in definition) return [key, definition];
    code.set(key, definition);
    return [key, { kind: 'UNIT', dataSource: 'echo', code: key }];
  });

  return {
    definition: {
      schema: api.schema,
      authorization: api.authorization ?? ['AMAZON_COGNITO_USER_POOLS', 'AWS_IAM'],
      dataSources: { echo, ...api.dataSources },
      functions: Object.fromEntries(functions),
      resolvers: Object.fromEntries(resolvers),
    },
    parts: {
      loadCode: (source) => loadedCode(code.get(source) ?? {}),
      dataSource: (dataSource) => dataSource,
    },
  };
}

function loadedCode(handlers: FakeHandlers): LoadedCode {
  return {
    evaluate(handler, context) {
      const evaluation =
        handlers[handler]?.(context) ?? (handler === 'request' ? { result: {} } : { result: context.result ?? null });
      return { appendedErrors: [], invalidations: [], responseHeaders: {}, stash: context.stash, ...evaluation };
    },
  };
}
