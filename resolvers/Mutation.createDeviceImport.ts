import { util, type Context, type DynamoDBTransactWriteItemsRequest } from '@aws-appsync/utils';
import type { MutationCreateDeviceImportArgs } from '../schema/generated/types.ts';
import { IMPORT_LIMITS } from '../schema/limits.ts';
import { auditItem } from './shared/audit.ts';
import { identityOf, organizationOf } from './shared/caller.ts';
import { internalError, limitExceeded } from './shared/errors.ts';
import { countImports, importKey, publicImport, type PublicImport } from './shared/imports.ts';
import { anyShard } from './shared/jobs.ts';
import type { ImportRow } from './shared/rows.ts';
import { failedCondition } from './shared/transaction.ts';
import type { UploadStash } from './steps/signUpload.ts';

const MINUTE = 60_000;
const DAY = 86_400;

interface Stash extends UploadStash {
  made: ImportRow;
}

/** @param ctx with the id of the import and the link that the step before has signed for it */
export function request(ctx: Context<MutationCreateDeviceImportArgs, Stash>): DynamoDBTransactWriteItemsRequest {
  const organizationId = organizationOf(ctx);
  const { bytes, withCredentials } = ctx.args.input;
  const { id, ...row } = ctx.stash.newImport;
  const made: ImportRow = {
    ...row,
    id,
    organizationId,
    requestedBy: identityOf(ctx),
    bytes,
    withCredentials: withCredentials ?? false,
    status: 'AWAITING_FILE',
    succeeded: 0,
    failed: 0,
    shard: anyShard(),
    dueAt: util.time.epochMilliSecondsToISO8601(
      util.time.nowEpochMilliSeconds() + IMPORT_LIMITS.minutesToBegin * MINUTE,
    ),
    removeAt: util.time.nowEpochSeconds() + IMPORT_LIMITS.daysListed * DAY,
  };
  ctx.stash.made = made;
  const { organizationId: _organizationId, id: _id, ...attributes } = made;
  return {
    operation: 'TransactWriteItems',
    transactItems: [
      countImports(organizationId, 1),
      {
        table: '__TABLE_deviceImports__',
        operation: 'PutItem',
        key: util.dynamodb.toMapValues(importKey(organizationId, id)),
        attributeValues: util.dynamodb.toMapValues(attributes),
      },
      auditItem(ctx, {
        targetType: 'DeviceImport',
        targetId: id,
        details: { bytes, withCredentials: made.withCredentials },
      }),
    ],
  };
}

export function response(
  ctx: Context<MutationCreateDeviceImportArgs, Stash>,
): PublicImport & { uploadUrl: string; reportUrl: null; credentialsUrl: null } {
  const failed = failedCondition(ctx);
  if (failed && failed.index > 0) internalError(ctx);
  if (failed) {
    limitExceeded(
      `Your organization has ${IMPORT_LIMITS.atOnce} imports that have not ended, the most that it can have at once: make another one when one of them has, or cancel one. One whose file is awaited ends ${IMPORT_LIMITS.minutesToBegin} minutes after it was made.`,
    );
  }
  const { made, uploadUrl } = ctx.stash;
  return { ...publicImport(ctx, made), uploadUrl, reportUrl: null, credentialsUrl: null };
}
