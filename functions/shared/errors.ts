/** The kinds of error that a client sees as `errorType`. */
export type ErrorType =
  | 'ValidationError'
  | 'NotFoundError'
  | 'ConflictError'
  | 'Unauthorized'
  | 'LimitExceededError'
  | 'TimeoutError'
  | 'InternalError';

/** An error that is the client's to read: its message says what is wrong and what would be right, and nothing of the inside. */
export class SondeError extends Error {
  readonly type: ErrorType;
  /** What the client may need beside the message, such as the current row of a conflict. */
  readonly data: unknown;

  constructor(type: ErrorType, message: string, options: { data?: unknown; cause?: unknown } = {}) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.name = type;
    this.type = type;
    this.data = options.data;
  }
}

/** What a client or a person reads of an error that is not theirs: the log has the rest under the request id. */
export function internalMessage(requestId: string): string {
  return `Something went wrong on our side; request ${requestId}`;
}
