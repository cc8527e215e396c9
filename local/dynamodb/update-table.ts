import dynalite from 'dynalite/db/index.js';
import * as v from 'valibot';
import { AwsError } from '../shared/aws-error.ts';
import type { Clock } from '../shared/service.ts';
import type { Database } from './database.ts';
import { tableNotFound, validationError } from './errors.ts';
import { parseInput } from './input.ts';
import { isObject } from './json.ts';
import {
  describeBilling,
  describeGlobalIndex,
  describeSettings,
  describeThroughput,
  tableSettings,
} from './table-description.ts';
import { emptyType } from './stored-item.ts';
import { attributeDefinitions, keySchema, type TableDescription, type TableIndex } from './table-record.ts';
import { indexPrefix, itemPrefix, type View } from './view.ts';

const indexName = v.pipe(v.string(), v.regex(/^[a-zA-Z0-9_.-]{3,255}$/));
const provisioned = v.strictObject({
  ReadCapacityUnits: v.pipe(v.number(), v.integer(), v.minValue(1)),
  WriteCapacityUnits: v.pipe(v.number(), v.integer(), v.minValue(1)),
});

const indexUpdate = v.union(
  [
    v.strictObject({
      Create: v.strictObject({
        IndexName: indexName,
        KeySchema: v.pipe(keySchema, v.minLength(1), v.maxLength(2)),
        Projection: v.object({
          ProjectionType: v.picklist(['ALL', 'INCLUDE', 'KEYS_ONLY']),
          NonKeyAttributes: v.optional(v.array(v.string())),
        }),
        ProvisionedThroughput: v.optional(provisioned),
      }),
    }),
    v.strictObject({ Update: v.strictObject({ IndexName: indexName, ProvisionedThroughput: provisioned }) }),
    v.strictObject({ Delete: v.strictObject({ IndexName: indexName }) }),
  ],
  'It must be one Create, Update or Delete of an index',
);

const updateRequest = v.strictObject({
  TableName: v.string(),
  ...tableSettings.entries,
  AttributeDefinitions: v.nullish(attributeDefinitions),
  BillingMode: v.nullish(v.picklist(['PROVISIONED', 'PAY_PER_REQUEST'])),
  ProvisionedThroughput: v.nullish(provisioned),
  GlobalSecondaryIndexUpdates: v.nullish(v.array(indexUpdate)),
});

type IndexUpdate = v.InferOutput<typeof indexUpdate>;

/** UpdateTable: billing, throughput, global secondary indexes and settings. All is done with the answer. Rejects with AwsError. */
export async function updateTable(database: Database, input: unknown, clock: Clock): Promise<object> {
  const request = parseInput('UpdateTable', updateRequest, input);
  const { TableName: name, ...changes } = request;
  if (Object.values(changes).every((value) => value === undefined || value === null))
    throw validationError('At least one member besides TableName is required to update a table');
  if (request.BillingMode === 'PROVISIONED' && !request.ProvisionedThroughput)
    throw validationError(
      'One or more parameter values were invalid: ' +
        'ProvisionedThroughput must be specified when BillingMode is PROVISIONED',
    );

  return database.exclusive(async (view) => {
    const record = view.table(name, tableNotFound);
    const updated: TableDescription = {
      ...record.description,
      AttributeDefinitions: definitionsAfter(record.description, request.AttributeDefinitions ?? []),
      ...(request.BillingMode && describeBilling(request.BillingMode, clock())),
      ...(request.BillingMode === 'PAY_PER_REQUEST' && { ProvisionedThroughput: describeThroughput(undefined) }),
      ...(request.ProvisionedThroughput && {
        ProvisionedThroughput: describeThroughput(request.ProvisionedThroughput),
      }),
      ...describeSettings(request, record.description),
    };
    let indexes = updated.GlobalSecondaryIndexes ?? [];
    for (const update of request.GlobalSecondaryIndexUpdates ?? []) {
      indexes = updateIndexes(indexes, update, updated);
      if ('Create' in update) await fillIndex(database, view, update.Create, updated);
      if ('Delete' in update) view.abandon(indexPrefix(name, update.Delete.IndexName));
    }
    const description = keysOnly({ ...updated, GlobalSecondaryIndexes: indexes.length > 0 ? indexes : undefined });
    view.putTable({ ...record, description });
    return { TableDescription: description };
  });
}

/** Those of the table, and of the request: it may leave out those that the table has, as the example of "update-table" in the AWS CLI reference does. */
function definitionsAfter(
  { AttributeDefinitions: present }: TableDescription,
  given: TableDescription['AttributeDefinitions'],
): TableDescription['AttributeDefinitions'] {
  const isGiven = (name: string) => given.some(({ AttributeName }) => AttributeName === name);
  return [...present.filter(({ AttributeName }) => !isGiven(AttributeName)), ...given];
}

/** An attribute that is the key of nothing has no definition. */
function keysOnly({ AttributeDefinitions: definitions, ...table }: TableDescription): TableDescription {
  const schemas = [table, ...(table.GlobalSecondaryIndexes ?? []), ...(table.LocalSecondaryIndexes ?? [])];
  const keys = schemas.flatMap(({ KeySchema }) => KeySchema.map(({ AttributeName }) => AttributeName));
  return { ...table, AttributeDefinitions: definitions.filter(({ AttributeName }) => keys.includes(AttributeName)) };
}

function updateIndexes(indexes: readonly TableIndex[], update: IndexUpdate, table: TableDescription): TableIndex[] {
  const { IndexName: name } = 'Create' in update ? update.Create : 'Update' in update ? update.Update : update.Delete;
  const exists = indexes.some((index) => index.IndexName === name);
  if ('Create' in update) {
    if (exists) throw validationError(`Attempting to create an index which already exists: ${name}`);
    for (const { AttributeName: attribute } of update.Create.KeySchema) {
      if (!table.AttributeDefinitions.some((definition) => definition.AttributeName === attribute))
        throw validationError(
          `One or more parameter values were invalid: the index key ${attribute} is not in AttributeDefinitions`,
        );
    }
    return [...indexes, describeGlobalIndex(table.TableArn, update.Create)];
  }
  if (!exists)
    throw new AwsError('ResourceNotFoundException', `Requested resource not found: Index: ${name} not found`);
  if ('Delete' in update) return indexes.filter((index) => index.IndexName !== name);
  const { ProvisionedThroughput: changed } = update.Update;
  return indexes.map((index) =>
    index.IndexName === name ? { ...index, ProvisionedThroughput: describeThroughput(changed) } : index,
  );
}

/** Enters the items that the table has already. One whose key attribute is empty or of another type is left out, as DynamoDB does. */
async function fillIndex(database: Database, view: View, index: TableIndex, table: TableDescription): Promise<void> {
  const name = table.TableName;
  await database.clear(indexPrefix(name, index.IndexName));
  const types = new Map(
    table.AttributeDefinitions.map((definition) => [definition.AttributeName, definition.AttributeType]),
  );
  for await (const [, item] of database.entries(itemPrefix(name))) {
    const fits = index.KeySchema.every(({ AttributeName: attribute }) => {
      const value = item[attribute];
      return isObject(value) && Object.hasOwn(value, types.get(attribute) ?? '') && emptyType(value) === undefined;
    });
    if (!fits) continue;
    for (const { key, item: entry } of dynalite.getIndexActions([index], null, item, table).puts)
      view.put(indexPrefix(name, index.IndexName) + key, entry);
  }
}
