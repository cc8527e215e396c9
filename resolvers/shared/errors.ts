import { util, type Context } from '@aws-appsync/utils';

/** Ends with a ValidationError. `message` says what is wrong and what would be right. */
export function invalid(message: string): never {
  util.error(message, 'ValidationError');
}

/** Ends with a NotFoundError. One of another organization is not found either: nobody learns that it exists. */
export function notFound(noun: string, id: string): never {
  util.error(`There is no ${noun} with the id "${id}".`, 'NotFoundError');
}

/** Ends with a ConflictError that carries the current row, so that the caller can merge and ask again. */
export function conflict(noun: string, current: { version: number }): never {
  util.error(
    `The ${noun} has been changed meanwhile and is at version ${current.version}: look at what it is now, in this error's data, and send that version as expectedVersion.`,
    'ConflictError',
    current,
  );
}

/** Ends with an InternalError if the data source failed. The cause goes to the log, never to the client. */
export function checkDataSource(ctx: Context): void {
  if (ctx.error) internalError(ctx);
}

/** Ends with an InternalError; the data source's own words go to the log. */
export function internalError(ctx: Context): never {
  console.error({ field: `${ctx.info.parentTypeName}.${ctx.info.fieldName}`, error: ctx.error });
  util.error(
    'Something went wrong on our side. Ask again; if it stays so, tell the operator the time of the request.',
    'InternalError',
  );
}

/**
 * Ends as a failed condition on `version` means: NotFoundError where there is no row, ConflictError with the row where there is another version.
 * AppSync reads the current item itself when the condition of a PutItem, UpdateItem or DeleteItem fails, and gives it as `ctx.result`.
 */
export function checkVersion(ctx: Context, noun: string, id: string, shape: (row: never) => { version: number }): void {
  if (!ctx.error) return;
  if (ctx.error.type !== 'DynamoDB:ConditionalCheckFailedException') internalError(ctx);
  if (!ctx.result) notFound(noun, id);
  conflict(noun, shape(ctx.result as never));
}
