import type { JWTPayload } from 'jose';
import type { ClaimChanges, GroupClaims, TokenChanges } from '../triggers/pre-token-generation.ts';
import type { SignIn } from '../store.ts';

export const USER_ADMIN_SCOPE = 'aws.cognito.signin.user.admin';

/** Claims that a trigger can't set or take away: "Pre token generation Lambda trigger", claims that can't be modified. */
const FIXED = [
  'acr',
  'amr',
  'at_hash',
  'auth_time',
  'azp',
  'cognito:groups',
  'cognito:preferred_role',
  'cognito:roles',
  'cognito:username',
  'event_id',
  'exp',
  'iat',
  'identities',
  'iss',
  'jti',
  'nbf',
  'nonce',
  'origin_jti',
  'sub',
  'token_use',
];
const FIXED_ID = new Set([...FIXED, 'aud']);
const FIXED_ACCESS = new Set([...FIXED, 'client_id', 'device_key', 'scope', 'username', 'version']);

/** What both tokens of one answer have in common. Times are seconds since the epoch. */
export interface TokenBase {
  issuer: string;
  sub: string;
  username: string;
  signIn: SignIn;
  /** Whether tokens can be revoked: only then do they carry their ids. */
  revocable: boolean;
  issuedAt: number;
}

function shared({ issuer, sub, signIn, revocable, issuedAt }: TokenBase, expiresIn: number, jti: string): JWTPayload {
  return {
    sub,
    iss: issuer,
    ...(revocable && { origin_jti: signIn.originJti }),
    event_id: signIn.eventId,
    auth_time: signIn.authTime,
    iat: issuedAt,
    exp: issuedAt + expiresIn,
    ...(revocable && { jti }),
  };
}

export interface IdTokenParts {
  base: TokenBase;
  /** Seconds. */
  expiresIn: number;
  jti: string;
  /** The user's attributes that the client may read. */
  attributes: Readonly<Record<string, string>>;
  groups: GroupClaims;
  changes: ClaimChanges;
}

/** The claims of an ID token ("Understanding the identity (ID) token"). */
export function idTokenClaims({ base, expiresIn, jti, attributes, groups, changes }: IdTokenParts): JWTPayload {
  const claims = Object.entries(attributes).map(([name, value]): [string, unknown] => [name, claimValue(name, value)]);
  return change(
    {
      ...Object.fromEntries<unknown>(claims),
      ...shared(base, expiresIn, jti),
      'cognito:username': base.username,
      ...(groups.groups.length > 0 && { 'cognito:groups': groups.groups }),
      ...(groups.roles.length > 0 && { 'cognito:roles': groups.roles }),
      ...(groups.preferredRole !== null && { 'cognito:preferred_role': groups.preferredRole }),
      aud: base.signIn.clientId,
      token_use: 'id',
    },
    changes,
    FIXED_ID,
  );
}

export interface AccessTokenParts {
  base: TokenBase;
  /** Seconds. */
  expiresIn: number;
  jti: string;
  groups: GroupClaims;
  changes: TokenChanges;
}

/** The claims of an access token ("Understanding the access token"). */
export function accessTokenClaims({ base, expiresIn, jti, groups, changes }: AccessTokenParts): JWTPayload {
  const scopes = [USER_ADMIN_SCOPE, ...changes.scopesToAdd].filter(
    (scope) => !changes.scopesToSuppress.includes(scope),
  );
  return change(
    {
      ...shared(base, expiresIn, jti),
      client_id: base.signIn.clientId,
      ...(groups.groups.length > 0 && { 'cognito:groups': groups.groups }),
      token_use: 'access',
      scope: [...new Set(scopes)].join(' '),
      username: base.username,
    },
    changes.access,
    FIXED_ACCESS,
  );
}

function change(claims: JWTPayload, { add, suppress }: ClaimChanges, fixed: ReadonlySet<string>): JWTPayload {
  const kept = Object.entries(claims).filter(([name]) => fixed.has(name) || !suppress.includes(name));
  const added = Object.entries(add).filter(([name]) => !fixed.has(name) && !suppress.includes(name));
  return Object.fromEntries([...kept, ...added]);
}

/** The two attributes that are booleans in tokens, though strings everywhere else. */
function claimValue(name: string, value: string): string | boolean {
  return name === 'email_verified' || name === 'phone_number_verified' ? value === 'true' : value;
}
