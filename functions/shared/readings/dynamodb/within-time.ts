import { setMaxListeners } from 'node:events';
import {
  ProvisionedThroughputExceededException,
  RequestLimitExceeded,
  ThrottlingException,
} from '@aws-sdk/client-dynamodb';
import { SondeError } from '../../errors.ts';

/** What DynamoDB says of too many requests. Source: DynamoDB Developer Guide, "Error handling with DynamoDB". */
const THROTTLES = [ProvisionedThroughputExceededException, RequestLimitExceeded, ThrottlingException];

/**
 * Answers a question within a time, in ms.
 * @throws SondeError `TimeoutError`, or `LimitExceededError` where retries did not help; what else the question rejects with, as it is
 */
export async function withinTime<T>(timeLimit: number, question: (signal: AbortSignal) => Promise<T>): Promise<T> {
  const deadline = AbortSignal.timeout(timeLimit);
  // Each request listens to it while it is under way: Node takes more than ten for a leak, and says so.
  setMaxListeners(Infinity, deadline);
  try {
    return await question(deadline);
  } catch (error) {
    if (deadline.aborted)
      throw new SondeError(
        'TimeoutError',
        `The query took longer than ${timeLimit / 1000} s; ask for a shorter period, or for fewer metrics`,
        { cause: error },
      );
    if (THROTTLES.some((throttle) => error instanceof throttle))
      throw new SondeError('LimitExceededError', 'Too many queries at once; try again in a few seconds', {
        cause: error,
      });
    throw error;
  }
}
