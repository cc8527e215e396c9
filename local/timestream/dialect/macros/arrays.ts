/**
 * "Array functions" in the Timestream Developer Guide, as macros. Positions count from 1. NULLs are last in order, as in Trino.
 */

/** Trino, "Array functions". */
const MAX_SEQUENCE = 10_000;

const SEQUENCE = `CASE
  WHEN step = 0 OR (step > 0 AND last < first) OR (step < 0 AND last > first)
    THEN error('The sequence does not lead from its start to its stop')
  WHEN (last - first) // step >= ${MAX_SEQUENCE} THEN error('A sequence has at most ${MAX_SEQUENCE} entries')
  ELSE generate_series(first, last, step) END`;

export const ARRAY_MACROS: readonly string[] = [
  `ts_subscript(items, n) AS CASE WHEN n < 1 OR n > len(items) THEN error('Array subscript is out of bounds') ELSE items[n] END`,
  `ts_steps(first, last, step) AS ${SEQUENCE}`,
  `sequence(first, last) AS ts_steps(first, last, CASE WHEN first <= last THEN 1 ELSE -1 END),
   (first, last, step) AS ts_steps(first, last, step)`,
  `cardinality(items) AS len(items)`,
  `element_at(items, n) AS
     CASE WHEN n = 0 THEN error('SQL array indices start at 1') ELSE list_extract(items, n) END`,
  `array_distinct(items) AS list_filter(items, (item, i) -> list_position(items, item) = i)`,
  `array_join(items, delimiter) AS array_to_string(list_transform(items, item -> ts_to_varchar(item)), delimiter)`,
  `array_max(items) AS CASE WHEN list_count(items) = len(items) THEN list_max(items) END`,
  `array_min(items) AS CASE WHEN list_count(items) = len(items) THEN list_min(items) END`,
  `array_position(items, item) AS CASE WHEN item IS NOT NULL THEN coalesce(list_position(items, item), 0) END`,
  `array_remove(items, item) AS list_filter(items, each -> each <> item)`,
  `array_sort(items) AS list_sort(items, 'ASC', 'NULLS LAST')`,
  `slice(items, first, size) AS list_slice(items, first, first + size - 1)`,
];
