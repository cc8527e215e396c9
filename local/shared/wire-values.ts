import * as v from 'valibot';

/* What queries and forms have as text, and JSON and callers in the same process as it is. */

export const flag = v.pipe(
  v.union([v.boolean(), v.picklist(['true', 'false'])]),
  v.transform((value) => value === true || value === 'true'),
);

/** A whole number, not below 0. */
export const count = v.pipe(
  v.union([v.number(), v.pipe(v.string(), v.regex(/^\d{1,15}$/, 'Expected a whole number'), v.transform(Number))]),
  v.integer(),
  v.minValue(0),
);

/** A query has a list of one as that one. */
export function listInQuery<Output>(item: v.GenericSchema<unknown, Output>): v.GenericSchema<unknown, Output[]> {
  return v.pipe(
    v.unknown(),
    v.transform((given): unknown => (Array.isArray(given) ? given : [given])),
    v.array(item),
  );
}
