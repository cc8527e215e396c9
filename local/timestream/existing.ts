import { notFound } from './errors.ts';
import type { Catalog } from './storage/catalog.ts';
import type { DatabaseRecord, TableRecord } from './storage/types.ts';

/** @throws AwsError `ResourceNotFoundException` */
export function existingDatabase(catalog: Catalog, name: string): DatabaseRecord {
  const database = catalog.databases.get(name);
  if (!database) throw notFound(`The database ${name} does not exist.`);
  return database;
}

/** @throws AwsError `ResourceNotFoundException`, for the table or for its database */
export function existingTable(catalog: Catalog, database: string, name: string): TableRecord {
  existingDatabase(catalog, database);
  const table = catalog.table(database, name);
  if (!table) throw notFound(`The table ${name} does not exist.`);
  return table;
}
