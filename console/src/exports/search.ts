import * as v from 'valibot';

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

/** What ids are made like; the API refuses any other. */
export const ID = /^[0-9A-HJKMNP-TV-Z]{26}$/;
/** What metrics are called; the API refuses any other. */
export const METRIC_NAME = /^[A-Za-z0-9][A-Za-z0-9:./_-]{0,63}$/;

/** Of what somebody typed into the address, what is no such thing is left out. */
const orNone = <Schema extends v.GenericSchema>(schema: Schema) => v.fallback(v.optional(schema), undefined);
const eachOnce = <Item extends v.GenericSchema<unknown, string>>(item: Item) =>
  v.pipe(
    v.array(item),
    v.transform((items) => [...new Set(items)]),
  );
const Time = v.pipe(
  v.string(),
  v.isoTimestamp(),
  v.check((time) => !Number.isNaN(Date.parse(time))),
);

/** What the address of the form holds: `/exports/new?deviceIds=["…"]&metrics=["…"]&from=…&to=…`. Anything that is left out has its usual value. */
export const ExportSearch = v.object({
  deviceIds: orNone(eachOnce(v.pipe(v.string(), v.regex(ID)))),
  metrics: orNone(eachOnce(v.pipe(v.string(), v.regex(METRIC_NAME)))),
  from: orNone(Time),
  to: orNone(Time),
  format: orNone(v.picklist(FORMATS)),
  layout: orNone(v.picklist(LAYOUTS)),
  window: orNone(v.pipe(v.string(), v.regex(/^P(?:\d{1,9}D|T\d{1,9}[HMS])$/))),
  statistics: orNone(eachOnce(v.picklist(STATISTICS))),
});

export type ExportSearch = v.InferOutput<typeof ExportSearch>;
