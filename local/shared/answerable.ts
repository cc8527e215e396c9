import { AwsError } from './aws-error.ts';

/**
 * What is said of an error to who asked: it itself where it is AWS's, or that the service is unavailable where its database has been closed meanwhile.
 * Then the end found a request half done, which is as after a kill. Undefined for any other, which is a fault of ours.
 */
export function answerable(error: unknown): AwsError | undefined {
  if (error instanceof AwsError) return error;
  const isClosed = error instanceof Error && 'code' in error && CLOSED.has(error.code);
  return isClosed ? new AwsError('ServiceUnavailable', 'Service is unable to handle request.', {}, 503) : undefined;
}

const CLOSED: ReadonlySet<unknown> = new Set(['LEVEL_DATABASE_NOT_OPEN', 'LEVEL_ITERATOR_NOT_OPEN']);
