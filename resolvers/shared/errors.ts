import { util, type Context } from '@aws-appsync/utils';

/** Ends with a ValidationError. `message` says what is wrong and what would be right. */
export function invalid(message: string): never {
  util.error(message, 'ValidationError');
}

/** Ends with a LimitExceededError. `message` says which limit, what it is, and when there will be room again. */
export function limitExceeded(message: string): never {
  util.error(message, 'LimitExceededError');
}

/** Ends with a NotFoundError. One of another organization is not found either: nobody learns that it exists. */
export function notFound(noun: string, id: string): never {
  const shown = id.length > 64 ? `${id.slice(0, 64)}…` : id;
  util.error(`There is no ${noun} with the id "${shown}".`, 'NotFoundError');
}

/**
 * Ends with a ConflictError that carries the current row, so that the caller can merge and ask again.
 * @param data the row in the shape of what the field answers, where that is another: AppSync cuts an error's data to what is selected of the field
 */
export function conflict(noun: string, current: { version: number }, data: object = current): never {
  util.error(
    `The ${noun} has been changed meanwhile and is at version ${current.version}: look at what it is now, in this error's data, and send that version as expectedVersion.`,
    'ConflictError',
    data,
  );
}

/** Ends with an InternalError if the data source failed. The cause goes to the log, never to the client. */
export function checkDataSource(ctx: Context): void {
  if (ctx.error) internalError(ctx);
}

/** Ends with an InternalError; `cause`, or else the data source's own words, go to the log. */
export function internalError(ctx: Context, cause: unknown = ctx.error): never {
  console.error({ field: `${ctx.info.parentTypeName}.${ctx.info.fieldName}`, error: cause });
  util.error(
    'Something went wrong on our side. Ask again; if it stays so, tell the operator the time of the request.',
    'InternalError',
  );
}
