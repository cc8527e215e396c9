import { describe, expect, it } from 'vitest';
import type { AuthorizationMode } from './caller.ts';
import { RequestRefused } from './caller.ts';
import { readCredential } from './credential.ts';

const POOL = 'AMAZON_COGNITO_USER_POOLS';
const token = { authorization: 'a.b.c' };
const signature = { authorization: 'AWS4-HMAC-SHA256 Credential=a' };
const key = { 'x-api-key': 'da2-key' };

function read(headers: Readonly<Record<string, string>>, modes: readonly AuthorizationMode[]) {
  try {
    return readCredential(headers, modes);
  } catch (error) {
    if (error instanceof RequestRefused) return `${error.status} ${error.errorType}: ${error.message}`;
    throw error;
  }
}

const NOTHING = '401 UnauthorizedException: Valid authorization header not provided.';
const UNSIGNED = '403 MissingAuthenticationTokenException: Missing Authentication Token';
const byKey = { mode: 'API_KEY', key: 'da2-key' };
const byToken = { mode: POOL, token: 'a.b.c' };
const bySignature = { mode: 'AWS_IAM' };

describe('which header proves the caller', () => {
  it.each<[string, Readonly<Record<string, string>>, readonly AuthorizationMode[], object | string]>([
    // One mode: the header is its, whatever it looks like.
    ['a token, of users', token, [POOL], byToken],
    ['a signature, of users', signature, [POOL], { mode: POOL, token: signature.authorization }],
    ['a key, of users', key, [POOL], NOTHING],
    ['nothing, of users', {}, [POOL], NOTHING],
    ['a token, of roles', token, ['AWS_IAM'], bySignature],
    ['a signature, of roles', signature, ['AWS_IAM'], bySignature],
    ['a key, of roles', key, ['AWS_IAM'], UNSIGNED],
    ['nothing, of roles', {}, ['AWS_IAM'], UNSIGNED],
    ['a key, of keys', key, ['API_KEY'], byKey],
    ['a token, of keys', token, ['API_KEY'], NOTHING],
    ['a signature, of keys', signature, ['API_KEY'], NOTHING],
    ['nothing, of keys', {}, ['API_KEY'], NOTHING],
    // Several: its form tells.
    ['a token, of all', token, [POOL, 'AWS_IAM', 'API_KEY'], byToken],
    ['a signature, of all', signature, [POOL, 'AWS_IAM', 'API_KEY'], bySignature],
    ['a key, of all', key, [POOL, 'AWS_IAM', 'API_KEY'], byKey],
    ['nothing, of all', {}, [POOL, 'AWS_IAM', 'API_KEY'], NOTHING],
    ['a token, of roles and keys', token, ['AWS_IAM', 'API_KEY'], NOTHING],
    ['a signature, of users and keys', signature, [POOL, 'API_KEY'], NOTHING],
    ['a signature, of two pools', signature, [POOL, POOL], NOTHING],
    ['a key, of users and roles', key, [POOL, 'AWS_IAM'], NOTHING],
    // Two headers: the key wins where it is taken at all.
    ['a token and a key, of all', { ...token, ...key }, [POOL, 'AWS_IAM', 'API_KEY'], byKey],
    ['a signature and a key, of all', { ...signature, ...key }, [POOL, 'AWS_IAM', 'API_KEY'], byKey],
    ['a token and a key, of users', { ...token, ...key }, [POOL], byToken],
    ['a signature and a key, of users and roles', { ...signature, ...key }, [POOL, 'AWS_IAM'], bySignature],
    ['a token and an empty key, of all', { ...token, 'x-api-key': '' }, [POOL, 'API_KEY'], byToken],
    ['a blank token', { authorization: ' ' }, [POOL], NOTHING],
    ['a token as Bearer', { authorization: 'Bearer a.b.c' }, [POOL, 'AWS_IAM'], byToken],
    ['a token as bearer', { authorization: 'bearer  a.b.c' }, [POOL], byToken],
  ])('%s', (_, headers, modes, expected) => {
    expect(read(headers, modes)).toEqual(expected);
    expect(read(headers, [...modes].reverse())).toEqual(expected);
  });
});
