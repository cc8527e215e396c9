import { SondeError } from '../shared/errors.ts';

/** Below AppSync's 30 s, with room for the wait between two attempts, which nothing cuts short. In ms. */
const TIME_LIMIT = 18_000;

/** What is left of a request that was aborted, or throttled until its last attempt. Source: CommonErrors of the Amazon Cognito user pools API. */
const OUT_OF_TIME = ['AbortError', 'TimeoutError', 'ThrottlingException', 'TooManyRequestsException'];

/**
 * Runs what must be done while somebody waits.
 * @throws SondeError `TimeoutError` where the services were too busy for it
 */
export async function inTime<T>(run: (abortSignal: AbortSignal) => Promise<T>, timeLimit = TIME_LIMIT): Promise<T> {
  try {
    return await run(AbortSignal.timeout(timeLimit));
  } catch (error) {
    if (!(error instanceof Error) || !OUT_OF_TIME.includes(error.name)) throw error;
    throw new SondeError('TimeoutError', 'The user pool takes too many requests at the moment.', { cause: error });
  }
}
