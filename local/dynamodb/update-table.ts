import dynalite from 'dynalite/db/index.js';
import * as v from 'valibot';
import { AwsError } from '../shared/aws-error.ts';
import type { Clock } from '../shared/service.ts';
import type { Database } from './database.ts';
import { members, validate } from './engine.ts';
import { tableNotFound, validationError } from './errors.ts';
import { parseInput } from './input.ts';
import { isObject, type JsonObject } from './json.ts';
import {
  describeBilling,
  describeGlobalIndex,
  describeSettings,
  describeThroughput,
  tableSettings,
} from './table-description.ts';
import {
  attributeDefinitions,
  tableIndex,
  throughput,
  type TableDescription,
  type TableIndex,
} from './table-record.ts';
import { indexPrefix, itemPrefix, type View } from './view.ts';

const updateRequest = v.object({
  AttributeDefinitions: v.optional(attributeDefinitions),
  BillingMode: v.optional(v.string()),
  ProvisionedThroughput: v.optional(throughput),
  GlobalSecondaryIndexUpdates: v.optional(
    v.array(
      v.object({
        Create: v.optional(tableIndex),
        Update: v.optional(v.object({ IndexName: v.string(), ProvisionedThroughput: throughput })),
        Delete: v.optional(v.object({ IndexName: v.string() })),
      }),
    ),
  ),
});

type UpdateRequest = v.InferOutput<typeof updateRequest>;
type IndexUpdate = NonNullable<UpdateRequest['GlobalSecondaryIndexUpdates']>[number];

const SETTINGS = Object.keys(tableSettings.entries);

/** UpdateTable: billing, throughput, global secondary indexes and settings. All is done with the answer. Rejects with AwsError. */
export async function updateTable(database: Database, input: unknown, clock: Clock): Promise<object> {
  const { TableName: name } = parseInput('UpdateTable', v.object({ TableName: v.string() }), input);
  const settings = parseInput('UpdateTable', tableSettings, input);
  const request = v.parse(updateRequest, checkedUpdate(members(input), database.reader()));

  return database.exclusive(async (view) => {
    const record = view.table(name, tableNotFound);
    const updated: TableDescription = {
      ...record.description,
      ...(request.AttributeDefinitions && { AttributeDefinitions: request.AttributeDefinitions }),
      ...(request.BillingMode && describeBilling(request.BillingMode, clock())),
      ...(request.BillingMode === 'PAY_PER_REQUEST' && { ProvisionedThroughput: describeThroughput(undefined) }),
      ...(request.ProvisionedThroughput && {
        ProvisionedThroughput: describeThroughput(request.ProvisionedThroughput),
      }),
      ...describeSettings(settings),
    };
    let indexes = updated.GlobalSecondaryIndexes ?? [];
    for (const update of request.GlobalSecondaryIndexUpdates ?? []) {
      indexes = updateIndexes(indexes, update, updated);
      if (update.Create) await fillIndex(database, view, update.Create, updated);
      if (update.Delete) view.abandon(indexPrefix(name, update.Delete.IndexName));
    }
    const description = { ...updated, GlobalSecondaryIndexes: indexes.length > 0 ? indexes : undefined };
    view.putTable({ ...record, description });
    return { TableDescription: description };
  });
}

/** dynalite does not know an update of settings alone, and would refuse it as empty. */
function checkedUpdate(input: JsonObject, view: View): JsonObject {
  const given = Object.keys(input).filter((name) => input[name] !== undefined && input[name] !== null);
  const onlySettings = given.every((name) => name === 'TableName' || SETTINGS.includes(name));
  return onlySettings && given.length > 1 ? {} : validate('UpdateTable', input, view, SETTINGS);
}

function updateIndexes(
  indexes: readonly TableIndex[],
  { Create: created, Update: changed, Delete: deleted }: IndexUpdate,
  table: TableDescription,
): TableIndex[] {
  const name = created?.IndexName ?? changed?.IndexName ?? deleted?.IndexName;
  const exists = indexes.some((index) => index.IndexName === name);
  if (created) {
    if (exists) throw validationError(`Attempting to create an index which already exists: ${created.IndexName}`);
    for (const { AttributeName: attribute } of created.KeySchema) {
      if (!table.AttributeDefinitions.some((definition) => definition.AttributeName === attribute))
        throw validationError(
          `One or more parameter values were invalid: the index key ${attribute} is not in AttributeDefinitions`,
        );
    }
    return [...indexes, describeGlobalIndex(table.TableArn, created)];
  }
  if (!exists)
    throw new AwsError('ResourceNotFoundException', `Requested resource not found: Index: ${name ?? ''} not found`);
  if (deleted) return indexes.filter((index) => index.IndexName !== name);
  return indexes.map((index) =>
    index.IndexName === name && changed
      ? { ...index, ProvisionedThroughput: describeThroughput(changed.ProvisionedThroughput) }
      : index,
  );
}

/** Enters the items that the table has already. One whose key attribute is of another type is left out, as DynamoDB does. */
async function fillIndex(database: Database, view: View, index: TableIndex, table: TableDescription): Promise<void> {
  const name = table.TableName;
  await database.clear(indexPrefix(name, index.IndexName));
  const types = new Map(
    table.AttributeDefinitions.map((definition) => [definition.AttributeName, definition.AttributeType]),
  );
  for await (const [, item] of database.entries(itemPrefix(name))) {
    const fits = index.KeySchema.every(({ AttributeName: attribute }) => {
      const value = item[attribute];
      return isObject(value) && Object.hasOwn(value, types.get(attribute) ?? '');
    });
    if (!fits) continue;
    for (const { key, item: entry } of dynalite.getIndexActions([index], null, item, table).puts)
      view.put(indexPrefix(name, index.IndexName) + key, entry);
  }
}
