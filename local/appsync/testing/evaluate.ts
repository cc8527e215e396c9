import type { Evaluation, ResolverContext } from '../types.ts';
import type { RuntimeHost } from '../runtime/host.ts';
import { loadCode } from '../runtime/index.ts';
import { silentLog } from '../../shared/log.ts';

/** A host whose clock stands still and whose bytes count up. */
export const fixedHost: RuntimeHost = {
  clock: () => 1_517_943_695_750,
  randomBytes: (count) => Uint8Array.from({ length: count }, (_byte, index) => index),
  log: silentLog,
};

export function contextWith(members: Partial<ResolverContext> = {}): ResolverContext {
  return {
    arguments: {},
    source: null,
    identity: null,
    request: { headers: {}, domainName: null },
    info: {
      fieldName: 'device',
      parentTypeName: 'Query',
      variables: {},
      selectionSetList: [],
      selectionSetGraphQL: '',
    },
    stash: {},
    prev: { result: null },
    env: {},
    outErrors: [],
    ...members,
  };
}

/** A module whose request handler has `body`, and whose response handler has `responseBody`. */
export function moduleOf(body: string, responseBody = 'return ctx.result;'): string {
  return `import { util, extensions, runtime } from '@aws-appsync/utils';
import * as ddb from '@aws-appsync/utils/dynamodb';
export function request(ctx) { ${body} }
export function response(ctx) { ${responseBody} }`;
}

/** Runs a request handler with `body` as its text. */
export function run(body: string, context: ResolverContext = contextWith(), host: RuntimeHost = fixedHost): Evaluation {
  return loadCode(moduleOf(body), 'test.js', host).evaluate('request', context);
}

/** Runs a response handler with `body` as its text, of a field of `typeName`. */
export function respond(body: string, typeName: string, context: ResolverContext = contextWith()): Evaluation {
  const ofType = { ...context, info: { ...context.info, parentTypeName: typeName } };
  return loadCode(moduleOf('return {};', body), 'test.js', fixedHost).evaluate('response', ofType);
}

/** The value of an expression in APPSYNC_JS. */
export function valueOf(expression: string, context?: ResolverContext): unknown {
  const { result, error } = run(`return ${expression};`, context);
  if (error) throw new Error(error.message);
  return result;
}
