import { isColumn, type Column } from './columns.ts';
import { shortened } from './shortened.ts';

/* How the first line of a file is read: by the import itself, and by who looks a file through before it is sent. */

/** As spreadsheets write them where the comma is for decimals, and where cells are copied. The first is taken where none says more than another. */
const SEPARATORS = [',', ';', '\t'] as const;

/** Why a header cannot be taken; what it has is named as it stands there. */
export type HeaderFault =
  { kind: 'unknownColumn'; column: string } | { kind: 'columnTwice'; column: string } | { kind: 'noName' };

/** The separator by which the header of a text has most known columns. */
export function separatorOf(text: string): string {
  const [first = ''] = text.replace(/^\uFEFF/, '').split('\n', 1);
  const known = SEPARATORS.map((separator) => first.split(separator).filter((cell) => isColumn(nameOf(cell))).length);
  return SEPARATORS[known.indexOf(Math.max(...known))] ?? ',';
}

/** The columns of a header, in its order. */
export function readHeader(cells: readonly string[]): { columns: Column[] } | { fault: HeaderFault } {
  const names = cells.map(nameOf);
  const unknown = cells.find((cell) => !isColumn(nameOf(cell)));
  if (unknown !== undefined) return { fault: { kind: 'unknownColumn', column: shortened(written(unknown)) } };
  const twice = names.find((name, index) => names.indexOf(name) !== index);
  if (twice !== undefined) return { fault: { kind: 'columnTwice', column: twice } };
  if (!names.includes('name')) return { fault: { kind: 'noName' } };
  return { columns: names.filter(isColumn) };
}

function written(cell: string): string {
  return cell
    .trim()
    .replace(/^"(.*)"$/, '$1')
    .trim();
}

/** As a person would write a column's name. */
const nameOf = (cell: string): string => written(cell).toLowerCase();
