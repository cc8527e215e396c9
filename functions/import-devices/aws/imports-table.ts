import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { TransactWriteItemsCommand } from '@aws-sdk/client-dynamodb';
import { marshall } from '@aws-sdk/util-dynamodb';
import { Expressions } from '../../shared/dynamodb/expressions.ts';
import { IMPORTS_ENTRY } from '../../shared/imports/ledger-entry.ts';
import { ImportRow } from '../../shared/imports/row.ts';
import { Overtaken } from '../../shared/jobs/errors.ts';
import { leasedTable, refusedAsOvertaken, releasing } from '../../shared/jobs/leased-table.ts';
import type { ImportKey, ImportsTable } from '../ports.ts';

interface Tables {
  client: DynamoDBClient;
  /** Names of the tables. */
  imports: string;
  ledger: string;
  /** Milliseconds since 1970. */
  clock: () => number;
}

/** The `deviceImports` table, and the `exportLedger` table, in which an import that ends is counted. */
export function importsTable({ client, imports: table, ledger, clock }: Tables): ImportsTable {
  const jobs = leasedTable({ client, table, Row: ImportRow, clock });

  function countLess(organizationId: string) {
    const expressions = new Expressions();
    return {
      TableName: ledger,
      Key: marshall({ organizationId, entry: IMPORTS_ENTRY }),
      UpdateExpression: expressions.update({ add: { count: -1 } }),
      ...expressions.attributes,
    };
  }

  return {
    lease: (key, owner, until) => jobs.lease(keyOf(key), owner, until),
    reload: (key, owner) => jobs.reload(keyOf(key), owner),

    change: (seen, owner, changes) => jobs.change(seen, owner, changes),

    async beat(seen, owner, until) {
      await jobs.update(seen, owner, { set: { lease: { owner, until }, dueAt: until } });
    },

    async end(seen, owner, ending) {
      const endedAt = new Date(clock()).toISOString();
      const change = jobs.newVersion({ set: { ...ending, endedAt, tries: 0 } });
      const TransactItems = [
        { Update: jobs.heldUpdate(seen, owner, change) },
        { Update: countLess(seen.organizationId) },
      ];
      await client.send(new TransactWriteItemsCommand({ TransactItems })).catch(refusedAsOvertaken);
      const row = await jobs.reload(seen, owner);
      if (!row) throw new Overtaken('The import was taken over as soon as it had ended');
      return row;
    },

    async release(seen, owner, dueAt) {
      await jobs.update(seen, owner, releasing(dueAt));
    },
  };
}

const keyOf = ({ organizationId, importId: id }: ImportKey) => ({ organizationId, id });
