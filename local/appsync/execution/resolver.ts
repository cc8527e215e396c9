import type { Log } from '../../shared/log.ts';
import { internalFailure } from '../common-errors.ts';
import type { SyncConfig } from '../sync-config.ts';
import type {
  DataSource,
  DataSourceAnswer,
  Evaluation,
  Invocation,
  LoadedCode,
  ResolverContext,
  ResolverError,
  SubscriptionFilter,
} from '../types.ts';
import type { FieldRun } from './batches.ts';
import type { Deadline } from './deadline.ts';
import { FieldError } from './errors.ts';

/** A handler pair and the data source between its request and its response. */
export interface Step {
  /** What tells it from every other: `Type.field` of a unit resolver, the id of a pipeline's function. */
  name: string;
  code: LoadedCode;
  dataSource: DataSource;
  /** The most requests of siblings that are sent at once, where the request asks for that; none is set by 0. */
  maxBatchSize?: number;
  syncConfig?: SyncConfig;
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

export interface RunOptions {
  deadline: Deadline;
  effects: Effects;
  log: Log;
  /** This run among those of its siblings. */
  run: FieldRun;
}

/**
 * Runs a resolver once. Rejects with a {@link FieldError} where a handler called `util.error` or the time is up; an error of the data
 * source alone fails nothing: the response handler sees it as `ctx.error` and decides.
 * Source: JavaScript resolvers overview; Runtime utilities (`earlyReturn`).
 */
export async function runResolver(
  resolver: Resolver,
  base: BaseContext,
  { deadline, effects, log, run }: RunOptions,
): Promise<unknown> {
  let stash: Record<string, unknown> = {};

  function evaluate(
    code: LoadedCode,
    handler: 'request' | 'response',
    prev: ResolverContext['prev'],
    answer?: DataSourceAnswer,
  ): Outcome {
    const { result = null, error = null } = answer ?? {};
    const context: ResolverContext = { ...base, stash, prev, result, error, outErrors: effects.appendedErrors };
    const evaluation = code.evaluate(handler, context);
    stash = evaluation.stash;
    collect(evaluation, effects);
    if (evaluation.error) throw new FieldError(evaluation.error);
    const value = evaluation.result ?? null;
    return evaluation.earlyReturn ? { value, early: evaluation.earlyReturn.skipTo } : { value };
  }

  async function invoke(step: Step, index: number, request: unknown): Promise<DataSourceAnswer> {
    const invocation: Invocation = {
      step: step.name,
      field: { typeName: base.info.parentTypeName, fieldName: base.info.fieldName },
      arguments: base.arguments,
      identity: base.identity,
      siblings: run.siblings(index, step.maxBatchSize ?? 0),
      ...(step.syncConfig && { syncConfig: step.syncConfig }),
    };
    try {
      return await deadline.race(() => step.dataSource.invoke(request, invocation));
    } catch (error) {
      if (error instanceof FieldError) throw error;
      log.error(`The data source of ${base.info.parentTypeName}.${base.info.fieldName} failed`, error);
      throw new FieldError(internalFailure);
    }
  }

  async function runStep(step: Step, index: number, prev: ResolverContext['prev']): Promise<Outcome> {
    const request = evaluate(step.code, 'request', prev);
    if (request.early) return request;
    return evaluate(step.code, 'response', prev, await invoke(step, index, request.value));
  }

  if (resolver.kind === 'UNIT') return (await runStep(resolver, 0, null)).value;

  let last = evaluate(resolver.code, 'request', null);
  // An early return of the resolver's own request handler skips every function, whatever it names.
  if (!last.early) {
    for (const [index, step] of resolver.functions.entries()) {
      last = await runStep(step, index, { result: last.value });
      if (last.early === 'END') break;
    }
  }
  return evaluate(resolver.code, 'response', { result: last.value }, { result: last.value }).value;
}

function collect(evaluation: Evaluation, effects: Effects): void {
  effects.appendedErrors.push(...evaluation.appendedErrors);
  effects.invalidations.push(...evaluation.invalidations);
  Object.assign(effects.responseHeaders, evaluation.responseHeaders);
  if (evaluation.subscriptionFilter) effects.subscriptionFilter = evaluation.subscriptionFilter;
  if (evaluation.subscriptionInvalidationFilter)
    effects.subscriptionInvalidationFilter = evaluation.subscriptionInvalidationFilter;
}
