import { ByteWriter, ParquetWriter } from 'hyparquet-writer';
import type { ColumnSource } from 'hyparquet-writer';
import { gzipSync, constants } from 'node:zlib';
import type { ExportColumn } from '../export-columns.ts';
import { numberText } from './exporter-text.ts';
import type { Cells, Rows } from './exporter-rows.ts';

type SchemaElement = ConstructorParameters<typeof ParquetWriter>[0]['schema'][number];
type Value = number | bigint | string | null;

/** Rows of a row group: enough that columns are packed well, few enough to be held in memory. */
const GROUP_ROWS = 128 * 1024;
/** Of texts in a row group, in characters. */
const GROUP_CHARACTERS = 16 * 2 ** 20;

const compressors = { GZIP: (bytes: Uint8Array) => gzipSync(bytes, { level: constants.Z_BEST_SPEED }) };

/** A Parquet file in memory, with the columns and types of an export. */
export class ParquetFile {
  rows = 0;
  private readonly columns: readonly ExportColumn[];
  private readonly bytes = new ByteWriter(2 ** 20);
  private readonly parquet: ParquetWriter;
  private readonly groups: Uint8Array[] = [];
  private group: Value[][] = [];
  private groupRows = 0;
  private groupCharacters = 0;

  constructor(columns: readonly ExportColumn[]) {
    this.columns = columns;
    const schema = [{ name: 'root', num_children: columns.length }, ...columns.map(schemaOf)];
    this.parquet = new ParquetWriter({
      writer: this.bytes,
      schema,
      codec: 'GZIP',
      compressors,
      createdBy: 'sonde',
    });
    this.begin();
  }

  /** How many bytes have been written; the last rows are not in them. */
  get size(): number {
    return this.bytes.offset;
  }

  add(rows: Rows): void {
    const { begin, offsets, cells, deviceId, metric } = rows;
    const keys = metric === null ? [deviceId] : [deviceId, metric];
    for (let row = 0; row < offsets.length; row++) {
      this.group[0]?.push(begin + BigInt(offsets[row] ?? 0));
      for (const [index, key] of keys.entries()) this.group[1 + index]?.push(key);
      for (const [index, cell] of cells.entries()) this.addCell(1 + keys.length + index, cell, row);
      this.groupRows++;
      if (this.groupRows === GROUP_ROWS || this.groupCharacters >= GROUP_CHARACTERS) this.endGroup();
    }
  }

  /** The whole file. */
  finish(): Buffer {
    this.endGroup();
    void this.parquet.finish();
    this.take();
    return Buffer.concat(this.groups);
  }

  private addCell(column: number, cells: Cells, row: number): void {
    const value = valueOf(this.columns[column], cells, row);
    if (typeof value === 'string') this.groupCharacters += value.length;
    this.group[column]?.push(value);
  }

  private begin(): void {
    this.group = this.columns.map(() => []);
    this.groupRows = 0;
    this.groupCharacters = 0;
  }

  private endGroup(): void {
    if (this.groupRows === 0) return;
    const columnData = this.columns.map(({ name, kind }, index): ColumnSource => ({
      name,
      data: this.group[index] ?? [],
      ...(kind === 'time' && { encoding: 'DELTA_BINARY_PACKED' }),
    }));
    void this.parquet.write({ columnData, rowGroupSize: this.groupRows });
    this.rows += this.groupRows;
    this.take();
    this.begin();
  }

  /** Takes what was written out of the writer's memory, which would be copied each time that it grows. */
  private take(): void {
    this.groups.push(this.bytes.getBytes().slice());
    this.bytes.index = 0;
  }
}

/** As Timestream and DuckDB write them, so that a file is read alike wherever readings are kept. */
function schemaOf(column: ExportColumn): SchemaElement {
  const { name } = column;
  switch (column.kind) {
    case 'time':
      return {
        name,
        type: 'INT64',
        logical_type: { type: 'TIMESTAMP', isAdjustedToUTC: false, unit: 'NANOS' },
        repetition_type: 'OPTIONAL',
      };
    case 'device':
    case 'metric':
    case 'text':
    case 'reading':
      return { name, type: 'BYTE_ARRAY', converted_type: 'UTF8', repetition_type: 'OPTIONAL' };
    case 'value':
      return { name, type: 'DOUBLE', repetition_type: 'OPTIONAL' };
    case 'statistic':
      return { name, type: column.statistic === 'COUNT' ? 'INT64' : 'DOUBLE', repetition_type: 'OPTIONAL' };
  }
}

function valueOf(column: ExportColumn | undefined, { numbers, texts }: Cells, row: number): Value {
  const number = numbers?.[row] ?? NaN;
  if (Number.isNaN(number)) return texts?.[row] ?? null;
  if (column?.kind === 'reading') return numberText(number);
  return column?.kind === 'statistic' && column.statistic === 'COUNT' ? BigInt(number) : number;
}
