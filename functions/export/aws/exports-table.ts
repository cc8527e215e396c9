import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DeleteItemCommand, TransactWriteItemsCommand } from '@aws-sdk/client-dynamodb';
import { marshall } from '@aws-sdk/util-dynamodb';
import { EXPORT_LIMITS } from '../../../schema/limits.ts';
import type { Update } from '../../shared/dynamodb/expressions.ts';
import { Expressions } from '../../shared/dynamodb/expressions.ts';
import { DAY_ENTRY_KEPT, dayEntry, RUNNING_ENTRY } from '../../shared/exports/ledger-entries.ts';
import { ExportRow } from '../../shared/exports/row.ts';
import { Overtaken } from '../../shared/jobs/errors.ts';
import { leasedTable, refusedAsOvertaken, releasing } from '../../shared/jobs/leased-table.ts';
import type { Ending, ExportKey, ExportsTable } from '../ports.ts';

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
  const jobs = leasedTable({
    client,
    table,
    Row: ExportRow,
    clock,
  });

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
    lease: (key, owner, until) => jobs.lease(keyOf(key), owner, until),
    reload: (key, owner) => jobs.reload(keyOf(key), owner),

    change: (seen, owner, changes) => jobs.change(seen, owner, changes),

    async beat(seen, owner, { until, progress }) {
      await jobs.update(seen, owner, jobs.newVersion({ set: { lease: { owner, until }, dueAt: until, progress } }));
    },

    async end(seen, owner, ending) {
      const { organizationId } = seen;
      const change = jobs.newVersion({ set: endingAttributes(ending, now()) });
      const day = { add: { bytes: bytesOf(ending) }, set: { removeAt: epochSeconds() + DAY_ENTRY_KEPT } };
      const request = new TransactWriteItemsCommand({
        TransactItems: [
          { Update: jobs.heldUpdate(seen, owner, change) },
          { Update: ledgerUpdate(organizationId, RUNNING_ENTRY, { add: { count: -1 } }) },
          { Update: ledgerUpdate(organizationId, dayEntry(now()), day) },
        ],
      });
      await client.send(request).catch(refusedAsOvertaken);
      const row = await jobs.reload(seen, owner);
      if (!row) throw new Overtaken('The export was taken over as soon as it had ended');
      return row;
    },

    expire: (seen, owner) =>
      jobs.update(
        seen,
        owner,
        jobs.newVersion({ set: { status: 'EXPIRED', files: [], recipients: withoutSecrets(seen) } }),
      ),

    async release(seen, owner, dueAt) {
      await jobs.update(seen, owner, releasing(dueAt));
    },

    async remove(seen, owner) {
      await client.send(new DeleteItemCommand(jobs.heldDelete(seen, owner))).catch(refusedAsOvertaken);
    },
  };
}

const keyOf = ({ organizationId, exportId: id }: ExportKey) => ({ organizationId, id });

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
