import type { Column } from '../../../../functions/import-devices/csv/columns.ts';
import type { HeaderFault } from '../../../../functions/import-devices/csv/header.ts';

/** Why a file as a whole cannot be taken. Lines count from 1. */
export type FileFault =
  | { kind: 'tooLarge'; bytes: number }
  | { kind: 'empty' }
  | { kind: 'noRows' }
  | { kind: 'notText'; line: number }
  | { kind: 'notUtf8'; line: number }
  | { kind: 'quote'; line: number }
  | { kind: 'openQuote'; line: number }
  | (HeaderFault & { line: number })
  | { kind: 'tooManyRows'; line: number };

/** Why a row cannot become a device. */
export type RowFault =
  | { kind: 'cells'; cells: number; columns: number }
  | { kind: 'place' }
  | { kind: 'number'; column: Column; text: string }
  | { kind: 'range'; column: Column; least: number; most: number; value: number }
  | { kind: 'blank'; column: Column }
  | { kind: 'long'; column: Column; most: number; length: number }
  | { kind: 'metricMembers'; text: string }
  | { kind: 'metricName'; text: string }
  | { kind: 'metricTwice'; text: string }
  | { kind: 'manyMetrics'; most: number; count: number }
  | { kind: 'request' };
