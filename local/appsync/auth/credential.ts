import { RequestRefused, unauthorized } from './caller.ts';
import type { AuthorizationMode } from './caller.ts';

/** What a request says that it proves its caller by: nothing of it is believed yet. */
export type Credential =
  { mode: 'API_KEY'; key: string } | { mode: 'AWS_IAM' } | { mode: 'AMAZON_COGNITO_USER_POOLS'; token: string };

export const NOT_PROVIDED = 'Valid authorization header not provided.';
const SIGNATURE = 'AWS4-HMAC-SHA256';

/**
 * The credential among a request's headers. An API key wins over the `Authorization` header where the API takes keys, and is overlooked where it does
 * not. Where an API has one mode, the header is that mode's, whatever it looks like; where it has several, its form tells which.
 * Throws a `RequestRefused` where there is none.
 * Source: Configuring authorization and authentication; aws/aws-appsync-community issue 169 and aws-amplify/amplify-js issue 8545 (both headers),
 * 984 and 1311 (IAM alone).
 * @param headers by lower-case name
 * @param modes of the API, one for each provider
 */
export function readCredential(
  headers: Readonly<Record<string, string>>,
  modes: readonly AuthorizationMode[],
): Credential {
  const key = headers['x-api-key'] ?? '';
  if (key !== '' && modes.includes('API_KEY')) return { mode: 'API_KEY', key };
  const authorization = (headers.authorization ?? '').trim();
  const mode = modes.length === 1 ? modes[0] : modeOf(authorization);
  if (authorization === '') throw mode === 'AWS_IAM' ? unsigned() : unauthorized(NOT_PROVIDED);
  if (mode === undefined || mode === 'API_KEY' || !modes.includes(mode)) throw unauthorized(NOT_PROVIDED);
  return mode === 'AWS_IAM' ? { mode } : { mode, token: authorization.replace(/^Bearer\s+/i, '') };
}

function modeOf(authorization: string): AuthorizationMode | undefined {
  if (authorization === '') return undefined;
  return authorization.startsWith(SIGNATURE) ? 'AWS_IAM' : 'AMAZON_COGNITO_USER_POOLS';
}

const unsigned = () => new RequestRefused('MissingAuthenticationTokenException', 'Missing Authentication Token', 403);
