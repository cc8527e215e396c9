import { FieldError } from './errors.ts';

/** The moment after which AppSync gives up on a request. */
export interface Deadline {
  /** Settles as `work` does, or rejects with a field's time-out error. Once that is past, no `work` is begun. */
  race<T>(work: () => Promise<T>): Promise<T>;
  /** Must be called when the request is done. */
  clear(): void;
}

/** Source: AWS AppSync endpoints and quotas (request execution time: 30 seconds). */
const REQUEST_TIMEOUT_MS = 30_000;

export function deadline(milliseconds: number = REQUEST_TIMEOUT_MS): Deadline {
  let isPast = false;
  let expire: (error: FieldError) => void = () => undefined;
  const expired = new Promise<never>((_, reject) => (expire = reject));
  // Without a listener of its own, a deadline that nobody waits for would end the process.
  expired.catch(() => undefined);
  const timer = setTimeout(() => {
    isPast = true;
    expire(new FieldError({ message: 'Execution timed out.', errorType: 'ExecutionTimeout' }));
  }, milliseconds);
  timer.unref();
  return {
    race: (work) => (isPast ? expired : Promise.race([work(), expired])),
    clear: () => {
      clearTimeout(timer);
    },
  };
}
