import * as v from 'valibot';
import type { JsonOperations } from '../../shared/json-service.ts';
import type { Context } from '../context.ts';
import { invalidParameter, notSupported, userNotFound, wrongCredentials } from '../errors.ts';
import { ClientId, ClientMetadata, Password, Username, parse } from '../input.ts';
import type { AuthFlow } from '../pools/client-settings.ts';
import { getClient, hidesUsers } from '../pools/clients.ts';
import { passwordMatches } from '../srp/srp.ts';
import { key, type Client } from '../store.ts';
import { refresh } from '../tokens/refresh.ts';
import { checkMutable, checkSchema, checkWritable } from '../users/attributes.ts';
import { account, changeUser, findUser } from '../users/directory.ts';
import { checkPolicy, withPassword } from '../users/passwords.ts';
import { admit, secondFactor, type Attempt, type AuthAnswer } from './admit.ts';
import { decoy } from './decoy.ts';
import { countAttempt } from './lock-out.ts';
import { finishSetup, finishSoftwareToken } from './second-factor.ts';
import { finishSrp, startSrp } from './secure-remote-password.ts';

const Parameters = v.optional(v.record(v.string(), v.string()), {});
/** Its ClientMetadata reaches none of the triggers here: AWS gives it to pre and custom authentication, not to the token trigger. */
const InitiateAuth = v.object({ ClientId, AuthFlow: v.string(), AuthParameters: Parameters });
const Respond = v.object({
  ClientId,
  ChallengeName: v.string(),
  ChallengeResponses: Parameters,
  Session: v.optional(v.string()),
  ClientMetadata,
});
const NamedPassword = v.object({ USERNAME: Username, PASSWORD: Password });
const NewPassword = v.looseObject({ USERNAME: Username, NEW_PASSWORD: Password });

export function signInOperations(context: Context): JsonOperations {
  return {
    async InitiateAuth(input) {
      const { ClientId: clientId, AuthFlow: flow, AuthParameters } = parse(InitiateAuth, input);
      const attempt = { ...(await getClient(context, clientId)), clientMetadata: {} };
      switch (flow) {
        case 'USER_SRP_AUTH':
          requireFlow(attempt.client, 'ALLOW_USER_SRP_AUTH', 'USER_SRP_AUTH is not enabled for the client.');
          return startSrp(context, attempt, AuthParameters);
        case 'USER_PASSWORD_AUTH':
          requireFlow(
            attempt.client,
            'ALLOW_USER_PASSWORD_AUTH',
            'USER_PASSWORD_AUTH flow not enabled for this client',
          );
          return withNameAndPassword(context, attempt, AuthParameters);
        case 'REFRESH_TOKEN_AUTH':
        case 'REFRESH_TOKEN':
          requireFlow(attempt.client, 'ALLOW_REFRESH_TOKEN_AUTH', 'Auth flow not enabled for this client');
          return withRefreshToken(context, attempt, AuthParameters);
        default:
          throw notSupported(`The flow ${flow}`);
      }
    },

    async RespondToAuthChallenge(input) {
      const request = parse(Respond, input);
      const attempt = { ...(await getClient(context, request.ClientId)), clientMetadata: request.ClientMetadata };
      switch (request.ChallengeName) {
        case 'PASSWORD_VERIFIER':
          return finishSrp(context, attempt, request.ChallengeResponses);
        case 'NEW_PASSWORD_REQUIRED':
          return setNewPassword(context, attempt, request.Session ?? '', request.ChallengeResponses);
        case 'SOFTWARE_TOKEN_MFA':
          return finishSoftwareToken(context, attempt, request.Session ?? '', request.ChallengeResponses);
        case 'MFA_SETUP':
          return finishSetup(context, attempt, request.Session ?? '', request.ChallengeResponses);
        default:
          throw notSupported(`The challenge ${request.ChallengeName}`);
      }
    },
  };
}

function requireFlow({ settings }: Client, flow: AuthFlow, refusal: string): void {
  if (!settings.ExplicitAuthFlows.includes(flow)) throw invalidParameter(refusal);
}

/** The same work is done for an unknown user as for one with another password, so that time tells no more than words. */
async function withNameAndPassword(context: Context, attempt: Attempt, parameters: unknown): Promise<AuthAnswer> {
  const { USERNAME, PASSWORD } = parse(NamedPassword, parameters);
  const { pool, client } = attempt;
  const user = await findUser(context, pool, USERNAME);
  if (!user && !hidesUsers(client)) throw userNotFound();
  const invented = decoy(pool, USERNAME);
  const id = account(pool, user?.username ?? invented.userId);
  await countAttempt(context, pool, id.userId);
  const matches = passwordMatches(id, user?.password ?? invented.password, PASSWORD);
  if (!matches || !user?.password) throw wrongCredentials();
  return admit(context, attempt, user);
}

async function withRefreshToken(context: Context, attempt: Attempt, parameters: unknown): Promise<AuthAnswer> {
  const { REFRESH_TOKEN } = parse(v.object({ REFRESH_TOKEN: v.string() }), parameters);
  return {
    AuthenticationResult: await refresh(context, { ...attempt, token: REFRESH_TOKEN }),
    ChallengeParameters: {},
  };
}

/** The session survives a refused password, so that the person can think of another. */
async function setNewPassword(
  context: Context,
  attempt: Attempt,
  session: string,
  responses: unknown,
): Promise<AuthAnswer> {
  const { pool, client } = attempt;
  const { NEW_PASSWORD, ...rest } = parse(NewPassword, responses);
  const { userId } = context.sessions.find(['NEW_PASSWORD_REQUIRED'], session, client.id);
  const user = await context.store.users.get(key(pool.id, userId));
  if (user?.status !== 'FORCE_CHANGE_PASSWORD') throw wrongCredentials();
  const attributes = newAttributes(rest);
  checkSchema(pool, attributes);
  checkWritable(client, attributes);
  checkMutable(pool, user, attributes);
  checkPolicy(pool, NEW_PASSWORD);
  context.sessions.use(session);

  const confirmed = await changeUser(context, pool, userId, (current) => ({
    ...withPassword(pool, current, NEW_PASSWORD),
    status: 'CONFIRMED',
    attributes: { ...current.attributes, ...attributes },
  }));
  return secondFactor(context, attempt, confirmed, 'TokenGeneration_NewPasswordChallenge');
}

/** The challenge's answers `userAttributes.<name>` as attributes. */
function newAttributes(responses: Readonly<Record<string, unknown>>): Readonly<Record<string, string>> {
  const prefix = 'userAttributes.';
  return Object.fromEntries(
    Object.entries(responses).flatMap(([name, value]) =>
      name.startsWith(prefix) && typeof value === 'string' ? [[name.slice(prefix.length), value]] : [],
    ),
  );
}
