import * as v from 'valibot';
import { AwsError } from '../shared/aws-error.ts';
import type { JsonOperations } from '../shared/json-service.ts';
import type { Clock } from '../shared/service.ts';
import type { Database } from './database.ts';
import { describeNew, describeSettings, tableSettings } from './table-description.ts';
import { validate } from './engine.ts';
import { tableNotFound, validationError } from './errors.ts';
import { parseInput } from './input.ts';
import { tags } from './tags.ts';
import { updateTable } from './update-table.ts';
import { indexPrefix, itemPrefix } from './view.ts';

const named = v.strictObject({ TableName: v.string() });

const listRequest = v.strictObject({
  Limit: v.nullish(v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(100)), 100),
  ExclusiveStartTableName: v.nullish(v.string()),
});

const OWN_MEMBERS = [...Object.keys(tableSettings.entries), 'Tags'];

/**
 * The operations on tables. What takes a while on AWS is done at once here: a table is ACTIVE in the answer of CreateTable, and gone with that of DeleteTable.
 * Source: Amazon DynamoDB API Reference.
 */
export function tableOperations(database: Database, clock: Clock): JsonOperations {
  return {
    async CreateTable(input) {
      const request = validate('CreateTable', input, database.reader(), OWN_MEMBERS);
      const settings = parseInput('CreateTable', v.object({ ...tableSettings.entries, Tags: tags }), input);
      const description = { ...describeNew(request, clock()), ...describeSettings(settings) };
      const name = description.TableName;
      return database.exclusive(async (view) => {
        if (database.tables.has(name)) throw new AwsError('ResourceInUseException', `Table already exists: ${name}`);
        // A table of this name that was deleted just before a crash may have left items.
        for (const prefix of storedUnder(name)) await database.clear(prefix);
        view.putTable({ description, tags: settings.Tags ?? [] });
        return { TableDescription: description };
      });
    },

    DescribeTable(input) {
      const { TableName: name } = parseInput('DescribeTable', named, input);
      return Promise.resolve({ Table: database.reader().table(name, tableNotFound).description });
    },

    ListTables(input) {
      const { Limit: limit, ExclusiveStartTableName: start } = parseInput('ListTables', listRequest, input);
      const names = [...database.tables.keys()].sort().filter((name) => !start || name > start);
      const page = names.slice(0, limit);
      return Promise.resolve({
        TableNames: page,
        ...(page.length < names.length && { LastEvaluatedTableName: page.at(-1) }),
      });
    },

    UpdateTable: (input) => updateTable(database, input, clock),

    async DeleteTable(input) {
      const { TableName: name } = parseInput('DeleteTable', named, input);
      return database.exclusive((view) => {
        const { description } = view.table(name, tableNotFound);
        if (description.DeletionProtectionEnabled)
          throw validationError(
            'Resource cannot be deleted as it is currently protected against deletion. Disable deletion protection first.',
          );
        view.deleteTable(name);
        for (const prefix of storedUnder(name)) view.abandon(prefix);
        return Promise.resolve({ TableDescription: { ...description, TableStatus: 'DELETING' } });
      });
    },
  };
}

function storedUnder(table: string): string[] {
  return [itemPrefix(table), indexPrefix(table)];
}
