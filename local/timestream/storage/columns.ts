import type { DuckDBConnection } from '@duckdb/node-api';
import * as v from 'valibot';
import { identifier } from './sql.ts';
import { MEASURE_TYPES } from './types.ts';
import type { MeasureType, Point, TableRecord } from './types.ts';

export interface Column {
  readonly name: string;
  readonly kind: 'DIMENSION' | 'MEASURE';
  readonly type: MeasureType;
}

/** "Quotas" in the Timestream Developer Guide. */
const MAX_DIMENSIONS = 128;
const MAX_MEASURES = 1024;
const MAX_MEASURE_NAMES = 8192;

const SQL_TYPES: Readonly<Record<MeasureType, string>> = {
  DOUBLE: 'DOUBLE',
  BIGINT: 'BIGINT',
  VARCHAR: 'VARCHAR',
  BOOLEAN: 'BOOLEAN',
  TIMESTAMP: 'TIMESTAMP_NS',
};

const storedRow = v.union([
  v.tuple([v.picklist(['DIMENSION', 'MEASURE']), v.string(), v.picklist(MEASURE_TYPES)]),
  v.tuple([v.literal('MEASURE_NAME'), v.string(), v.picklist([...MEASURE_TYPES, 'MULTI'])]),
]);

/** The columns of a table, which appear as records first use them, and the type that each measure name has. */
export class Columns {
  readonly all: Column[] = [];
  private readonly byFoldedName = new Map<string, Column>();
  private readonly measureNames = new Map<string, MeasureType | 'MULTI'>();
  private unsaved: (readonly [kind: string, name: string, type: string])[] = [];

  static async load(connection: DuckDBConnection, tableId: number): Promise<Columns> {
    const columns = new Columns();
    const sql = 'SELECT kind, name, type FROM main.ts_columns WHERE table_id = $1 ORDER BY position';
    for (const row of (await connection.runAndReadAll(sql, [tableId])).getRows()) {
      const [kind, name, type] = v.parse(storedRow, row);
      if (kind === 'MEASURE_NAME') columns.measureNames.set(name, type);
      else columns.remember({ kind, name, type });
    }
    return columns;
  }

  /** Makes room for what `point` brings. Answers why not, where it does not fit what is there; then nothing has changed. */
  admit(point: Point): string | undefined {
    const additions: Column[] = [];
    for (const [name] of point.dimensions) {
      const problem = this.fit({ name, kind: 'DIMENSION', type: 'VARCHAR' }, additions);
      if (problem !== undefined) return problem;
    }
    for (const { column, type } of point.measures) {
      const problem = this.fit({ name: column, kind: 'MEASURE', type }, additions);
      if (problem !== undefined) return problem;
    }
    const problem = this.fitMeasureName(point);
    if (problem !== undefined) return problem;
    for (const column of additions) {
      this.remember(column);
      this.unsaved.push([column.kind, column.name, column.type]);
    }
    return undefined;
  }

  private fit(wanted: Column, additions: Column[]): string | undefined {
    const folded = wanted.name.toLowerCase();
    const present = this.byFoldedName.get(folded) ?? additions.find(({ name }) => name.toLowerCase() === folded);
    if (!present) {
      additions.push(wanted);
      const limit = wanted.kind === 'DIMENSION' ? MAX_DIMENSIONS : MAX_MEASURES;
      const used = [...this.all, ...additions].filter(({ kind }) => kind === wanted.kind).length;
      return used > limit ? `The table has more than ${limit} ${wanted.kind.toLowerCase()}s` : undefined;
    }
    if (present.name !== wanted.name)
      return `Not supported here: the column ${wanted.name} differs from the column ${present.name} in case only`;
    if (present.kind !== wanted.kind)
      return `The name ${wanted.name} is already in use for a ${present.kind.toLowerCase()} of the table`;
    if (present.type !== wanted.type)
      return `The measure ${wanted.name} has the type ${present.type}; the record has ${wanted.type}`;
    return undefined;
  }

  private fitMeasureName({ measureName, measureType }: Point): string | undefined {
    const known = this.measureNames.get(measureName);
    if (known === measureType) return undefined;
    if (known !== undefined)
      return `The measure name ${measureName} has the type ${known}; the record has ${measureType}`;
    if (this.measureNames.size >= MAX_MEASURE_NAMES)
      return `The table has more than ${MAX_MEASURE_NAMES} measure names`;
    this.measureNames.set(measureName, measureType);
    this.unsaved.push(['MEASURE_NAME', measureName, measureType]);
    return undefined;
  }

  private remember(column: Column): void {
    this.all.push(column);
    this.byFoldedName.set(column.name.toLowerCase(), column);
  }

  /** Writes what `admit` added since the last time. Answers whether the columns of `rows` changed. */
  async save(connection: DuckDBConnection, table: TableRecord, rows: string): Promise<boolean> {
    const { unsaved } = this;
    this.unsaved = [];
    for (const [kind, name, type] of unsaved) {
      await connection.run(
        'INSERT INTO main.ts_columns SELECT $1, $2, $3, $4, count(*) FROM main.ts_columns WHERE table_id = $1',
        [table.id, kind, name, type],
      );
    }
    const added = this.all.slice(this.all.length - unsaved.filter(([kind]) => kind !== 'MEASURE_NAME').length);
    for (const { name, type } of added)
      await connection.run(`ALTER TABLE ${rows} ADD COLUMN ${identifier(name)} ${SQL_TYPES[type]}`);
    return added.length > 0;
  }
}
