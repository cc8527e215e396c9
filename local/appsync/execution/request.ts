import * as v from 'valibot';
import { anyNames } from '../../shared/record.ts';
import { RequestRefused } from '../auth/caller.ts';

/** What a client sends, over HTTP or in a WebSocket's `start`. */
export interface GraphQLRequest {
  query: string;
  operationName?: string | null | undefined;
  variables?: Readonly<Record<string, unknown>> | null | undefined;
}

/** As deep as Jackson, which Java's services read JSON with, goes by default. */
const MAX_NESTING = 1000;

const Body = v.object({
  query: v.string(),
  // An empty name is none, as for graphql-java.
  operationName: v.nullish(
    v.pipe(
      v.string(),
      v.transform((name) => (name === '' ? null : name)),
    ),
  ),
  variables: v.nullish(v.pipe(anyNames(v.unknown()), v.check<Record<string, unknown>>(isNestedWithinLimit))),
});

/** What is nested beyond what coercion has stack for is no value that anybody means. */
function isNestedWithinLimit(value: Readonly<Record<string, unknown>>): boolean {
  let level: object[] = [value];
  for (let depth = 0; depth < MAX_NESTING; depth++) {
    level = level.flatMap((each): unknown[] => Object.values(each)).filter(isObject);
    if (level.length === 0) return true;
  }
  return false;
}

const isObject = (value: unknown): value is object => typeof value === 'object' && value !== null;

/** @throws RequestRefused (400) where the text is empty, not JSON, or not a GraphQL request. */
export function parseGraphQLRequest(text: string): GraphQLRequest {
  if (text.trim() === '') throw malformed('Request body is empty.');
  return parsed(v.pipe(v.string(), v.parseJson(), Body), text.replace(/^\uFEFF/, ''));
}

/** What a `GET` asks in its query string. @throws RequestRefused (400) where that is not a GraphQL request */
export function readGraphQLRequest(parameters: URLSearchParams): GraphQLRequest {
  const asked = Object.fromEntries(parameters);
  const Variables = v.pipe(v.string(), v.parseJson(), Body.entries.variables);
  return parsed(v.object({ ...Body.entries, variables: v.optional(Variables) }), asked);
}

function parsed<T>(schema: v.GenericSchema<unknown, T>, input: unknown): T {
  const result = v.safeParse(schema, input);
  if (!result.success) throw malformed('Unable to parse GraphQL query.');
  return result.output;
}

export const malformed = (message: string): RequestRefused =>
  new RequestRefused('MalformedHttpRequestException', message, 400);
