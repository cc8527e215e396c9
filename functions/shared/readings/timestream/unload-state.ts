import * as v from 'valibot';

const Count = v.pipe(v.number(), v.safeInteger(), v.minValue(0));
const Key = v.pipe(v.string(), v.nonEmpty());

/** What all phases know. */
const attempt = {
  /** The number of the UNLOAD, from 1: each writes below a prefix of its own, so that what one left behind is in no other's result. */
  attempt: v.pipe(Count, v.minValue(1)),
  /** How many of them the engine began and gave up. */
  failures: Count,
  /** The measures that the table has a column for, as far as is known. */
  columns: v.object({ value: v.boolean(), text: v.boolean() }),
};

const State = v.variant('phase', [
  /** An UNLOAD is about to be started, by this worker and no other. */
  v.object({ phase: v.literal('PLANNED'), ...attempt, owner: v.string() }),
  /** It runs. Times are in ms since 1970. */
  v.object({
    phase: v.literal('RUNNING'),
    ...attempt,
    queryId: v.string(),
    startedAt: Count,
    nextToken: v.string(),
    tokenAt: Count,
  }),
  /** It may have been started, may run, and may have written its result, but cannot be asked. */
  v.object({ phase: v.literal('LOST'), ...attempt, queryId: v.optional(v.string()) }),
  /** It has written its result. */
  v.object({ phase: v.literal('WRITTEN'), ...attempt, manifest: Key }),
  /** The result has been looked at. There is no manifest where the table has no column to ask for. */
  v.object({
    phase: v.literal('DONE'),
    /** The attempt that came to this result; those before it may be writing still. */
    attempt: attempt.attempt,
    manifest: v.nullable(Key),
    rows: Count,
  }),
]);

export type UnloadState = v.InferOutput<typeof State>;
type In<Phase extends UnloadState['phase']> = Extract<UnloadState, { phase: Phase }>;
export type Planned = In<'PLANNED'>;
export type Running = In<'RUNNING'>;
export type Lost = In<'LOST'>;
export type Written = In<'WRITTEN'>;
export type Done = In<'DONE'>;
/** What goes from one phase to the next. */
export type Attempt = Pick<Planned, 'attempt' | 'failures' | 'columns'>;

const Text = v.pipe(v.string(), v.parseJson(), State);

export function parseState(text: string): UnloadState {
  return v.parse(Text, text);
}

export function writeState(state: UnloadState): string {
  return JSON.stringify(state);
}

/** @throws Error where the extraction is not done: there is nothing to read yet */
export function parseDone(text: string): Done {
  const state = parseState(text);
  if (state.phase !== 'DONE') throw new Error('The extraction is not done');
  return state;
}

export function attemptOf({ attempt, failures, columns }: Attempt): Attempt {
  return { attempt, failures, columns };
}
