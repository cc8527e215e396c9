import type { Statistic } from '../store.ts';

/** What a statistic is made of, in SQL. */
export interface Measured {
  /** The numbers; null where a row is not to be looked at. */
  value: string;
  /** Numbers and their times, `value, time`; no time where there is no number, for a text may be the earliest of all. */
  dated: string;
  /** Null where a row is not to be counted; `*` counts all. */
  counted: string;
}

const PERCENTILES = { P50: '0.5', P90: '0.9', P95: '0.95', P99: '0.99' } as const;

/** The aggregate of a statistic. Percentiles are approximate. Source: Timestream Developer Guide, "Aggregate functions". */
export function statisticSql(statistic: Statistic, { value, dated, counted }: Measured): string {
  switch (statistic) {
    case 'COUNT':
      return `count(${counted})`;
    case 'FIRST':
      return `min_by(${dated})`;
    case 'LAST':
      return `max_by(${dated})`;
    case 'AVG':
    case 'MIN':
    case 'MAX':
    case 'SUM':
    case 'STDDEV':
      return `${statistic.toLowerCase()}(${value})`;
    case 'P50':
    case 'P90':
    case 'P95':
    case 'P99':
      return `approx_percentile(${value}, ${PERCENTILES[statistic]})`;
  }
}
