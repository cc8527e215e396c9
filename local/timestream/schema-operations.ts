import * as v from 'valibot';
import { localArn } from '../shared/arns.ts';
import { AwsError } from '../shared/aws-error.ts';
import type { JsonOperations } from '../shared/json-service.ts';
import type { Clock } from '../shared/service.ts';
import { databaseArn, tableArn } from './arns.ts';
import { invalid, parseInput } from './errors.ts';
import { existingDatabase, existingTable } from './existing.ts';
import { memoryStartMs } from './limits.ts';
import type { Catalog } from './storage/catalog.ts';
import type { DatabaseRecord, TableRecord, TableSettings } from './storage/types.ts';
import type { Writer } from './storage/writer.ts';
import { tagList } from './tag-operations.ts';

/** "Quotas" in the Timestream Developer Guide. */
const DEFAULT_MEMORY_HOURS = 6;
const DEFAULT_MAGNETIC_DAYS = 73_000;

/** Schemas of DuckDB itself. */
const OWN_SCHEMAS = ['main', 'information_schema', 'pg_catalog', 'temp', 'system'];

const LOCAL_KEY = localArn('kms', 'alias/aws/timestream');

const name = v.pipe(
  v.string(),
  v.regex(/^[a-zA-Z0-9_.-]{3,256}$/, 'must be 3 to 256 letters, digits, "_", "." or "-"'),
);
const wholeNumber = (least: number, most: number) =>
  v.pipe(v.number(), v.integer(), v.minValue(least), v.maxValue(most));
const page = {
  NextToken: v.optional(v.pipe(v.string(), v.regex(/^\d+$/, 'is not one of this service'))),
  MaxResults: v.optional(wholeNumber(1, 20)),
};
const partitionKey = v.object({
  Type: v.picklist(['DIMENSION', 'MEASURE']),
  Name: v.optional(v.pipe(v.string(), v.minLength(1))),
  EnforcementInRecord: v.optional(v.picklist(['REQUIRED', 'OPTIONAL'])),
});
const tableSettings = {
  RetentionProperties: v.optional(
    v.object({
      MemoryStoreRetentionPeriodInHours: wholeNumber(1, 8_766),
      MagneticStoreRetentionPeriodInDays: wholeNumber(1, 73_000),
    }),
  ),
  MagneticStoreWriteProperties: v.optional(
    v.object({
      EnableMagneticStoreWrites: v.boolean(),
      MagneticStoreRejectedDataLocation: v.optional(v.unknown()),
    }),
  ),
  Schema: v.optional(
    v.object({ CompositePartitionKey: v.optional(v.pipe(v.array(partitionKey), v.minLength(1), v.maxLength(1))) }),
  ),
};

const createDatabaseInput = v.object({
  DatabaseName: name,
  KmsKeyId: v.optional(v.string()),
  Tags: v.optional(tagList, []),
});
const updateDatabaseInput = v.object({ DatabaseName: v.string(), KmsKeyId: v.string() });
const databaseInput = v.object({ DatabaseName: v.string() });
const listDatabasesInput = v.object(page);
const createTableInput = v.object({
  DatabaseName: v.string(),
  TableName: name,
  ...tableSettings,
  Tags: v.optional(tagList, []),
});
const updateTableInput = v.object({ DatabaseName: v.string(), TableName: v.string(), ...tableSettings });
const tableInput = v.object({ DatabaseName: v.string(), TableName: v.string() });
const listTablesInput = v.object({ DatabaseName: v.optional(v.string()), ...page });

interface SchemaOptions {
  readonly catalog: Catalog;
  readonly writer: Writer;
  readonly clock: Clock;
}

