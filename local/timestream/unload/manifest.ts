import type { WireColumn, WireRow } from '../paging.ts';

/** A file in the folder `results/`. */
export interface ResultFile {
  readonly url: string;
  readonly bytes: number;
  readonly rows: number;
}

/** "UNLOAD concepts", What information does each file contain?; the name of the total of bytes is that of "Run UNLOAD query", Read and parse manifest content. */
export function manifest(files: readonly ResultFile[], format: 'CSV' | 'PARQUET'): string {
  const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0);
  return JSON.stringify({
    result_files: files.map(({ url, bytes, rows }) => ({
      url,
      file_metadata: { content_length_in_bytes: bytes, row_count: rows },
    })),
    query_metadata: {
      total_content_length_in_bytes: sum(files.map(({ bytes }) => bytes)),
      total_row_count: sum(files.map(({ rows }) => rows)),
      result_format: format,
      result_version: 'Amazon Timestream version 1.0.0',
    },
    author: { name: 'Amazon Timestream', manifest_file_version: '1.0' },
  });
}

export function metadata(columns: readonly WireColumn[]): string {
  return JSON.stringify({
    ColumnInfo: columns,
    Author: { Name: 'Amazon Timestream', MetadataFileVersion: '1.0' },
  });
}

/** The columns of an UNLOAD's one row. */
export const UNLOAD_COLUMNS: readonly WireColumn[] = [
  { Name: 'rows', Type: { ScalarType: 'BIGINT' } },
  { Name: 'metadataFile', Type: { ScalarType: 'VARCHAR' } },
  { Name: 'manifestFile', Type: { ScalarType: 'VARCHAR' } },
];

export function unloadRow(rows: number, metadataUrl: string, manifestUrl: string): WireRow {
  return { Data: [String(rows), metadataUrl, manifestUrl].map((ScalarValue) => ({ ScalarValue })) };
}
