import * as v from 'valibot';
import type { JsonOperations } from '../../shared/json-service.ts';
import type { Context } from '../context.ts';
import { notAuthorized } from '../errors.ts';
import { Attributes, ClientMetadata, Password, PoolId, Username, parse } from '../input.ts';
import { getPool } from '../pools/pools.ts';
import { describeFactors } from '../second-factor/software-token.ts';
import type { Pool, User } from '../store.ts';
import { revokeAll } from '../tokens/refresh.ts';
import { ADMIN_CLIENT_ID } from '../triggers/trigger.ts';
import { postConfirmation } from '../triggers/sign-up.ts';
import { adminCreateUser } from './admin-create-user.ts';
import { checkMutable, checkSchema } from './attributes.ts';
import { changeAttributes } from './change-attributes.ts';
import { changeUser, describeUser, getUser, removeUser } from './directory.ts';
import { listUsers } from './list-users.ts';
import { checkPolicy, withPassword, withTemporaryPassword } from './passwords.ts';

const ByUser = v.object({ UserPoolId: PoolId, Username });
const SetPassword = v.object({ ...ByUser.entries, Password, Permanent: v.optional(v.boolean(), false) });
const Confirm = v.object({ ...ByUser.entries, ClientMetadata });
const Update = v.object({ ...ByUser.entries, UserAttributes: Attributes, ClientMetadata });

/** The operations of an administrator, who signs with credentials. */
export function adminOperations(context: Context): JsonOperations {
  async function find(input: unknown): Promise<{ pool: Pool; user: User }> {
    const { UserPoolId, Username: name } = parse(ByUser, input);
    const pool = await getPool(context, UserPoolId);
    return { pool, user: await getUser(context, pool, name) };
  }

  async function setEnabled(input: unknown, enabled: boolean): Promise<object> {
    const { pool, user } = await find(input);
    await changeUser(context, pool, user.username, (current) => ({ ...current, enabled }));
    if (!enabled) await revokeAll(context, pool.id, user.username);
    return {};
  }

  return {
    AdminCreateUser: (input) => adminCreateUser(context, input),
    ListUsers: (input) => listUsers(context, input),
    AdminEnableUser: (input) => setEnabled(input, true),
    AdminDisableUser: (input) => setEnabled(input, false),

    async AdminGetUser(input) {
      const { user } = await find(input);
      return { ...describeUser(user, 'UserAttributes'), ...describeFactors(user) };
    },

    async AdminSetUserPassword(input) {
      const { Password: password, Permanent } = parse(SetPassword, input);
      const { pool, user } = await find(input);
      checkPolicy(pool, password);
      await changeUser(context, pool, user.username, (current) =>
        Permanent
          ? { ...withPassword(pool, current, password), status: 'CONFIRMED' }
          : withTemporaryPassword(pool, current, password, context.clock()),
      );
      return {};
    },

    async AdminConfirmSignUp(input) {
      const { ClientMetadata: clientMetadata } = parse(Confirm, input);
      const { pool, user } = await find(input);
      if (user.status !== 'UNCONFIRMED')
        throw notAuthorized(`User cannot be confirmed. Current status is ${user.status}`);
      const confirmed = await changeUser(context, pool, user.username, (current) => ({
        ...current,
        status: 'CONFIRMED',
      }));
      await postConfirmation(context, {
        triggerSource: 'PostConfirmation_ConfirmSignUp',
        pool,
        clientId: ADMIN_CLIENT_ID,
        user: confirmed,
        clientMetadata,
      });
      return {};
    },

    async AdminUpdateUserAttributes(input) {
      const { UserAttributes, ClientMetadata: clientMetadata } = parse(Update, input);
      const { pool, user } = await find(input);
      checkSchema(pool, UserAttributes);
      checkMutable(pool, user, UserAttributes);
      await changeAttributes(context, { pool, clientId: ADMIN_CLIENT_ID, user, clientMetadata }, UserAttributes);
      return {};
    },

    async AdminDeleteUser(input) {
      const { pool, user } = await find(input);
      await removeUser(context, pool, user);
      return {};
    },

    async AdminUserGlobalSignOut(input) {
      const { pool, user } = await find(input);
      await revokeAll(context, pool.id, user.username);
      return {};
    },
  };
}
