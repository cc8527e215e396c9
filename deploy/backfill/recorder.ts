import { setTimeout as wait } from 'node:timers/promises';
import * as v from 'valibot';
import { backoff } from '../../functions/shared/concurrency.ts';
import type { RecordedReadings, RecordReadingsInput } from '../../schema/generated/types.ts';

/** Records readings by one call of the API; rejects as `request` of the examples does. */
export type Call = (input: RecordReadingsInput) => Promise<RecordedReadings>;
/** Answers what became of readings, or why none of them may be stored. Rejects where it makes no sense to go on. */
export type Recorder = (input: RecordReadingsInput) => Promise<RecordedReadings | { reason: string }>;

const ATTEMPTS = 10;
/** Refused for what they are: the same readings would be refused again. */
const FINAL = ['NotFoundError', 'ValidationError'];
/** Refused for who asks. */
const HOPELESS = ['Unauthorized', 'UnauthorizedException'];

/** What Amplify rejects with. */
const Refusal = v.object({
  errors: v.pipe(v.array(v.object({ message: v.string(), errorType: v.nullish(v.string()) })), v.minLength(1)),
});

/** Tries again what was throttled, came too late or got lost: to record the same twice is harmless. @param pause waits before retry `attempt`, from 1 */
export function patientRecorder(
  call: Call,
  pause: (attempt: number) => Promise<unknown> = (attempt) => wait(backoff(attempt + 1)),
): Recorder {
  return async (input) => {
    for (let attempt = 1; ; attempt++) {
      try {
        return await call(input);
      } catch (error) {
        const { message, type } = refusalOf(error);
        if (type !== undefined && FINAL.includes(type)) return { reason: message };
        if (attempt === ATTEMPTS || (type !== undefined && HOPELESS.includes(type)))
          throw new Error(message, { cause: error });
        await pause(attempt);
      }
    }
  };
}

function refusalOf(error: unknown): { message: string; type?: string | undefined } {
  const parsed = v.safeParse(Refusal, error);
  if (!parsed.success) return { message: error instanceof Error ? error.message : JSON.stringify(error) };
  const [first] = parsed.output.errors;
  return { message: first?.message ?? '', type: first?.errorType ?? undefined };
}
