import { util, type Context, type DynamoDBTransactWriteItemsRequest } from '@aws-appsync/utils';
import { transactWrite } from '@aws-appsync/utils/dynamodb';
import type { MutationCreateIdentityArgs } from '../schema/generated/types.ts';
import { organizationOf } from './shared/caller.ts';
import { checkText } from './shared/checks.ts';
import { publicIdentity, type PublicIdentity } from './shared/identities.ts';
import { newRow, type IdentityRow } from './shared/rows.ts';
import { failedCondition } from './shared/transaction.ts';

interface Stash {
  created: IdentityRow;
}

export function request(ctx: Context<MutationCreateIdentityArgs, Stash>): DynamoDBTransactWriteItemsRequest {
  const organizationId = organizationOf(ctx);
  const { name, role, locale } = ctx.args.input;
  checkText('name', name, 200);
  checkText('email', ctx.args.input.email, 254);
  const email = ctx.args.input.email.toLowerCase();
  const row = newRow();
  const identity: IdentityRow = {
    ...row,
    organizationId,
    kind: 'PERSON',
    name,
    email,
    role,
    locale: locale ?? 'en',
    status: 'INVITED',
  };
  ctx.stash.created = identity;
  return transactWrite({
    items: [
      {
        putItem: {
          table: '__TABLE_identities__',
          key: { organizationId, id: row.id },
          item: identity,
          condition: { id: { attributeExists: false } },
        },
      },
      {
        putItem: {
          table: '__TABLE_memberships__',
          key: { email, organizationId },
          item: { identityId: row.id },
          condition: { email: { attributeExists: false } },
        },
      },
    ],
  });
}

export function response(ctx: Context<MutationCreateIdentityArgs, Stash>): PublicIdentity {
  const { created } = ctx.stash;
  if (failedCondition(ctx)) {
    util.error(`Your organization has an identity with the e-mail address ${created.email} already.`, 'ConflictError');
  }
  return publicIdentity(created);
}
