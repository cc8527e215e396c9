import { util, type Context, type DynamoDBTransactWriteItemsRequest } from '@aws-appsync/utils';
import { operations, transactWrite } from '@aws-appsync/utils/dynamodb';
import type { ServiceSecretInput } from '../../schema/generated/types.ts';
import { audited } from './audit.ts';
import { organizationOf } from './caller.ts';
import { conflict, invalid, notFound } from './errors.ts';
import type { FunctionAnswer } from './function-answer.ts';
import { publicIdentity } from './identities.ts';
import type { IdentityRow } from './rows.ts';
import { failedCondition } from './transaction.ts';

/** A field that changes the secret of a service, after `loadIdentity`. */
export type SecretContext = Context<{ input: ServiceSecretInput }, { changed: IdentityRow }, { result: IdentityRow }>;

/**
 * Counts the version of a service up: the change of its secret, which a Lambda function makes afterwards, is a change of the service. Ends with a
 * ValidationError for a person.
 */
export function noteSecretChange(ctx: SecretContext): DynamoDBTransactWriteItemsRequest {
  const organizationId = organizationOf(ctx);
  const current = ctx.prev.result;
  const { id, kind, name, version } = current;
  if (kind !== 'SERVICE') invalid(`"${name}" is a person: only services have a secret, people have passwords.`);
  const updatedAt = util.time.nowISO8601();
  ctx.stash.changed = { ...current, version: version + 1, updatedAt };
  const written = transactWrite({
    items: [
      {
        updateItem: {
          table: '__TABLE_identities__',
          key: { organizationId, id },
          update: { version: operations.increment(1), updatedAt },
          condition: { version: { eq: version } },
        },
      },
    ],
  });
  return audited(ctx, written, { targetType: 'Identity', targetId: id });
}

/** The identity as {@link noteSecretChange} left it. */
export function notedSecretChange(ctx: SecretContext): IdentityRow {
  const failed = failedCondition(ctx);
  if (!failed) return ctx.stash.changed;
  const now = failed.item as IdentityRow | null;
  if (!now) notFound('identity', ctx.args.input.id);
  conflict('identity', now, errorData(ctx, now));
}

/**
 * An identity as what the field answers: AppSync cuts an error's data to what is selected of the field, and leaves nothing of it where a field that
 * must not be null is not there.
 */
export function errorData(ctx: Context, row: IdentityRow): object {
  const identity = publicIdentity(row);
  return ctx.info.fieldName === 'createService' || ctx.info.fieldName === 'rotateServiceSecret'
    ? { identity, username: row.email, secret: '' }
    : identity;
}

/**
 * What `service-accounts` answered. Where it failed, the change before it is written all the same: the error says what to do now, and its data has the
 * version to do it with.
 * @param service as it is now
 */
export function secretAnswer(ctx: Context, advice: string, service: IdentityRow): unknown {
  const data = errorData(ctx, service);
  if (ctx.error) {
    console.error({ field: `${ctx.info.parentTypeName}.${ctx.info.fieldName}`, error: ctx.error });
    util.error(`Something went wrong on our side. ${advice}`, 'InternalError', data);
  }
  const answer = ctx.result as FunctionAnswer;
  if (answer.error) util.error(`${answer.error.message} ${advice}`, answer.error.type, data);
  return answer.data;
}