/** The operations that make, describe and delete databases and tables. */
export function schemaOperations({ catalog, writer, clock }: SchemaOptions): JsonOperations {
  return {
    async CreateDatabase(input) {
      const { DatabaseName, KmsKeyId, Tags } = parseInput(createDatabaseInput, input);
      refuseTaken(DatabaseName, [...catalog.databases.keys()], 'database');
      if (OWN_SCHEMAS.includes(DatabaseName.toLowerCase()))
        throw invalid(`The name ${DatabaseName} is not supported here`);
      const nowMs = clock();
      const database = { name: DatabaseName, kmsKeyId: KmsKeyId ?? LOCAL_KEY, createdMs: nowMs, updatedMs: nowMs };
      await catalog.addDatabase(database);
      await catalog.setTags(databaseArn(DatabaseName), new Map(Tags.map(({ Key, Value }) => [Key, Value])));
      return { Database: describeDatabase(catalog, database) };
    },

    DescribeDatabase(input) {
      const { DatabaseName } = parseInput(databaseInput, input);
      return Promise.resolve({ Database: describeDatabase(catalog, existingDatabase(catalog, DatabaseName)) });
    },

    async UpdateDatabase(input) {
      const { DatabaseName, KmsKeyId } = parseInput(updateDatabaseInput, input);
      const database = { ...existingDatabase(catalog, DatabaseName), kmsKeyId: KmsKeyId, updatedMs: clock() };
      await catalog.updateDatabase(database);
      return { Database: describeDatabase(catalog, database) };
    },

    ListDatabases(input) {
      const { items, ...rest } = takePage([...catalog.databases.values()], parseInput(listDatabasesInput, input));
      return Promise.resolve({ Databases: items.map((database) => describeDatabase(catalog, database)), ...rest });
    },

    async DeleteDatabase(input) {
      const { DatabaseName } = parseInput(databaseInput, input);
      existingDatabase(catalog, DatabaseName);
      if (catalog.tablesOf(DatabaseName).length > 0)
        throw invalid(`The database ${DatabaseName} has tables: delete them before it`);
      await catalog.removeDatabase(DatabaseName);
      await catalog.setTags(databaseArn(DatabaseName), new Map());
      return {};
    },

    async CreateTable(input) {
      const { DatabaseName, TableName, Tags, ...wanted } = parseInput(createTableInput, input);
      existingDatabase(catalog, DatabaseName);
      const taken = catalog.tablesOf(DatabaseName).map((table) => table.name);
      refuseTaken(TableName, taken, 'table');
      const nowMs = clock();
      const settings = settingsOf(wanted, {
        memoryHours: DEFAULT_MEMORY_HOURS,
        magneticDays: DEFAULT_MAGNETIC_DAYS,
        magneticWrites: false,
        partitionKey: [{ Type: 'MEASURE' }],
      });
      const table = await catalog.addTable(
        { database: DatabaseName, name: TableName, settings, createdMs: nowMs, updatedMs: nowMs },
        (connection, record) => writer.create(connection, record),
      );
      await catalog.setTags(tableArn(DatabaseName, TableName), new Map(Tags.map(({ Key, Value }) => [Key, Value])));
      return { Table: describeTable(table) };
    },

    DescribeTable(input) {
      const { DatabaseName, TableName } = parseInput(tableInput, input);
      return Promise.resolve({ Table: describeTable(existingTable(catalog, DatabaseName, TableName)) });
    },

    async UpdateTable(input) {
      const { DatabaseName, TableName, ...wanted } = parseInput(updateTableInput, input);
      const table = existingTable(catalog, DatabaseName, TableName);
      const nowMs = clock();
      const settings = {
        ...settingsOf(wanted, table.settings),
        memoryFromMs: Math.floor(memoryStartMs(table.settings, nowMs)),
      };
      refuseOtherPartitionKey(settings, table.settings);
      const updated = { ...table, settings, updatedMs: nowMs };
      await catalog.updateTable(updated, (connection, record) => writer.adapt(connection, record));
      return { Table: describeTable(updated) };
    },

    ListTables(input) {
      const { DatabaseName, ...wanted } = parseInput(listTablesInput, input);
      if (DatabaseName !== undefined) existingDatabase(catalog, DatabaseName);
      const tables = DatabaseName === undefined ? catalog.allTables() : catalog.tablesOf(DatabaseName);
      const { items, ...rest } = takePage(tables, wanted);
      return Promise.resolve({ Tables: items.map(describeTable), ...rest });
    },

    async DeleteTable(input) {
      const { DatabaseName, TableName } = parseInput(tableInput, input);
      const table = existingTable(catalog, DatabaseName, TableName);
      await catalog.removeTable(table, (connection) => writer.drop(connection, table));
      await catalog.setTags(tableArn(DatabaseName, TableName), new Map());
      return {};
    },
  };
}

