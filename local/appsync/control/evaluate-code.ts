import { isDeepStrictEqual } from 'node:util';
import * as v from 'valibot';
import { anyNames } from '../../shared/record.ts';
import { CODE_FILE } from '../runtime/code-library.ts';
import { loadGoodCode, type RuntimeHost } from '../runtime/index.ts';
import { unauthorized } from '../runtime/library/util.ts';
import type { ResolverContext, ResolverError } from '../types.ts';
import { codeError } from './code.ts';
import type { ControlOperations } from './control.ts';
import { runtime } from './records.ts';
import { badRequest, parseInput } from './refusals.ts';

/** API Reference, `EvaluateCode`. */
const evaluation = v.object({
  runtime,
  code: v.pipe(v.string(), v.minLength(1), v.maxLength(32_768)),
  context: v.pipe(v.string(), v.minLength(2), v.maxLength(28_000)),
  function: v.optional(v.picklist(['request', 'response']), 'request'),
});
const values = v.optional(anyNames(v.unknown()), {});
const texts = v.optional(anyNames(v.string()), {});
const outError = v.object({
  message: v.string(),
  errorType: v.optional(v.nullable(v.string()), null),
  data: v.optional(v.unknown(), null),
  errorInfo: v.optional(v.unknown(), null),
});
/** What a context leaves out is empty. Who asks is whoever the context says: nobody checks it. */
const contextSchema = v.pipe(
  v.string(),
  v.parseJson(),
  anyNames(v.unknown()),
  v.object({
    arguments: v.optional(anyNames(v.unknown())),
    args: v.optional(anyNames(v.unknown())),
    source: v.optional(v.unknown(), null),
    identity: v.optional(
      v.custom<ResolverContext['identity']>((identity) => typeof identity === 'object'),
      null,
    ),
    request: v.optional(v.object({ headers: texts, domainName: v.optional(v.nullable(v.string()), null) }), {}),
    info: v.optional(
      v.object({
        fieldName: v.optional(v.string(), ''),
        parentTypeName: v.optional(v.string(), ''),
        variables: values,
        selectionSetList: v.optional(v.array(v.string()), []),
        selectionSetGraphQL: v.optional(v.string(), ''),
      }),
      {},
    ),
    stash: values,
    prev: v.optional(v.object({ result: v.optional(v.unknown(), null) }), {}),
    result: v.optional(v.unknown()),
    error: v.optional(v.object({ message: v.string(), type: v.string() })),
    env: texts,
    outErrors: v.optional(v.array(outError), []),
  }),
);

/** Runs a handler on a context that the caller makes up: for tests of resolvers. */
export const evaluateCodeOperations: ControlOperations = ({ code: library, host }) => ({
  EvaluateCode: {
    route: 'POST /v1/dataplane-evaluatecode',
    run(input) {
      const asked = parseInput(evaluation, input);
      const codeErrors = library.check(asked.code).map(codeError);
      if (codeErrors.length > 0) return { error: { message: 'The code contains one or more errors.', codeErrors } };
      const logs: string[] = [];
      const onConsole: RuntimeHost['onConsole'] = (level, line) => {
        logs.push(`${level} - ${line}`);
      };
      const loaded = loadGoodCode(asked.code, CODE_FILE, { ...host, onConsole });
      const context = readContext(asked.context);
      const { result, error, stash, appendedErrors } = loaded.evaluate(asked.function, context);
      return {
        ...(error
          ? { error: { message: messageOf(error, context) } }
          : { evaluationResult: JSON.stringify(result ?? null) }),
        logs,
        stash: JSON.stringify(stash),
        outErrors: JSON.stringify(appendedErrors),
      };
    },
  },
});

function readContext(text: string): ResolverContext {
  const parsed = v.safeParse(contextSchema, text);
  if (!parsed.success) throw badRequest(`context: ${parsed.issues[0].message}`);
  const { args, arguments: given = args ?? {}, result, error, ...rest } = parsed.output;
  return { ...rest, arguments: given, ...(result !== undefined && { result }), ...(error && { error }) };
}

/** What an evaluation says of `util.unauthorized` alone: there is no field (localstack/appsync-utils, whose tests record AWS). */
function messageOf(error: ResolverError, { info }: ResolverContext): string {
  return isDeepStrictEqual(error, unauthorized(info)) ? 'Unauthorized' : error.message;
}
