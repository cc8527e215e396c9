/** The columns that a file may have, in any order. */
export const COLUMNS = [
  'name',
  'description',
  'latitude',
  'longitude',
  'altitude',
  'location',
  'metrics',
  'certificate_signing_request',
] as const;

export type Column = (typeof COLUMNS)[number];

/** The cells of a row as they stand in the file; those of columns that it does not have are empty. */
export type Cells = Record<Column, string>;

export function isColumn(name: string): name is Column {
  return (COLUMNS as readonly string[]).includes(name);
}
