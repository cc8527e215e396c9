import * as v from 'valibot';
import { AwsError } from '../../shared/aws-error.ts';
import type { Context } from '../context.ts';
import { invalidParameter, userNotFound } from '../errors.ts';
import { Attributes, ClientMetadata, Password, PoolId, Username, parse } from '../input.ts';
import { getPool } from '../pools/pools.ts';
import type { Pool, User } from '../store.ts';
import { preSignUp } from '../triggers/sign-up.ts';
import { ADMIN_CLIENT_ID } from '../triggers/trigger.ts';
import { checkSchema } from './attributes.ts';
import { addUser, changeUser, describeUser, findUser } from './directory.ts';
import { writeMessage } from './messages.ts';
import { checkPolicy, temporaryPassword, withTemporaryPassword } from './passwords.ts';
import { newUser } from './sign-up.ts';

const AdminCreateUser = v.object({
  UserPoolId: PoolId,
  Username,
  TemporaryPassword: v.optional(Password),
  UserAttributes: v.optional(Attributes, []),
  ValidationData: v.optional(Attributes, []),
  MessageAction: v.optional(v.picklist(['RESEND', 'SUPPRESS'])),
  DesiredDeliveryMediums: v.optional(v.array(v.literal('EMAIL')), ['EMAIL']),
  ClientMetadata,
});
type Request = v.InferOutput<typeof AdminCreateUser>;

/** Makes a user with a temporary password and mails it to them, or mails a new one to a user who has not used theirs yet. */
export async function adminCreateUser(context: Context, input: unknown): Promise<object> {
  const request = parse(AdminCreateUser, input);
  const pool = await getPool(context, request.UserPoolId);
  const password = request.TemporaryPassword ?? temporaryPassword(pool.settings.Policies.PasswordPolicy);
  checkPolicy(pool, password);
  const user =
    request.MessageAction === 'RESEND'
      ? await renew(context, pool, request, password)
      : await create(context, pool, request, password);
  const email = user.attributes.email;
  if (request.MessageAction !== 'SUPPRESS' && email !== undefined)
    await context.mail.deliver(
      await writeMessage(
        context,
        email,
        { kind: 'invitation', username: request.Username, password },
        {
          triggerSource: 'CustomMessage_AdminCreateUser',
          pool,
          clientId: ADMIN_CLIENT_ID,
          user,
          clientMetadata: request.ClientMetadata,
        },
      ),
    );
  return { User: describeUser(user) };
}

async function create(context: Context, pool: Pool, request: Request, password: string): Promise<User> {
  checkSchema(pool, request.UserAttributes);
  if (await findUser(context, pool, request.Username))
    throw new AwsError('UsernameExistsException', 'User account already exists');
  const now = context.clock();
  const user = newUser(pool, request.Username, request.UserAttributes, now);
  if (request.MessageAction === undefined && user.attributes.email === undefined)
    throw invalidParameter('The user has no email for the temporary password to be sent to.');
  await preSignUp(context, {
    triggerSource: 'PreSignUp_AdminCreateUser',
    pool,
    clientId: ADMIN_CLIENT_ID,
    userName: user.username,
    attributes: user.attributes,
    validationData: request.ValidationData,
    clientMetadata: request.ClientMetadata,
  });
  const created = withTemporaryPassword(pool, user, password, now);
  await addUser(context, pool, created);
  return created;
}

async function renew(context: Context, pool: Pool, request: Request, password: string): Promise<User> {
  const user = await findUser(context, pool, request.Username);
  if (!user) throw userNotFound();
  if (user.status !== 'FORCE_CHANGE_PASSWORD')
    throw new AwsError('UnsupportedUserStateException', `Resend not possible. ${user.status}`);
  return changeUser(context, pool, user.username, (current) =>
    withTemporaryPassword(pool, current, password, context.clock()),
  );
}
