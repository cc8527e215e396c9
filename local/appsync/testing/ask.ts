import { silentLog } from '../../shared/log.ts';
import { executableApi, type ApiDefinition, type ApiParts } from '../api/executable.ts';
import type { Caller } from '../auth/caller.ts';
import { noneDataSource } from '../data-sources/none.ts';
import { answer, loadedApi } from '../execution/engine.ts';
import type { MutationListener } from '../execution/engine.ts';
import type { Answer } from '../execution/operation.ts';
import { defaultLimits } from '../execution/scope.ts';
import type { ApiLimits } from '../execution/scope.ts';
import { loadCode } from '../runtime/index.ts';
import type { DataSource } from '../types.ts';
import { fakeApi } from './api.ts';
import type { FakeApi } from './api.ts';
import { person } from './callers.ts';
import { fixedHost } from './evaluate.ts';

export interface AskOptions {
  caller?: Caller;
  variables?: Readonly<Record<string, unknown>>;
  limits?: Partial<ApiLimits>;
  listener?: Partial<MutationListener>;
  headers?: Readonly<Record<string, string>>;
  operationName?: string;
}

/** Asks an API that lives for one question, without HTTP. */
export async function ask(api: FakeApi, query: string, options?: AskOptions): Promise<Answer> {
  return askDefinition(fakeApi(api), query, options);
}

/** An API whose code is APPSYNC_JS. There is a data source `none`. */
type CodeApi = Omit<ApiDefinition<DataSource>, 'authorization' | 'dataSources' | 'functions'> &
  Partial<Pick<ApiDefinition<DataSource>, 'dataSources' | 'functions'>>;

/** As {@link ask}, of an API with code as it is on AppSync. */
export async function askCode(api: CodeApi, query: string, options?: AskOptions): Promise<Answer> {
  const definition = {
    authorization: ['AMAZON_COGNITO_USER_POOLS', 'AWS_IAM', 'API_KEY'] as const,
    functions: {},
    ...api,
    dataSources: { none: noneDataSource(), ...api.dataSources },
  };
  const parts = {
    loadCode: (source: string, fileName: string) => loadCode(source, fileName, fixedHost),
    dataSource: (source: DataSource) => source,
  };
  return askDefinition({ definition, parts }, query, options);
}

async function askDefinition(
  { definition, parts }: { definition: ApiDefinition<DataSource>; parts: ApiParts<DataSource> },
  query: string,
  options: AskOptions = {},
): Promise<Answer> {
  const loaded = loadedApi(executableApi(definition, parts), { ...defaultLimits, ...options.limits });
  const { caller = person(), headers = {}, variables, operationName } = options;
  const listener = { published: () => undefined, invalidated: () => undefined, ...options.listener };
  const result = await answer(
    loaded,
    { query, variables, operationName },
    { caller, headers },
    { log: silentLog, listener },
  );
  // graphql-js makes objects without a prototype; what a client sees has been through JSON.
  return JSON.parse(JSON.stringify(result)) as Answer;
}

/** The error of the field `name`, asked for in the first line, as it is where nothing else is said of it. */
export const fieldFailure = (name: string, column: number, rest: object) => ({
  path: [name],
  data: null,
  errorType: null,
  errorInfo: null,
  locations: [{ line: 1, column, sourceName: null }],
  ...rest,
});
