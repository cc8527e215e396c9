import * as v from 'valibot';
import type { JsonOperations } from '../../shared/json-service.ts';
import type { Context } from '../context.ts';
import { invalidParameter } from '../errors.ts';
import { AccessToken, PoolId, Username, parse } from '../input.ts';
import { getPool } from '../pools/pools.ts';
import { sessionLifetime } from '../sign-in/admit.ts';
import { getClient } from '../pools/clients.ts';
import { authenticate } from '../tokens/access-token.ts';
import { changeUser, getUser } from '../users/directory.ts';
import { provenToken, requireSoftwareTokens, withPreference, type FactorSettings } from './software-token.ts';
import { createSecret } from './totp.ts';

const Session = v.pipe(v.string(), v.minLength(20), v.maxLength(2048));
const Associate = v.object({ AccessToken: v.optional(AccessToken), Session: v.optional(Session) });
const Verify = v.object({
  ...Associate.entries,
  UserCode: v.pipe(v.string(), v.regex(/^[0-9]{6}$/)),
  FriendlyDeviceName: v.optional(v.pipe(v.string(), v.maxLength(131_072))),
});
type Verify = v.InferOutput<typeof Verify>;

const Settings = v.optional(
  v.object({ Enabled: v.optional(v.boolean(), false), PreferredMfa: v.optional(v.boolean(), false) }),
);
const Preferences = v.object({
  SMSMfaSettings: Settings,
  SoftwareTokenMfaSettings: Settings,
  EmailMfaSettings: Settings,
});
type Preferences = v.InferOutput<typeof Preferences>;

/** How a person sets up an authenticator app ("TOTP software token MFA"): signed in, or as the last step of a sign-in that demands it. */
export function softwareTokenOperations(context: Context): JsonOperations {
  return {
    async AssociateSoftwareToken(input) {
      const { AccessToken: token, Session: session } = parse(Associate, input);
      if (session !== undefined && token === undefined) return associateInSession(context, session);
      const { pool, user } = await authenticate(context, oneOf(token, session));
      requireSoftwareTokens(pool);
      const secret = createSecret();
      await changeUser(context, pool, user.username, (current) => ({ ...current, unverifiedSecret: secret }));
      return { SecretCode: secret };
    },

    async VerifySoftwareToken(input) {
      const request = parse(Verify, input);
      const { AccessToken: token, Session: session } = request;
      if (session !== undefined && token === undefined) return verifyInSession(context, session, request);
      const { pool, user } = await authenticate(context, oneOf(token, session));
      requireSoftwareTokens(pool);
      await changeUser(context, pool, user.username, ({ unverifiedSecret: secret, ...current }) => {
        if (secret === undefined) throw invalidParameter('User has not set up software token mfa');
        const proven = provenToken(secret, request.UserCode, request.FriendlyDeviceName, context.clock());
        const { enabled = false, preferred = false } = current.softwareToken ?? {};
        return { ...current, softwareToken: { ...proven, enabled, preferred } };
      });
      return { Status: 'SUCCESS' };
    },

    async SetUserMFAPreference(input) {
      const { AccessToken: token } = parse(v.object({ AccessToken }), input);
      const preferences = parse(Preferences, input);
      const { pool, user } = await authenticate(context, token);
      const missing = user.unverifiedSecret === undefined ? 'set up' : 'verified';
      await prefer(context, preferences, (wanted) =>
        changeUser(context, pool, user.username, (current) =>
          withPreference(current, wanted, `User has not ${missing} software token mfa`),
        ),
      );
      return {};
    },
  };
}

/** What an administrator sets for a user. */
export function factorAdministration(context: Context): JsonOperations {
  return {
    async AdminSetUserMFAPreference(input) {
      const { UserPoolId, Username: name } = parse(v.object({ UserPoolId: PoolId, Username }), input);
      const preferences = parse(Preferences, input);
      const pool = await getPool(context, UserPoolId);
      const { username } = await getUser(context, pool, name);
      await prefer(context, preferences, (wanted) =>
        changeUser(context, pool, username, (current) =>
          withPreference(current, wanted, undeliverable('SOFTWARE_TOKEN_MFA')),
        ),
      );
      return {};
    },
  };
}

function oneOf(token: string | undefined, session: string | undefined): string {
  if (token === undefined || session !== undefined)
    throw invalidParameter('Either AccessToken or Session must be given, and not both.');
  return token;
}

const undeliverable = (factor: string) => `User does not have delivery config set to turn on ${factor}`;

/** Nobody here has a telephone, nor does a pool send codes of sign-in by e-mail. */
async function prefer(
  context: Context,
  { SMSMfaSettings, EmailMfaSettings, SoftwareTokenMfaSettings }: Preferences,
  change: (wanted: FactorSettings) => Promise<unknown>,
): Promise<void> {
  if (SMSMfaSettings?.Enabled) throw invalidParameter(undeliverable('SMS_MFA'));
  if (EmailMfaSettings?.Enabled) throw invalidParameter(undeliverable('EMAIL_OTP'));
  if (SoftwareTokenMfaSettings) await change(SoftwareTokenMfaSettings);
}

/** A new secret for somebody whose sign-in waits for it. Each answer has a session that takes the place of the one before. */
async function associateInSession(context: Context, handle: string): Promise<object> {
  const { sessions } = context;
  const { clientId, userId } = sessions.find(['MFA_SETUP'], handle);
  const { client, pool } = await getClient(context, clientId);
  requireSoftwareTokens(pool);
  sessions.use(handle);
  const secret = createSecret();
  const Session = sessions.open({ kind: 'MFA_SETUP', clientId, userId, secret }, sessionLifetime(client));
  return { SecretCode: secret, Session };
}

/** The session survives a wrong code, so that the person can look at the app again. */
async function verifyInSession(context: Context, handle: string, request: Verify): Promise<object> {
  const { clientId, userId, secret } = context.sessions.find(['MFA_SETUP'], handle);
  const { client, pool } = await getClient(context, clientId);
  requireSoftwareTokens(pool);
  if (secret === undefined) throw invalidParameter('User has not set up software token mfa');
  const token = provenToken(secret, request.UserCode, request.FriendlyDeviceName, context.clock());
  context.sessions.use(handle);
  await changeUser(context, pool, userId, (current) => ({ ...current, softwareToken: token }));
  const Session = context.sessions.open({ kind: 'MFA_VERIFIED', clientId, userId }, sessionLifetime(client));
  return { Status: 'SUCCESS', Session };
}
