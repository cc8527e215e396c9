import { AwsError } from '../shared/aws-error.ts';
import { accountSuspended, internalError, messageRejected, sendingPaused, sendingRateExceeded } from './errors.ts';

/** What can befall a send. `lostAnswer`: the mail goes out, and its sender gets an internal error all the same. */
export type FaultName = 'throttled' | 'rejected' | 'suspended' | 'paused' | 'internalError' | 'lostAnswer';

interface Fault {
  readonly error: AwsError;
  readonly delivered: boolean;
}

const FAULTS: Readonly<Record<FaultName, () => Fault>> = {
  throttled: () => ({ error: sendingRateExceeded(), delivered: false }),
  rejected: () => ({ error: messageRejected('The message was rejected.'), delivered: false }),
  suspended: () => ({ error: accountSuspended(), delivered: false }),
  paused: () => ({ error: sendingPaused(), delivered: false }),
  internalError: () => ({ error: internalError('The service failed on purpose.'), delivered: false }),
  lostAnswer: () => ({ error: internalError('The service failed on purpose, after sending.'), delivered: true }),
};

/** Faults on demand, for tests of what sends mail. Each befalls one valid send, in the order in which they were asked for. */
export class Faults {
  readonly #next: Fault[] = [];

  /** Lets the next sends fail, `times` of them: in a way of SES, or with any error of its API v2. */
  next(fault: FaultName | AwsError, times = 1): void {
    const made = fault instanceof AwsError ? { error: fault, delivered: false } : FAULTS[fault]();
    for (let count = 0; count < times; count++) this.#next.push(made);
  }

  /** Forgets the faults that have not befallen a send yet. */
  clear(): void {
    this.#next.length = 0;
  }

  take(): Fault | undefined {
    return this.#next.shift();
  }
}
