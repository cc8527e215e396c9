import type { Log } from '../../shared/log.ts';
import type {
  DataSource,
  DataSourceAnswer,
  Evaluation,
  LoadedCode,
  ResolverContext,
  ResolverError,
  SubscriptionFilter,
} from '../types.ts';
import type { Deadline } from './deadline.ts';
import { FieldError } from './errors.ts';

/** A handler pair and the data source between its request and its response. */
export interface Step {
  code: LoadedCode;
  dataSource: DataSource;
}

export type Resolver = ({ kind: 'UNIT' } & Step) | { kind: 'PIPELINE'; code: LoadedCode; functions: readonly Step[] };

/** The part of a handler's context that is the same throughout one run of a resolver. */
export type BaseContext = Omit<ResolverContext, 'stash' | 'prev' | 'result' | 'error' | 'outErrors'>;

/** What a run left behind beside its value: also of a run that failed half-way. */
export interface Effects {
  appendedErrors: ResolverError[];
  invalidations: Evaluation['invalidations'][number][];
  responseHeaders: Record<string, string>;
  subscriptionFilter?: SubscriptionFilter;
  subscriptionInvalidationFilter?: SubscriptionFilter;
}

export const noEffects = (): Effects => ({ appendedErrors: [], invalidations: [], responseHeaders: {} });

interface Outcome {
  value: unknown;
  /** The handler ended early: what follows in the same step is skipped. */
  early?: 'END' | 'NEXT';
}

/**
 * Runs a resolver once. Rejects with a {@link FieldError} where a handler called `util.error` or the time is up; an error of the data
 * source alone fails nothing: the response handler sees it as `ctx.error` and decides.
 * Source: JavaScript resolvers overview; Runtime utilities (`earlyReturn`).
 */
export async function runResolver(
  resolver: Resolver,
  base: BaseContext,
  { deadline, effects, log }: { deadline: Deadline; effects: Effects; log: Log },
): Promise<unknown> {
  let stash: Record<string, unknown> = {};

  function evaluate(
    code: LoadedCode,
    handler: 'request' | 'response',
    prev: unknown,
    answer?: DataSourceAnswer,
  ): Outcome {
    const context: ResolverContext = { ...base, stash, prev: { result: prev ?? null }, outErrors: effects.appendedErrors };
    if (answer) context.result = answer.result;
    if (answer?.error) context.error = answer.error;
    const evaluation = code.evaluate(handler, context);
    stash = evaluation.stash;
    collect(evaluation, effects);
    if (evaluation.error) throw new FieldError(evaluation.error);
    const value = evaluation.result ?? null;
    return evaluation.earlyReturn ? { value, early: evaluation.earlyReturn.skipTo } : { value };
  }

  async function invoke(dataSource: DataSource, request: unknown): Promise<DataSourceAnswer> {
    try {
      return await deadline.race(dataSource.invoke(request));
    } catch (error) {
      if (error instanceof FieldError) throw error;
      log.error(`The data source of ${base.info.parentTypeName}.${base.info.fieldName} failed`, error);
      throw new FieldError({ message: 'Internal failure', errorType: 'InternalFailure' });
    }
  }

  async function runStep({ code, dataSource }: Step, prev: unknown): Promise<Outcome> {
    const request = evaluate(code, 'request', prev);
    if (request.early) return request;
    return evaluate(code, 'response', prev, await invoke(dataSource, request.value));
  }

  if (resolver.kind === 'UNIT') return (await runStep(resolver, null)).value;

  let last = evaluate(resolver.code, 'request', null);
  // An early return of the resolver's own request handler skips every function, whatever it names.
  if (!last.early) {
    for (const step of resolver.functions) {
      last = await runStep(step, last.value);
      if (last.early === 'END') break;
    }
  }
  return evaluate(resolver.code, 'response', last.value, { result: last.value }).value;
}

function collect(evaluation: Evaluation, effects: Effects): void {
  effects.appendedErrors.push(...evaluation.appendedErrors);
  effects.invalidations.push(...evaluation.invalidations);
  Object.assign(effects.responseHeaders, evaluation.responseHeaders);
  if (evaluation.subscriptionFilter) effects.subscriptionFilter = evaluation.subscriptionFilter;
  if (evaluation.subscriptionInvalidationFilter)
    effects.subscriptionInvalidationFilter = evaluation.subscriptionInvalidationFilter;
}
