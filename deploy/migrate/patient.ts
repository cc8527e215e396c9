import { setTimeout as wait } from 'node:timers/promises';
import { backoff } from '../../functions/shared/concurrency.ts';
import { SondeError } from '../../functions/shared/errors.ts';
import { asError } from '../../functions/shared/logger.ts';
import type {
  ReadingReader,
  ReadingWriter,
  ReceivedReading,
  WriteResult,
} from '../../functions/shared/readings/store.ts';

const ATTEMPTS = 10;

/** Waits before retry `attempt`, from 1. */
export type Pause = (attempt: number) => Promise<unknown>;

export const waiting: Pause = (attempt) => wait(backoff(attempt + 2));

/** What is read of a store. */
export type Source = Pick<ReadingReader, 'page' | 'periods'>;
/** Stores readings; answers those that the store will never take. Rejects where the others could not be stored. */
export type Target = (readings: readonly ReceivedReading[]) => Promise<WriteResult['rejected']>;

/** Asks again where the store was asked too much, took too long or broke off. */
export function patientSource(reader: Source, pause: Pause = waiting): Source {
  return {
    page: (query) => again(() => reader.page(query), pause),
    periods: (query) => again(() => reader.periods(query), pause),
  };
}

/** Writes again what was perhaps not stored. */
export function patientTarget(writer: ReadingWriter, pause: Pause = waiting): Target {
  return async (readings) => {
    const rejected: { index: number; reason: string }[] = [];
    let indexes = readings.map((_, index) => index);
    for (let attempt = 1; ; attempt++) {
      const written = await writer.write(indexes.flatMap((index) => readings[index] ?? []));
      const indexOf = (index: number): number => indexes[index] ?? -1;
      rejected.push(...written.rejected.map(({ index, reason }) => ({ index: indexOf(index), reason })));
      const [first] = written.retryable;
      if (!first) return rejected.sort((one, other) => one.index - other.index);
      if (attempt === ATTEMPTS)
        throw new Error(
          `${written.retryable.length} readings could not be written in ${ATTEMPTS} attempts: ${first.cause.message}`,
          { cause: first.cause },
        );
      indexes = written.retryable.map(({ index }) => indexOf(index));
      await pause(attempt);
    }
  };
}

async function again<T>(ask: () => Promise<T>, pause: Pause): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await ask();
    } catch (error) {
      if (attempt === ATTEMPTS || !mayPass(asError(error))) throw error;
      await pause(attempt);
    }
  }
}

/** The SDK's clients have tried what is theirs to try; a right or a table that is missing stays so. */
function mayPass(error: Error): boolean {
  if (error instanceof SondeError) return error.type === 'TimeoutError' || error.type === 'LimitExceededError';
  return /Throttl|ServiceUnavailable|InternalServer|Timeout|ECONNRESET|EPIPE|ProvisionedThroughput/i.test(
    `${error.name} ${'code' in error ? String(error.code) : ''} ${error.message}`,
  );
}
