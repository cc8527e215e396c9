import { silentLog } from '../../shared/log.ts';
import { executableApi } from '../api/executable.ts';
import type { Caller } from '../auth/caller.ts';
import { answer, loadedApi } from '../execution/engine.ts';
import type { MutationListener } from '../execution/engine.ts';
import type { Answer } from '../execution/operation.ts';
import { defaultLimits } from '../execution/scope.ts';
import type { ApiLimits } from '../execution/scope.ts';
import { fakeApi } from './api.ts';
import type { FakeApi } from './api.ts';
import { person } from './callers.ts';

export interface AskOptions {
  caller?: Caller;
  variables?: Readonly<Record<string, unknown>>;
  limits?: Partial<ApiLimits>;
  listener?: Partial<MutationListener>;
  headers?: Readonly<Record<string, string>>;
  operationName?: string;
}

/** Asks an API that lives for one question, without HTTP. */
export async function ask(api: FakeApi, query: string, options: AskOptions = {}): Promise<Answer> {
  const { definition, parts } = fakeApi(api);
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
