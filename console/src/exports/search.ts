import * as v from 'valibot';
import { METRIC_NAME } from '../../../functions/shared/names.ts';
import { Id, orNone, Time } from '../search.ts';

export const FORMATS = ['CSV', 'PARQUET'] as const;
export const LAYOUTS = ['LONG', 'WIDE'] as const;
/** What can be known of a window, in the order in which they are offered. */
export const STATISTICS = [
  'AVG',
  'MIN',
  'MAX',
  'SUM',
  'COUNT',
  'FIRST',
  'LAST',
  'STDDEV',
  'P50',
  'P90',
  'P95',
  'P99',
] as const;

const eachOnce = <Item extends v.GenericSchema<unknown, string>>(item: Item) =>
  v.pipe(
    v.array(item),
    v.transform((items) => [...new Set(items)]),
  );

/** What the address of the form holds: `/exports/new?deviceIds=["…"]&metrics=["…"]&from=…&to=…`. Anything that is left out has its usual value. */
export const ExportSearch = v.object({
  deviceIds: orNone(eachOnce(Id)),
  metrics: orNone(eachOnce(v.pipe(v.string(), v.regex(METRIC_NAME)))),
  from: orNone(Time),
  to: orNone(Time),
  format: orNone(v.picklist(FORMATS)),
  layout: orNone(v.picklist(LAYOUTS)),
  window: orNone(v.pipe(v.string(), v.regex(/^P(?:\d{1,9}D|T\d{1,9}[HMS])$/))),
  statistics: orNone(eachOnce(v.picklist(STATISTICS))),
});

export type ExportSearch = v.InferOutput<typeof ExportSearch>;
