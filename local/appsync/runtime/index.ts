import vm from 'node:vm';
import * as v from 'valibot';
import type { Evaluation, LoadedCode } from '../types.ts';
import { findRejections } from './check.ts';
import { positionOfCall, toCodeError } from './code-error.ts';
import type { CodeRejected } from './code-rejected.ts';
import { EVALUATED_LIMIT } from './features.ts';
import { nodeHost, type RuntimeHost } from './host.ts';
import { library, moduleTable } from './library/index.ts';
import { sharedRealm } from './realm.ts';
import { HandlerFailed, ReturnedEarly, startRun, type Callee, type Run } from './run.ts';
import { toScript, type Script } from './script.ts';

export { CodeRejected } from './code-rejected.ts';
export type { RuntimeHost } from './host.ts';

/**
 * Loads the code of a resolver or a pipeline function, to run it as APPSYNC_JS 1.0.0 does.
 * @param source a bundle: an ES module that imports from `@aws-appsync/utils…` and exports `request` and `response`
 * @param fileName for messages
 * @throws {CodeRejected} the first reason for which AppSync would refuse to save the code
 */
export function loadCode(source: string, fileName: string, host: RuntimeHost = nodeHost): LoadedCode {
  const [rejection] = checkCode(source, fileName);
  if (rejection) throw rejection;
  return loadGoodCode(source, fileName, host);
}

/** As {@link loadCode}, for code in which {@link checkCode} has found nothing. */
export function loadGoodCode(source: string, fileName: string, host: RuntimeHost): LoadedCode {
  const realm = sharedRealm();
  const script = toScript(source);
  const compiled = new vm.Script(script.text, { filename: fileName, columnOffset: -script.prefixLength });
  const factory: unknown = compiled.runInContext(realm.context);
  const importsText = JSON.stringify(script.imports.map(({ module, imported }) => [module, imported]));
  const columnOf = (line: number, column: number): number => script.columnOf(line, column);
  const position = (callee: Callee): string => positionOfCall(callee, fileName, columnOf);

  return {
    evaluate(handler, context) {
      const run = startRun(handler, context, host, position);
      realm.current = run;
      const outcome = outcomeOf(
        () => realm.run(factory, importsText, handler, JSON.stringify(context)),
        script,
        fileName,
      );
      const left = outcomeOf(() => realm.takeStash(), script, fileName);
      realm.current = undefined;
      const stash = v.parse(anyObject, left.result ?? {});
      return { ...(left.error ? { error: left.error } : outcome), ...effectsOf(run), stash };
    },
  };
}

/** Everything for which AppSync would refuse to save `source`, in the order of the text. Empty for good code. */
export function checkCode(source: string, fileName: string): CodeRejected[] {
  return findRejections(source, fileName, { exports: moduleTable, parts: library });
}

/** Of any names: the stash is what the code leaves in it. */
const anyObject = v.custom<Record<string, unknown>>((value) => typeof value === 'object' && value !== null);

type Outcome = Pick<Evaluation, 'result' | 'error' | 'earlyReturn'>;

function outcomeOf(run: () => string | undefined, script: Script, fileName: string): Outcome {
  try {
    const text = run();
    if (text === undefined) return { result: null };
    return isTooLarge(text) ? { error: tooLarge } : { result: JSON.parse(text) as unknown };
  } catch (error) {
    if (error instanceof HandlerFailed) return { error: error.error };
    if (error instanceof ReturnedEarly) return { result: error.value ?? null, earlyReturn: { skipTo: error.skipTo } };
    const codeError = toCodeError(error, fileName, (line, column) => script.columnOf(line, column));
    if (!codeError) throw error;
    return { error: codeError };
  }
}

/** As AppSync words it for a mapping template (awslabs/aws-mobile-appsync-sdk-js issue 124). */
const tooLarge = {
  message: 'Transformation too large',
  errorType: 'MappingTemplate',
  data: null,
  errorInfo: null,
} as const;

function isTooLarge(text: string): boolean {
  // A character is at most three bytes.
  return text.length * 3 > EVALUATED_LIMIT && Buffer.byteLength(text) > EVALUATED_LIMIT;
}

function effectsOf(run: Run): Omit<Evaluation, 'stash' | keyof Outcome> {
  return {
    appendedErrors: run.appendedErrors,
    invalidations: run.invalidations,
    responseHeaders: run.responseHeaders,
    ...(run.subscriptionFilter && { subscriptionFilter: run.subscriptionFilter }),
    ...(run.subscriptionInvalidationFilter && { subscriptionInvalidationFilter: run.subscriptionInvalidationFilter }),
  };
}
