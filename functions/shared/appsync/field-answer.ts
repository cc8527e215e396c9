import { internalMessage, SondeError } from '../errors.ts';
import type { ErrorType } from '../errors.ts';
import type { Log } from '../logger.ts';
import { asError } from '../logger.ts';

/** What a function answers a resolver. An error is an answer too: AppSync would hide the type of one that is thrown. */
export type FieldAnswer<T> = { data: T } | { error: { type: ErrorType; message: string; data?: unknown } };

/** The answer that `make` gives, or the error that a client may see; any other one goes to the log. Never rejects. */
export async function fieldAnswer<T>(
  make: () => Promise<T>,
  { requestId, log }: { requestId: string; log: Log },
): Promise<FieldAnswer<T>> {
  try {
    return { data: await make() };
  } catch (error) {
    if (error instanceof SondeError && error.type !== 'InternalError') {
      const { type, message, data } = error;
      return { error: { type, message, ...(data !== undefined && { data }) } };
    }
    log.error('The field could not be answered', { error: asError(error) });
    return { error: { type: 'InternalError', message: internalMessage(requestId) } };
  }
}
