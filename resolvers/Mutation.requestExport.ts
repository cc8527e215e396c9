import { util, type Context, type DynamoDBTransactWriteItemsRequest } from '@aws-appsync/utils';
import type { MutationRequestExportArgs } from '../schema/generated/types.ts';
import { auditItem } from './shared/audit.ts';
import { identityOf, organizationOf } from './shared/caller.ts';
import { present } from './shared/changes.ts';
import { countRunning, countToday, noteToken, tooManyAtOnce, tooManyToday } from './shared/export-ledger.ts';
import { checkClientToken, exportRequest } from './shared/export-request.ts';
import { exportKey } from './shared/exports.ts';
import { internalError } from './shared/errors.ts';
import { anyShard } from './shared/jobs.ts';
import { newRow, type ClientTokenEntry, type CountEntry, type ExportRow } from './shared/rows.ts';
import { failedCondition } from './shared/transaction.ts';

/** After which time somebody looks whether the worker that is to be started has begun, in ms. */
const START_WITHIN = 60_000;

type Part = 'token' | 'row' | 'running' | 'today';

interface Stash {
  created: ExportRow;
  /** What was asked for, as text. */
  asked: string;
  /** What each item of the transaction is. */
  parts: Part[];
}

/** @param ctx with the identities of the recipients as what the step before answered */
export function request(
  ctx: Context<MutationRequestExportArgs, Stash, { result: string[] }>,
): DynamoDBTransactWriteItemsRequest {
  const organizationId = organizationOf(ctx);
  const identityId = identityOf(ctx);
  const { clientToken, recipients } = ctx.args.input;
  checkClientToken(clientToken);
  const asked = exportRequest(ctx.args.input);
  const row: ExportRow = {
    ...newRow(),
    organizationId,
    requestedBy: identityId,
    request: asked,
    recipients: ctx.prev.result.map((id) => ({ identityId: id, status: 'PENDING', attempts: 0, secretHashes: [] })),
    status: 'QUEUED',
    progress: 0,
    shard: anyShard(),
    dueAt: util.time.epochMilliSecondsToISO8601(util.time.nowEpochMilliSeconds() + START_WITHIN),
  };
  const text = JSON.stringify({
    ...asked,
    recipients: recipients ? recipients.map((each) => each.toLowerCase()) : null,
  });
  ctx.stash.created = row;
  ctx.stash.asked = text;
  ctx.stash.parts = clientToken ? ['token', 'row', 'running', 'today'] : ['row', 'running', 'today'];
  const { organizationId: _organizationId, id: _id, ...attributes } = row;
  return {
    operation: 'TransactWriteItems',
    transactItems: [
      // First, so that asking again is told from asking too much.
      ...(clientToken ? [noteToken(organizationId, identityId, clientToken, { exportId: row.id, request: text })] : []),
      {
        table: '__TABLE_exports__',
        operation: 'PutItem',
        key: util.dynamodb.toMapValues(exportKey(organizationId, row.id)),
        attributeValues: util.dynamodb.toMapValues(attributes),
        condition: {
          expression: 'attribute_not_exists(#id)',
          expressionNames: { '#id': 'id' },
          returnValuesOnConditionCheckFailure: true,
        },
      },
      countRunning(organizationId, 1),
      countToday(organizationId),
      auditItem(ctx, {
        targetType: 'Export',
        targetId: row.id,
        // Whom they belong to, and not their addresses, which are no organization's to keep for longer than their identities.
        details: present({ ...asked, recipients: ctx.prev.result }),
      }),
    ],
  };
}

/** Answers the id of the export that was made, or of the one that the client token was used for before. */
export function response(ctx: Context<MutationRequestExportArgs, Stash>): { id: string } {
  const { created, asked, parts } = ctx.stash;
  const failed = failedCondition(ctx);
  if (!failed) return { id: created.id };
  const part = parts[failed.index];
  if (part === 'running') tooManyAtOnce();
  if (part === 'today') tooManyToday(failed.item as CountEntry | null);
  if (part !== 'token') internalError(ctx);
  const { exportId, request: askedBefore } = failed.item as ClientTokenEntry;
  if (askedBefore !== asked) {
    util.error(
      'You have used this clientToken for another export within a week: take a new one for what you ask now.',
      'ConflictError',
    );
  }
  return { id: exportId };
}
