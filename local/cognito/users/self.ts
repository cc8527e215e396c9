import * as v from 'valibot';
import type { JsonOperations } from '../../shared/json-service.ts';
import type { Context } from '../context.ts';
import { invalidParameter, notAuthorized, notSupported, wrongCredentials } from '../errors.ts';
import { AccessToken, AttributeName, Attributes, ClientMetadata, Code, Password, parse } from '../input.ts';
import { limitCalls } from '../limits.ts';
import { describeFactors } from '../second-factor/software-token.ts';
import type { User } from '../store.ts';
import { authenticate } from '../tokens/access-token.ts';
import { checkMutable, checkSchema, checkWritable, describeAttributes, readableAttributes } from './attributes.ts';
import { changeAttributes } from './change-attributes.ts';
import { redeemCode, sendCode, verifyEmail } from './codes.ts';
import { changeUser, removeUser } from './directory.ts';
import { checkPolicy, isPassword, withPassword } from './passwords.ts';

const ByToken = v.object({ AccessToken });
const Update = v.object({ AccessToken, UserAttributes: Attributes, ClientMetadata });
const Verify = v.object({ AccessToken, AttributeName, Code });
const RequestCode = v.object({ AccessToken, AttributeName, ClientMetadata });
const Change = v.object({ AccessToken, PreviousPassword: Password, ProposedPassword: Password });

/** The operations of a signed-in user, who shows an access token. */
export function selfOperations(context: Context): JsonOperations {
  return {
    async GetUser(input) {
      const { client, user } = await authenticate(context, parse(ByToken, input).AccessToken);
      return {
        Username: user.username,
        UserAttributes: describeAttributes(readableAttributes(client, user)),
        ...describeFactors(user),
      };
    },

    async UpdateUserAttributes(input) {
      const request = parse(Update, input);
      const { pool, client, user } = await authenticate(context, request.AccessToken);
      checkSchema(pool, request.UserAttributes);
      checkWritable(client, request.UserAttributes);
      checkMutable(pool, user, request.UserAttributes);
      const clientMetadata = request.ClientMetadata;
      const change = { pool, clientId: client.id, user, clientMetadata };
      return { CodeDeliveryDetailsList: await changeAttributes(context, change, request.UserAttributes) };
    },

    async GetUserAttributeVerificationCode(input) {
      const request = parse(RequestCode, input);
      const { pool, client, user } = await authenticate(context, request.AccessToken);
      requireEmail(request.AttributeName);
      await limitCalls(context, pool, user.username, 'GetUserAttributeVerificationCode');
      const email = user.pendingAttributes.email ?? user.attributes.email;
      if (email === undefined) throw invalidParameter('User does not have email.');
      const delivery = await sendCode(context, 'attribute', email, {
        triggerSource: 'CustomMessage_VerifyUserAttribute',
        pool,
        clientId: client.id,
        user,
        clientMetadata: request.ClientMetadata,
      });
      return { CodeDeliveryDetails: delivery };
    },

    async VerifyUserAttribute(input) {
      const request = parse(Verify, input);
      const { pool, user } = await authenticate(context, request.AccessToken);
      requireEmail(request.AttributeName);
      await limitCalls(context, pool, user.username, 'VerifyUserAttribute');
      const { email } = await redeemCode(context, pool, user.username, 'attribute', request.Code);
      await changeUser(context, pool, user.username, (current) => verifyEmail(withPendingEmail(current, email), email));
      return {};
    },

    async ChangePassword(input) {
      const { AccessToken: token, PreviousPassword, ProposedPassword } = parse(Change, input);
      const { pool, user } = await authenticate(context, token);
      await limitCalls(context, pool, user.username, 'ChangePassword');
      if (!isPassword(pool, user, PreviousPassword)) throw wrongCredentials();
      checkPolicy(pool, ProposedPassword);
      await changeUser(context, pool, user.username, (current) => withPassword(pool, current, ProposedPassword));
      return {};
    },

    async DeleteUser(input) {
      const { pool, user } = await authenticate(context, parse(ByToken, input).AccessToken);
      if (!user.enabled) throw notAuthorized('User is disabled.');
      await removeUser(context, pool, user);
      return {};
    },
  };
}

function requireEmail(attribute: string): void {
  if (attribute !== 'email') throw notSupported(`Verification of ${attribute}`);
}

/** The user with the e-mail that waited for this verification. */
function withPendingEmail(user: User, email: string): User {
  const { email: pending, ...rest } = user.pendingAttributes;
  if (pending !== email) return user;
  return { ...user, attributes: { ...user.attributes, email }, pendingAttributes: rest };
}
