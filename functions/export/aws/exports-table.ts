import type { AttributeValue, DynamoDBClient } from '@aws-sdk/client-dynamodb';
import {
  ConditionalCheckFailedException,
  DeleteItemCommand,
  GetItemCommand,
  TransactionCanceledException,
  TransactWriteItemsCommand,
  UpdateItemCommand,
} from '@aws-sdk/client-dynamodb';
import { marshall, unmarshall } from '@aws-sdk/util-dynamodb';
import * as v from 'valibot';
import { EXPORT_LIMITS } from '../../../schema/limits.ts';
import { DAY_ENTRY_KEPT, dayEntry, RUNNING_ENTRY } from '../../shared/exports/ledger-entries.ts';
import { ExportRow } from '../../shared/exports/row.ts';
import type { Ending, ExportKey, ExportsTable, Seen } from '../ports.ts';
import { Overtaken } from '../ports.ts';
import { Expressions } from './expressions.ts';
import type { Update } from './expressions.ts';

/** Attributes that no client sees: a change of them alone is no new version of the export. */
const INTERNAL: ReadonlySet<string> = new Set(['work', 'tries']);

interface Tables {
  client: DynamoDBClient;
  /** Names of the tables. */
  exports: string;
  ledger: string;
  /** Milliseconds since 1970. */
  clock: () => number;
}

/** For how long the row of an export that has ended can be looked up, in seconds. */
const ROW_KEPT = EXPORT_LIMITS.daysListed * 86_400;

/** The `exports` table, and the `exportLedger` table, in which an export that ends is counted. */
export function exportsTable({ client, exports: table, ledger, clock }: Tables): ExportsTable {
  const now = (): string => new Date(clock()).toISOString();
  const epochSeconds = (): number => Math.floor(clock() / 1000);
  const newVersion = ({ set, remove, add }: Update): Update => ({
    set: { ...set, updatedAt: now() },
    remove: remove ?? [],
    add: { ...add, version: 1 },
  });

  async function update(seen: Seen, owner: string, change: Update): Promise<ExportRow> {
    const request = new UpdateItemCommand({ ...guarded(table, seen, owner, change), ReturnValues: 'ALL_NEW' });
    const { Attributes } = await client.send(request).catch(refusedAsOvertaken);
    return rowOf(Attributes);
  }

  async function reload(key: ExportKey, owner: string): Promise<ExportRow | undefined> {
    const request = new GetItemCommand({ TableName: table, Key: itemKey(key), ConsistentRead: true });
    const { Item } = await client.send(request);
    const row = Item && rowOf(Item);
    return row?.lease?.owner === owner ? row : undefined;
  }

  function ledgerUpdate(organizationId: string, entry: string, change: Update) {
    const expressions = new Expressions();
    return {
      TableName: ledger,
      Key: marshall({ organizationId, entry }),
      UpdateExpression: expressions.update(change),
      ...expressions.attributes,
    };
  }

  return {
    reload,

    async lease(key, owner, until) {
      const expressions = new Expressions();
      const lease = expressions.name('lease');
      const isFree = `attribute_not_exists(${lease}) OR ${lease}.${expressions.name('until')} <= ${expressions.value(now())}`;
      // The client asks again where an answer did not come, and then meets its own lease.
      const isOwn = `${lease}.${expressions.name('owner')} = ${expressions.value(owner)}`;
      const request = new UpdateItemCommand({
        TableName: table,
        Key: itemKey(key),
        UpdateExpression: expressions.update({ set: { lease: { owner, until }, dueAt: until }, add: { tries: 1 } }),
        ConditionExpression: `attribute_exists(${expressions.name('dueAt')}) AND (${isFree} OR ${isOwn})`,
        ...expressions.attributes,
        ReturnValues: 'ALL_NEW',
      });
      try {
        return rowOf((await client.send(request)).Attributes);
      } catch (error) {
        if (error instanceof ConditionalCheckFailedException) return undefined;
        throw error;
      }
    },

    change(seen, owner, changes) {
      const isVisible = Object.keys(changes).some((name) => !INTERNAL.has(name));
      return update(seen, owner, isVisible ? newVersion({ set: changes }) : { set: changes });
    },

    async beat(seen, owner, { until, progress }) {
      await update(seen, owner, newVersion({ set: { lease: { owner, until }, dueAt: until, progress } }));
    },

    async end(seen, owner, ending) {
      const { organizationId, id: exportId } = seen;
      const change = newVersion({ set: endingAttributes(ending, now()) });
      const day = { add: { bytes: bytesOf(ending) }, set: { removeAt: epochSeconds() + DAY_ENTRY_KEPT } };
      const request = new TransactWriteItemsCommand({
        TransactItems: [
          { Update: guarded(table, seen, owner, change) },
          { Update: ledgerUpdate(organizationId, RUNNING_ENTRY, { add: { count: -1 } }) },
          { Update: ledgerUpdate(organizationId, dayEntry(now()), day) },
        ],
      });
      await client.send(request).catch(refusedAsOvertaken);
      const row = await reload({ organizationId, exportId }, owner);
      if (!row) throw new Overtaken('The export was taken over as soon as it had ended');
      return row;
    },

    expire: (seen, owner) =>
      update(seen, owner, newVersion({ set: { status: 'EXPIRED', files: [], recipients: withoutSecrets(seen) } })),

    async release(seen, owner, dueAt) {
      const change = dueAt === null ? { remove: ['lease', 'dueAt'] } : { set: { dueAt }, remove: ['lease'] };
      await update(seen, owner, change);
    },

    async remove(seen, owner) {
      const expressions = new Expressions();
      const request = new DeleteItemCommand({
        TableName: table,
        Key: itemKey({ organizationId: seen.organizationId, exportId: seen.id }),
        ConditionExpression: stillHeld(expressions, seen, owner),
        ...expressions.attributes,
      });
      await client.send(request).catch(refusedAsOvertaken);
    },
  };
}

