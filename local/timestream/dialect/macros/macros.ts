import { ARRAY_MACROS } from './arrays.ts';
import { DATE_MACROS } from './dates.ts';
import { NUMBER_MACROS } from './numbers.ts';
import { TEXT_HELPERS, TEXT_MACROS } from './text.ts';
import { TIME_SERIES_MACROS } from './time-series.ts';

const macros = [
  ...DATE_MACROS,
  ...NUMBER_MACROS,
  ...TEXT_HELPERS,
  ...TEXT_MACROS,
  ...ARRAY_MACROS,
  ...TIME_SERIES_MACROS,
];

/**
 * SQL that makes Timestream's functions that DuckDB lacks or understands otherwise. Run on every start: a later version of the stand-in
 * may define them otherwise.
 */
export const MACROS = macros.map((macro) => `CREATE OR REPLACE MACRO main.${macro};`).join('\n');
