import { randomUUID } from 'node:crypto';
import * as v from 'valibot';
import type { JsonOperations } from '../../shared/json-service.ts';
import type { Context } from '../context.ts';
import { codeMismatch, invalidParameter, notAuthorized, nameNotFound } from '../errors.ts';
import { Attributes, ClientId, ClientMetadata, Code, Password, Username, parse } from '../input.ts';
import { limitCalls } from '../limits.ts';
import { getClient, hidesUsers } from '../pools/clients.ts';
import { decoy } from '../sign-in/decoy.ts';
import type { Client, Pool, User } from '../store.ts';
import { postConfirmation, preSignUp } from '../triggers/sign-up.ts';
import { checkRequired, checkSchema, checkWritable, isEmail, type AttributeMap } from './attributes.ts';
import {
  pretendCode,
  pretendedAddress,
  redeemCode,
  refuseCode,
  sendCode,
  verifyEmail,
  type CodeDeliveryDetails,
} from './codes.ts';
import { addUser, changeUser, findUser, fold, signsInByEmail } from './directory.ts';
import { checkPolicy, withPassword } from './passwords.ts';

const SignUp = v.object({
  ClientId,
  Username,
  Password,
  UserAttributes: v.optional(Attributes, []),
  ValidationData: v.optional(Attributes, []),
  ClientMetadata,
});
const ConfirmSignUp = v.object({ ClientId, Username, ConfirmationCode: Code, ClientMetadata });
const Resend = v.object({ ClientId, Username, ClientMetadata });

/** A user who is not kept yet, named by `Username` or, where that is an e-mail, by the new `sub`. */
export function newUser(pool: Pool, name: string, attributes: AttributeMap, now: number): User {
  const byEmail = signsInByEmail(pool);
  if (byEmail && !isEmail(name)) throw invalidParameter('Username should be an email.');
  if (byEmail && attributes.email !== undefined && fold(attributes.email) !== fold(name))
    throw invalidParameter('User name and email must be the same.');
  const sub = randomUUID();
  return {
    poolId: pool.id,
    username: byEmail ? sub : fold(name),
    enabled: true,
    status: 'UNCONFIRMED',
    attributes: { sub, ...attributes, ...(byEmail && { email: name }) },
    pendingAttributes: {},
    groups: [],
    createdAt: now,
    updatedAt: now,
  };
}

const autoVerifiesEmail = ({ settings }: Pool) => settings.AutoVerifiedAttributes.includes('email');

export function signUpOperations(context: Context): JsonOperations {
  return {
    async SignUp(input) {
      const request = parse(SignUp, input);
      const { client, pool } = await getClient(context, request.ClientId);
      if (pool.settings.AdminCreateUserConfig.AllowAdminCreateUserOnly)
        throw notAuthorized('SignUp is not permitted for this user pool');
      checkSchema(pool, request.UserAttributes);
      checkWritable(client, request.UserAttributes);
      checkPolicy(pool, request.Password);
      const draft = newUser(pool, request.Username, request.UserAttributes, context.clock());
      checkRequired(pool, draft.attributes);

      const { sub: _, ...attributes } = draft.attributes;
      const { autoConfirm, autoVerifyEmail } = await preSignUp(context, {
        triggerSource: 'PreSignUp_SignUp',
        pool,
        clientId: client.id,
        userName: draft.username,
        attributes,
        validationData: request.ValidationData,
        clientMetadata: request.ClientMetadata,
      });
      const email = draft.attributes.email;
      const user: User = {
        ...withPassword(pool, draft, request.Password),
        status: autoConfirm ? 'CONFIRMED' : 'UNCONFIRMED',
        attributes: {
          ...draft.attributes,
          ...(email !== undefined && { email_verified: String(autoConfirm && autoVerifyEmail) }),
        },
      };
      await addUser(context, pool, user);
      const clientMetadata = request.ClientMetadata;
      if (autoConfirm)
        await postConfirmation(context, {
          triggerSource: 'PostConfirmation_ConfirmSignUp',
          pool,
          clientId: client.id,
          user,
          clientMetadata,
        });
      const delivery =
        !autoConfirm && email !== undefined && autoVerifiesEmail(pool)
          ? {
              CodeDeliveryDetails: await sendCode(context, 'confirm', email, {
                triggerSource: 'CustomMessage_SignUp',
                pool,
                clientId: client.id,
                user,
                clientMetadata,
              }),
            }
          : {};
      return { UserConfirmed: autoConfirm, UserSub: user.attributes.sub, ...delivery };
    },

    async ConfirmSignUp(input) {
      const request = parse(ConfirmSignUp, input);
      const { client, pool } = await getClient(context, request.ClientId);
      const user = await findUser(context, pool, request.Username);
      if (!user && !hidesUsers(client)) throw nameNotFound();
      const userId = user?.username ?? decoy(pool, request.Username).userId;
      await limitCalls(context, pool, userId, 'ConfirmSignUp');
      if (!user) throw await refuseCode(context, pool, userId, 'confirm');
      if (!user.enabled && hidesUsers(client)) throw codeMismatch();
      await confirmWithCode(context, pool, client, user, request);
      return {};
    },

    async ResendConfirmationCode(input) {
      const request = parse(Resend, input);
      const { client, pool } = await getClient(context, request.ClientId);
      const user = await findUser(context, pool, request.Username);
      return { CodeDeliveryDetails: await resend(context, pool, client, user, request) };
    },
  };
}

async function confirmWithCode(
  context: Context,
  pool: Pool,
  client: Client,
  { username, status }: User,
  { ConfirmationCode, ClientMetadata: clientMetadata }: v.InferOutput<typeof ConfirmSignUp>,
): Promise<void> {
  if (status !== 'UNCONFIRMED') throw notAuthorized(`User cannot be confirmed. Current status is ${status}`);
  const { email } = await redeemCode(context, pool, username, 'confirm', ConfirmationCode);
  const user = await changeUser(context, pool, username, (current) => ({
    ...verifyEmail(current, email),
    status: 'CONFIRMED',
  }));
  const triggerSource = 'PostConfirmation_ConfirmSignUp' as const;
  await postConfirmation(context, { triggerSource, pool, clientId: client.id, user, clientMetadata });
}

async function resend(
  context: Context,
  pool: Pool,
  client: Client,
  user: User | undefined,
  { Username: name, ClientMetadata: clientMetadata }: v.InferOutput<typeof Resend>,
): Promise<CodeDeliveryDetails> {
  if (!user && !hidesUsers(client)) throw nameNotFound();
  const userId = user?.username ?? decoy(pool, name).userId;
  await limitCalls(context, pool, userId, 'ResendConfirmationCode');
  if (!user || (!user.enabled && hidesUsers(client)))
    return pretendCode(context, pool, userId, 'confirm', pretendedAddress(name));
  if (user.status !== 'UNCONFIRMED') throw invalidParameter('User is already confirmed.');
  const email = user.attributes.email;
  if (email === undefined || !autoVerifiesEmail(pool))
    throw invalidParameter('Cannot resend codes. Auto verification not turned on.');
  const triggerSource = 'CustomMessage_ResendCode' as const;
  return sendCode(context, 'confirm', email, { triggerSource, pool, clientId: client.id, user, clientMetadata });
}
