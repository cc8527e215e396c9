import * as v from 'valibot';
import { AwsError } from '../shared/aws-error.ts';

export function validationError(message: string): AwsError {
  return new AwsError('ValidationException', message);
}

/** For a table that is not there, in operations on items. */
export function notFound(): AwsError {
  return new AwsError('ResourceNotFoundException', 'Requested resource not found');
}

/** For a table that is not there, in operations on tables. */
export function tableNotFound(name: string): AwsError {
  return new AwsError('ResourceNotFoundException', `Requested resource not found: Table: ${name} not found`);
}

/** What dynalite throws and hands to callbacks: the body of the response. The capital is its own, for some exceptions. */
const dynaliteError = v.object({
  statusCode: v.number(),
  body: v.union([
    v.pipe(
      v.object({ __type: v.string(), message: v.string() }),
      v.transform(({ __type, message }) => ({ __type, message })),
    ),
    v.pipe(
      v.object({ __type: v.string(), Message: v.string() }),
      v.transform(({ __type, Message }) => ({ __type, message: Message })),
    ),
  ]),
});

/** An error of dynalite as the exception that DynamoDB answers; whatever else it is, as it is. */
export function toAwsError(error: unknown): Error {
  const parsed = v.safeParse(dynaliteError, error);
  if (!parsed.success) return error instanceof Error ? error : new Error(String(error));
  const { body, statusCode } = parsed.output;
  return new AwsError(body.__type.split('#').at(-1) ?? body.__type, body.message, {}, statusCode);
}
