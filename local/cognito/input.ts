import * as v from 'valibot';
import { invalidParameter } from './errors.ts';

/** Parses an operation's input, or refuses it with `InvalidParameterException` and the members that are wrong. */
export function parse<const Schema extends v.GenericSchema>(schema: Schema, input: unknown): v.InferOutput<Schema> {
  const result = v.safeParse(schema, input);
  if (result.success) return result.output;
  const wrong = result.issues.map((issue) => `${v.getDotPath(issue) ?? 'the request'}: ${issue.message}`);
  throw invalidParameter(
    `${wrong.length} validation error${wrong.length > 1 ? 's' : ''} detected: ${wrong.join('; ')}`,
  );
}

export const PoolId = v.pipe(v.string(), v.regex(/^[\w-]+_[0-9a-zA-Z]+$/), v.maxLength(55));
export const ClientId = v.pipe(v.string(), v.regex(/^[\w+]+$/), v.maxLength(128));
export const Username = v.pipe(v.string(), v.regex(/^[\p{L}\p{M}\p{S}\p{N}\p{P}]+$/u), v.maxLength(128));
export const GroupName = v.pipe(v.string(), v.regex(/^[\p{L}\p{M}\p{S}\p{N}\p{P}]+$/u), v.maxLength(128));
export const Password = v.pipe(v.string(), v.minLength(1), v.maxLength(256));
export const Code = v.pipe(v.string(), v.regex(/^\S+$/), v.maxLength(2048));
export const AccessToken = v.pipe(v.string(), v.minLength(1));
export const ClientMetadata = v.optional(v.record(v.string(), v.string()), {});

export const AttributeName = v.pipe(v.string(), v.minLength(1), v.maxLength(32));
/** `[{Name, Value}]` as a map. */
export const Attributes = v.pipe(
  v.array(v.object({ Name: AttributeName, Value: v.optional(v.pipe(v.string(), v.maxLength(2048)), '') })),
  v.transform((list) => Object.fromEntries(list.map(({ Name, Value }) => [Name, Value]))),
);

/** `Limit`/`NextToken` paging over a list that is in a stable order. Tokens are positions. */
export function page<T>(
  items: readonly T[],
  limit: number,
  token: string | undefined,
): { items: readonly T[]; next: string | undefined } {
  const from = token === undefined ? 0 : Number(token);
  if (!Number.isSafeInteger(from) || from < 0) throw invalidParameter('Invalid pagination token.');
  return {
    items: items.slice(from, from + limit),
    next: from + limit < items.length ? String(from + limit) : undefined,
  };
}

/** AWS JSON has times as seconds since the epoch. */
export const seconds = (milliseconds: number) => milliseconds / 1000;
