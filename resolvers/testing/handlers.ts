import { resolve } from 'node:path';
import { bundleResolver } from '../../build/bundle.ts';
import { contextWith, fixedHost } from '../../local/appsync/testing/evaluate.ts';
import { loadCode } from '../../local/appsync/runtime/index.ts';
import type { Evaluation, LoadedCode, ResolverContext } from '../../local/appsync/types.ts';
import { actor, caller } from './rows.ts';

/** What a test says of a context; the rest is that of {@link caller}. */
export type Given = Partial<ResolverContext>;

/** The handlers of one file, run as AppSync runs them: its bundle, in the language that AppSync has. */
export interface Handlers {
  request: (given?: Given) => Evaluation;
  response: (given?: Given) => Evaluation;
}

const projectRoot = resolve(import.meta.dirname, '../..');
const loaded = new Map<string, Promise<LoadedCode>>();

/**
 * The handlers of `resolvers/<name>.ts`. The clock stands at {@link NOW}, every new id is {@link NEW_ID}, and `requireActive` has let the caller on.
 * @param name such as `Query.device` or `steps/requireActive`
 */
export async function handlersOf(name: string): Promise<Handlers> {
  const file = `resolvers/${name}.ts`;
  const loading = loaded.get(name) ?? bundleResolver(projectRoot, file).then((code) => loadCode(code, file, fixedHost));
  loaded.set(name, loading);
  const code = await loading;
  const [parentTypeName = '', fieldName = ''] = name.startsWith('steps/') ? ['Query', 'any'] : name.split('.');
  const context = (given: Given): ResolverContext => {
    const { info } = contextWith();
    return contextWith({ identity: caller, stash: { actor }, info: { ...info, parentTypeName, fieldName }, ...given });
  };
  return {
    request: (given = {}) => code.evaluate('request', context(given)),
    response: (given = {}) => code.evaluate('response', context(given)),
  };
}

/** The `info` of a field of `parentTypeName` below which `selectionSetGraphQL` is selected. */
export function infoOf(parentTypeName: string, fieldName: string, selectionSetGraphQL = ''): ResolverContext['info'] {
  return { ...contextWith().info, parentTypeName, fieldName, selectionSetGraphQL };
}

/** `errorType: message` of a run that failed; `none` of one that did not. */
export function failureOf({ error }: Evaluation): string {
  return error ? `${error.errorType ?? ''}: ${error.message}` : 'none';
}

/** What the data source answers when it fails. */
export const outage = { result: null, error: { type: 'DynamoDB:InternalServerError', message: 'table sonde-secret' } };

/** What clients are told of an {@link outage}. */
export const INTERNAL =
  'InternalError: Something went wrong on our side. Ask again; if it stays so, tell the operator the time of the request.';

/** What AppSync makes of a transaction that was refused for its item at `index`, as a rule for the condition. */
export function cancelled(index: number, items: number, item?: object, type = 'ConditionalCheckFailed') {
  const cancellationReasons = Array.from({ length: items }, (_, position) =>
    position === index
      ? { type, message: 'The request failed', ...(item && { item }) }
      : { type: 'None', message: 'None' },
  );
  return {
    result: { keys: null, cancellationReasons },
    error: { type: 'DynamoDB:TransactionCanceledException', message: 'Transaction cancelled' },
  };
}
