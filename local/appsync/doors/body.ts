import * as v from 'valibot';
import { anyNames } from '../../shared/record.ts';
import { RequestRefused } from '../auth/caller.ts';
import { malformed } from '../execution/document.ts';
import type { GraphQLRequest } from '../execution/document.ts';

/** Source: AWS AppSync endpoints and quotas (request mapping 1 MB; response 5 MB). */
const MAX_REQUEST_BYTES = 1024 * 1024;
export const MAX_RESPONSE_BYTES = 5 * 1024 * 1024;

const Body = v.object({
  query: v.string(),
  operationName: v.nullish(v.string()),
  variables: v.nullish(anyNames(v.unknown())),
});

/** Reads a request's body as text. Rejects with 413 where it is too large. */
export async function readBody(request: Request): Promise<string> {
  const text = await request.text();
  if (Buffer.byteLength(text) > MAX_REQUEST_BYTES)
    throw new RequestRefused('RequestEntityTooLargeException', 'The request body is larger than 1 MB.', 413);
  return text;
}

/** @throws RequestRefused (400) where the text is empty, not JSON, or not a GraphQL request. */
export function parseGraphQLRequest(text: string): GraphQLRequest {
  if (text.trim() === '') throw malformed('Request body is empty.');
  const parsed = v.safeParse(v.pipe(v.string(), v.parseJson(), Body), text);
  if (!parsed.success) throw malformed('Unable to parse GraphQL query.');
  return parsed.output;
}