/** Names are case sensitive on Timestream and not in the engine below. */
function refuseTaken(name: string, taken: readonly string[], kind: string): void {
  if (taken.includes(name)) throw new AwsError('ConflictException', `The ${kind} ${name} already exists.`);
  const similar = taken.find((other) => other.toLowerCase() === name.toLowerCase());
  if (similar !== undefined)
    throw invalid(`Not supported here: the ${kind} ${name} differs from ${similar} in case only`);
}

type WantedSettings = v.InferOutput<v.ObjectSchema<typeof tableSettings, undefined>>;

function settingsOf(wanted: WantedSettings, current: TableSettings): TableSettings {
  const { RetentionProperties: retention, MagneticStoreWriteProperties: magnetic, Schema: schema } = wanted;
  const key = schema?.CompositePartitionKey ?? current.partitionKey;
  for (const { Type, Name } of key)
    if ((Type === 'DIMENSION') !== (Name !== undefined))
      throw invalid('A partition key of the type DIMENSION has a name, and one of the type MEASURE has none');
  return {
    memoryHours: retention?.MemoryStoreRetentionPeriodInHours ?? current.memoryHours,
    magneticDays: retention?.MagneticStoreRetentionPeriodInDays ?? current.magneticDays,
    magneticWrites: magnetic?.EnableMagneticStoreWrites ?? current.magneticWrites,
    rejectedDataLocation: magnetic ? magnetic.MagneticStoreRejectedDataLocation : current.rejectedDataLocation,
    partitionKey: key,
  };
}

/** Only the enforcement of a partition key can change after the table is made. */
function refuseOtherPartitionKey(wanted: TableSettings, current: TableSettings): void {
  const identity = ({ partitionKey: key }: TableSettings) => JSON.stringify(key.map(({ Type, Name }) => [Type, Name]));
  if (identity(wanted) !== identity(current)) throw invalid('The partition key of a table cannot be changed');
}

function describeDatabase(catalog: Catalog, { name: databaseName, kmsKeyId, createdMs, updatedMs }: DatabaseRecord) {
  return {
    Arn: databaseArn(databaseName),
    DatabaseName: databaseName,
    TableCount: catalog.tablesOf(databaseName).length,
    KmsKeyId: kmsKeyId,
    CreationTime: createdMs / 1_000,
    LastUpdatedTime: updatedMs / 1_000,
  };
}

function describeTable({ database, name: tableName, settings, createdMs, updatedMs }: TableRecord) {
  return {
    Arn: tableArn(database, tableName),
    DatabaseName: database,
    TableName: tableName,
    TableStatus: 'ACTIVE',
    RetentionProperties: {
      MemoryStoreRetentionPeriodInHours: settings.memoryHours,
      MagneticStoreRetentionPeriodInDays: settings.magneticDays,
    },
    MagneticStoreWriteProperties: {
      EnableMagneticStoreWrites: settings.magneticWrites,
      MagneticStoreRejectedDataLocation: settings.rejectedDataLocation,
    },
    Schema: { CompositePartitionKey: settings.partitionKey },
    CreationTime: createdMs / 1_000,
    LastUpdatedTime: updatedMs / 1_000,
  };
}

function takePage<Item>(
  items: readonly Item[],
  { NextToken = '0', MaxResults = 20 }: { NextToken?: string | undefined; MaxResults?: number | undefined },
): { items: Item[]; NextToken?: string } {
  const start = Number(NextToken);
  const end = start + MaxResults;
  return { items: items.slice(start, end), ...(end < items.length ? { NextToken: String(end) } : {}) };
}
