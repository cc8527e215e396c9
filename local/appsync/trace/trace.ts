import type { Caller } from '../auth/caller.ts';
import type { Evaluation, ResolverContext } from '../types.ts';

/** What is known of a resolver's code. */
export interface CodeName {
  /** `Type.field`, or what a pipeline's function is called. */
  name: string;
  /** Of the resolver whose own code it is; absent for a pipeline's function. */
  kind?: 'UNIT' | 'PIPELINE';
}

/** Something that happened in the run of a resolver, in the order of time. Times are in ms. */
export type TraceEvent =
  | {
      type: 'handler';
      code: CodeName;
      handler: 'request' | 'response';
      evaluation: Evaluation;
      ms: number;
      lines: string[];
    }
  | { type: 'data source'; name: string; kind: string; answer: unknown; error?: unknown; ms: number };

/** One run of a field's resolver. */
export interface FieldTrace {
  field: string;
  arguments: ResolverContext['arguments'];
  identity: ResolverContext['identity'];
  events: TraceEvent[];
}

/** A query or mutation over HTTP, or a subscription that was asked for. */
export interface RequestTrace {
  /** In the order of their start. */
  fields: Map<object, FieldTrace>;
  caller?: Caller;
  /** What became of subscriptions: who was told, and whose was ended. */
  notices: string[];
}