function itemKey({ organizationId, exportId }: ExportKey): Record<string, AttributeValue> {
  return marshall({ organizationId, id: exportId });
}

/** The condition of every change that a worker makes: its lease holds, and the export is as it was seen. */
function stillHeld(expressions: Expressions, { status, deletedAt }: Seen, owner: string): string {
  const lease = `${expressions.name('lease')}.${expressions.name('owner')} = ${expressions.value(owner)}`;
  const deleted = `${deletedAt === undefined ? 'attribute_not_exists' : 'attribute_exists'}(${expressions.name('deletedAt')})`;
  return `${lease} AND ${expressions.name('status')} = ${expressions.value(status)} AND ${deleted}`;
}

/** The members of an update that is made only while {@link stillHeld} holds. */
function guarded(table: string, seen: Seen, owner: string, change: Update) {
  const expressions = new Expressions();
  return {
    TableName: table,
    Key: itemKey({ organizationId: seen.organizationId, exportId: seen.id }),
    UpdateExpression: expressions.update(change),
    ConditionExpression: stillHeld(expressions, seen, owner),
    ...expressions.attributes,
  };
}

/** What an ending sets. The row is kept from the end on, or from the expiry of the files on. */
function endingAttributes(ending: Ending, now: string) {
  const common = { status: ending.status, endedAt: now, tries: 0 };
  if (ending.status === 'FAILED') return { ...common, error: ending.error, removeAt: rowKeptFrom(now) };
  const { files, rows, bytes, expiresAt } = ending;
  return { ...common, files, rows, bytes, expiresAt, removeAt: rowKeptFrom(expiresAt), progress: 100 };
}

/** @returns seconds since 1970, as DynamoDB's time to live takes them */
function rowKeptFrom(time: string): number {
  return Math.ceil(Date.parse(time) / 1000) + ROW_KEPT;
}

const bytesOf = (ending: Ending): number => (ending.status === 'SUCCEEDED' ? ending.bytes : 0);

function withoutSecrets({ recipients }: Pick<ExportRow, 'recipients'>): ExportRow['recipients'] {
  return recipients.map((recipient) => ({ ...recipient, secretHashes: [] }));
}

function rowOf(item: Record<string, AttributeValue> | undefined): ExportRow {
  return v.parse(ExportRow, item && unmarshall(item));
}

/** A failed condition on the export rejects as {@link Overtaken}, all else as it is. In a transaction the export comes first. */
function refusedAsOvertaken(error: unknown): never {
  const isRefused =
    error instanceof ConditionalCheckFailedException ||
    (error instanceof TransactionCanceledException &&
      error.CancellationReasons?.[0]?.Code === 'ConditionalCheckFailed');
  throw isRefused ? new Overtaken('The export is not as it was', { cause: error }) : error;
}
