import * as v from 'valibot';

/** What Sonde's API says that is wrong, `NetworkError` where it cannot be reached, and `OtherIdentity` where it was not asked. */
export type ApiErrorType =
  | 'ValidationError'
  | 'NotFoundError'
  | 'ConflictError'
  | 'Unauthorized'
  | 'LimitExceededError'
  | 'TimeoutError'
  | 'InternalError'
  | 'NetworkError'
  | 'OtherIdentity';

const TYPES: Readonly<Record<string, ApiErrorType>> = {
  ValidationError: 'ValidationError',
  NotFoundError: 'NotFoundError',
  ConflictError: 'ConflictError',
  Unauthorized: 'Unauthorized',
  UnauthorizedException: 'Unauthorized',
  LimitExceededError: 'LimitExceededError',
  TimeoutError: 'TimeoutError',
  NetworkError: 'NetworkError',
};

/** An error of the API. `message` is its own, in English: what is wrong, and what would be right. */
export class ApiError extends Error {
  override readonly name = 'ApiError';
  readonly type: ApiErrorType;
  /** What the error brings for a program, such as the current row of a conflict, as far as the operation selects it. */
  readonly data: unknown;
  /** What else the error brings, such as the limit that was exceeded. */
  readonly info: unknown;

  constructor({ type, message, data, info }: { type: ApiErrorType; message: string; data?: unknown; info?: unknown }) {
    super(message);
    this.type = type;
    this.data = data;
    this.info = info;
  }
}

const text = v.nullish(v.string());
const Rejection = v.object({
  errors: v.pipe(
    v.array(
      v.object({
        message: text,
        errorType: text,
        data: v.optional(v.unknown()),
        errorInfo: v.optional(v.unknown()),
        originalError: v.nullish(v.object({ name: text, message: text })),
      }),
    ),
    v.minLength(1),
  ),
});

/** What has errors in it, such as an answer or what Amplify's client rejects with, as an {@link ApiError}; anything else as it is. */
export function apiErrorOf(answer: unknown): unknown {
  const parsed = v.safeParse(Rejection, answer);
  if (!parsed.success) return answer;
  const [error] = parsed.output.errors;
  if (!error) return answer;
  const named = error.errorType ?? error.originalError?.name;
  // What AppSync itself says of a value that is none of its type has a message alone.
  const unnamed = error.message?.startsWith('Variable ') ? 'ValidationError' : 'InternalError';
  const type = TYPES[named ?? ''] ?? unnamed;
  return new ApiError({ type, message: error.message ?? '', data: error.data, info: error.errorInfo });
}

/**
 * To catch what Amplify's functions for the user pool reject with.
 * @throws it as it is; that the pool was not reached, which Amplify names in a way of its own, as an {@link ApiError}
 */
export function throwOfPool(error: unknown): never {
  const isNetwork = error instanceof Error && error.name === 'NetworkError';
  throw isNetwork ? new ApiError({ type: 'NetworkError', message: error.message }) : error;
}

/** Whether it is an error of the API, of this type. */
export function isApiError(error: unknown, type?: ApiErrorType): error is ApiError {
  return error instanceof ApiError && (type === undefined || error.type === type);
}
