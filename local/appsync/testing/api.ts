import type { ApiArtifact, ResolverArtifact } from '../../../build/artifacts.ts';
import type { ApiParts } from '../api/executable.ts';
import type { DataSource, Evaluation, LoadedCode, ResolverContext } from '../types.ts';

/** Handlers in plain TypeScript, in place of APPSYNC_JS code. What one leaves out, the real ones would not have left behind. */
export interface FakeHandlers {
  request?: (context: ResolverContext) => Partial<Evaluation>;
  response?: (context: ResolverContext) => Partial<Evaluation>;
}

export interface FakeApi {
  schema: string;
  authorization?: ApiArtifact['authorization'];
  /** By `Type.field`: the handlers of a unit resolver on data source `echo`, or a whole definition. */
  resolvers?: Readonly<Record<string, FakeHandlers | ResolverArtifact>>;
  /** By name: pipeline functions on data source `echo`. */
  functions?: Readonly<Record<string, FakeHandlers>>;
  /** Handlers that `code` of a whole definition names. */
  code?: Readonly<Record<string, FakeHandlers>>;
  dataSources?: Readonly<Record<string, DataSource>>;
}

/** Answers what it is asked. */
export const echo: DataSource = { invoke: (request) => Promise.resolve({ result: request ?? null }) };

/** An artifact whose code strings are names of handlers, and the parts that know those names. */
export function fakeApi(api: FakeApi): { artifact: ApiArtifact; parts: ApiParts } {
  const code = new Map<string, FakeHandlers>(Object.entries(api.code ?? {}));
  const dataSources = new Map<string, DataSource>(Object.entries({ echo, ...api.dataSources }));

  const functions = Object.entries(api.functions ?? {}).map(([name, handlers]) => {
    code.set(name, handlers);
    return [name, { dataSource: 'echo', code: name }] as const;
  });
  const resolvers = Object.entries(api.resolvers ?? {}).map(([key, definition]): [string, ResolverArtifact] => {
    if ('kind' in definition) return [key, definition];
    code.set(key, definition);
    return [key, { kind: 'UNIT', dataSource: 'echo', code: key }];
  });

  return {
    artifact: {
      schema: api.schema,
      authorization: api.authorization ?? ['AMAZON_COGNITO_USER_POOLS', 'AWS_IAM'],
      tables: {},
      dataSources: Object.fromEntries([...dataSources.keys()].map((name) => [name, { type: 'NONE' as const }])),
      functions: Object.fromEntries(functions),
      resolvers: Object.fromEntries(resolvers),
    },
    parts: {
      tableNames: {},
      loadCode: (source) => loadedCode(code.get(source) ?? {}),
      dataSource: (_, name) => dataSources.get(name) ?? echo,
    },
  };
}

function loadedCode(handlers: FakeHandlers): LoadedCode {
  return {
    evaluate(handler, context) {
      const evaluation =
        handlers[handler]?.(context) ?? (handler === 'request' ? { result: {} } : { result: context.result ?? null });
      return { appendedErrors: [], invalidations: [], stash: context.stash, ...evaluation };
    },
  };
}
