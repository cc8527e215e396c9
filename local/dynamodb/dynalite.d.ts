/**
 * The parts of dynalite 4 that are used: its validations, its item operations and the helpers that know keys and conditions.
 * Its server, its tables and its storage are not.
 */

declare module 'dynalite/db/index.js' {
  import type { Readable } from 'node:stream';

  /** An item, a key or a validated input: attribute values are in DynamoDB's JSON, such as `{ S: 'text' }`. */
  export type Attributes = Record<string, unknown>;

  export interface KeySchemaElement {
    AttributeName: string;
    KeyType: string;
  }

  export interface Index {
    IndexName: string;
    KeySchema: KeySchemaElement[];
    Projection: { ProjectionType?: string | undefined; NonKeyAttributes?: string[] | undefined };
  }

  export interface Table {
    TableName: string;
    AttributeDefinitions: { AttributeName: string; AttributeType: string }[];
    KeySchema: KeySchemaElement[];
    LocalSecondaryIndexes?: Index[] | undefined;
    GlobalSecondaryIndexes?: Index[] | undefined;
  }

  export type Callback<Value> = (error: unknown, value?: Value) => void;

  export interface Range {
    gt?: string;
    gte?: string;
    lt?: string;
    lte?: string;
    reverse?: boolean;
    /** -1 for all. */
    limit?: number;
  }

  /** The items of a table, or of an index, by key. */
  export interface ItemDatabase {
    lock(key: string, critical: (release: <Done>(done: Done) => Done) => void): void;
    /** Gives `undefined` for a key that is not there. */
    get(key: string, done: Callback<Attributes>): void;
    put(key: string, item: Attributes, done: Callback<never>): void;
    del(key: string, done: Callback<never>): void;
    createValueStream(range: Range): Readable;
  }

  export interface Store {
    /** Bytes. */
    options: { maxItemSize: number };
    getTable(name: string, done: Callback<Table>): void;
    getItemDb(table: string): ItemDatabase;
    getIndexDb(type: string, table: string, index: string): ItemDatabase;
  }

  interface Helpers {
    validateKey(key: Attributes, table: Table): Error | undefined | null;
    validateItem(item: Attributes, table: Table): Error | undefined | null;
    createKey(item: Attributes, table: Table): string;
    /** Tests `Expected` or the parsed condition of a validated input. */
    checkConditional(input: Attributes, existing: Attributes | undefined): Error | undefined | null;
    /** Bytes. */
    itemSize(item: Attributes): number;
    getIndexActions(
      indexes: readonly Index[],
      existing: Attributes | null,
      item: Attributes | null,
      table: Table,
    ): { puts: { index: string; key: string; item: Attributes }[]; deletes: { index: string; key: string }[] };
  }

  const helpers: Helpers;
  export default helpers;
}

declare module 'dynalite/validations/index.js' {
  import type { Attributes, Store } from 'dynalite/db/index.js';

  export interface Validation {
    types: Readonly<Record<string, unknown>>;
    custom?: (input: Attributes, store: Store) => string | undefined;
  }

  interface Validations {
    checkTypes(input: Attributes, types: Validation['types']): Attributes;
    checkValidations(input: Attributes, types: Validation['types'], custom: Validation['custom'], store: Store): void;
  }

  const validations: Validations;
  export default validations;
}

declare module 'dynalite/validations/*.js' {
  import type { Validation } from 'dynalite/validations/index.js';

  const validation: Validation;
  export default validation;
}

declare module 'dynalite/actions/*.js' {
  import type { Attributes, Callback, Store } from 'dynalite/db/index.js';

  /** Runs one operation on a validated input. */
  const action: (store: Store, input: Attributes, done: Callback<Attributes>) => void;
  export default action;
}
