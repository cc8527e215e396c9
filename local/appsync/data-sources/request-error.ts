import * as v from 'valibot';
import type { DataSourceAnswer } from '../types.ts';
import type { RoleNotAssumed } from './acting-as.ts';

/** A request that a data source refuses before it calls its service: type `MappingTemplate`. */
export class RequestError extends Error {}

/** A request that no service got, for there is no role to send it with. */
export function notAssumed({ message }: RoleNotAssumed): DataSourceAnswer {
  return { result: null, error: { message, type: 'UnauthorizedException' } };
}

export function refusedRequest(error: RequestError): DataSourceAnswer {
  return { result: null, error: { message: error.message, type: 'MappingTemplate' } };
}

/**
 * Parses what a request handler returned.
 * @param at path to `value` from the request, such as `[update]`
 * @throws {RequestError} in AppSync's words, which aws/aws-appsync-community issues 110 and 341 show
 */
export function parseRequest<Schema extends v.GenericSchema>(
  schema: Schema,
  value: unknown,
  at = '',
): v.InferOutput<Schema> {
  const result = v.safeParse(schema, value);
  if (result.success) return result.output;
  const [issue] = result.issues;
  const path = `$${at}${(issue.path ?? []).map(({ key }) => `[${String(key)}]`).join('')}`;
  if (issue.expected === 'never') throw new RequestError(`Unsupported element '${path}'.`);
  if (issue.received === 'undefined') throw new RequestError(`Value for field '${path}' not found.`);
  throw new RequestError(`Invalid value for field '${path}': ${issue.message}`);
}

export function notSupported(what: string): RequestError {
  return new RequestError(`not supported here: ${what}`);
}
