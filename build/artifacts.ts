/**
 * What `make build` writes to `dist/`, and what Terraform and `local/` read. `dist/` knows no environment: where code needs a physical
 * table name it carries a placeholder such as `__TABLE_devices__`, which both consumers replace.
 */

/** `dist/api.json`: the whole API. */
export interface ApiArtifact {
  /** The SDL as AppSync gets it: with its directives, without their definitions. */
  schema: string;
  /** Authorization modes; the first is the default one. */
  authorization: readonly ('AMAZON_COGNITO_USER_POOLS' | 'AWS_IAM')[];
  /** By logical name: `devices`, `identities`, … */
  tables: Readonly<Record<string, TableDefinition>>;
  /** By name, which AppSync wants as `[_A-Za-z][_0-9A-Za-z]*`. */
  dataSources: Readonly<Record<string, DataSourceArtifact>>;
  /** Pipeline functions by name. */
  functions: Readonly<Record<string, { dataSource: string; code: string }>>;
  /** By `Type.field`. */
  resolvers: Readonly<Record<string, ResolverArtifact>>;
}

export interface TableDefinition {
  partitionKey: string;
  sortKey?: string;
  /** Attribute that holds the epoch second after which DynamoDB may delete the item. */
  timeToLive?: string;
  /** Global secondary indexes by name. They have the keys only; an item without both of the index's attributes is not in it. */
  indexes?: Readonly<Record<string, { partitionKey: string; sortKey: string }>>;
  /** Why the table exists, as its `Purpose` tag says. */
  purpose: string;
}

export type DataSourceArtifact =
  | {
      type: 'AMAZON_DYNAMODB';
      table: string;
      /** The DynamoDB actions that its role needs, such as `dynamodb:GetItem`, by table. Transactions and batches name other tables than its own. */
      rights: Readonly<Record<string, readonly string[]>>;
    }
  | { type: 'AWS_LAMBDA'; function: string }
  | { type: 'NONE' };

export type ResolverArtifact =
  { kind: 'UNIT'; dataSource: string; code: string } | { kind: 'PIPELINE'; functions: readonly string[]; code: string };

/** `dist/functions.json`: every Lambda function, by name. */
export type FunctionsArtifact = Readonly<Record<string, FunctionArtifact>>;

export interface FunctionArtifact {
  /** Path of the zip, relative to `dist/`. */
  zip: string;
  /** SHA-256 of the zip, base64: Terraform's `source_code_hash`. */
  sha256: string;
  handler: 'index.handler';
  description: string;
  timeoutSeconds: number;
  memoryMb: number;
  /** The environment variables that the function's own configuration schema requires. */
  environment: readonly string[];
  /** GraphQL fields that its role may call, such as `Mutation.publishReadings`. */
  graphqlFields: readonly string[];
  /** The SQL of the IoT rule whose messages it receives through a queue, if any. */
  iotRule?: string;
  /** When it is invoked by itself, such as `rate(1 minute)`, as EventBridge Scheduler has it. */
  schedule?: string;
  /** Routes of the HTTP API that invoke it, such as `GET /exports/{id}`. */
  httpRoutes?: readonly string[];
  /** The only kind of readings store whose deployments have it, such as `dynamodb`; without this, all have it. */
  readingsStore?: 'timestream' | 'dynamodb';
}

/** `dist/console.json`: the console, whose files are in `dist/console/`. */
export interface ConsoleArtifact {
  /** By path, such as `assets/index-Bh2d.js`; `index.html` answers every page. */
  files: Readonly<Record<string, ConsoleFile>>;
  /** Headers that go with each answer. Where it connects to is put in the place of {@link CONNECT_SOURCES}. */
  headers: Readonly<Record<string, string>>;
}

export interface ConsoleFile {
  contentType: string;
  cacheControl: string;
  /** SHA-256 of its bytes, in hexadecimal. */
  sha256: string;
}

/** Stands in the console's headers for the origins that an environment's API, user pool and uploads are at. */
export const CONNECT_SOURCES = '__CONNECT_SOURCES__';

/**
 * Replaces every placeholder in `code` by the physical name that `tableNames` gives for its table.
 * @throws if a placeholder names a table that is not there: code must never run with one left.
 */
export function replaceTablePlaceholders(code: string, tableNames: Readonly<Record<string, string>>): string {
  return code.replace(/__TABLE_(.*?)__/g, (placeholder, table: string) => {
    const name = Object.hasOwn(tableNames, table) ? tableNames[table] : undefined;
    if (name === undefined)
      throw new Error(`${placeholder} names a table that does not exist: ${Object.keys(tableNames).join(', ')}`);
    return name;
  });
}
