import vm from 'node:vm';
import * as v from 'valibot';
import type { Evaluation, LoadedCode } from '../types.ts';
import { findRejections, toScript } from './bundle.ts';
import { toCodeError } from './code-error.ts';
import type { CodeRejected } from './code-rejected.ts';
import { nodeHost, type RuntimeHost } from './host.ts';
import { moduleTable } from './library/index.ts';
import { sharedRealm } from './realm.ts';
import { HandlerFailed, ReturnedEarly, startRun, type Run } from './run.ts';

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
  const { text, imports, prefixLength } = toScript(source);
  const script = new vm.Script(text, { filename: fileName, columnOffset: -prefixLength });
  const factory: unknown = script.runInContext(realm.context);
  const importsText = JSON.stringify(imports.map(({ module, imported }) => [module, imported]));

  return {
    evaluate(handler, context) {
      const run = startRun(context, host);
      realm.current = run;
      const outcome = outcomeOf(() => realm.run(factory, importsText, handler, JSON.stringify(context)), fileName);
      const stash = v.parse(v.record(v.string(), v.unknown()), JSON.parse(realm.takeStash()));
      realm.current = undefined;
      return { ...outcome, ...effectsOf(run), stash };
    },
  };
}

/** Everything for which AppSync would refuse to save `source`, by line. Empty for good code. */
export function checkCode(source: string, fileName: string): CodeRejected[] {
  return findRejections(source, fileName, moduleTable);
}

type Outcome = Pick<Evaluation, 'result' | 'error' | 'earlyReturn'>;

function outcomeOf(run: () => string | undefined, fileName: string): Outcome {
  try {
    const text = run();
    return { result: text === undefined ? null : (JSON.parse(text) as unknown) };
  } catch (error) {
    if (error instanceof HandlerFailed) return { error: error.error };
    if (error instanceof ReturnedEarly) return { result: error.value ?? null, earlyReturn: { skipTo: error.skipTo } };
    const codeError = toCodeError(error, fileName);
    if (!codeError) throw error;
    return { error: codeError };
  }
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
