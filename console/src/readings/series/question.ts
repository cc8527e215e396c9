import type { Measured } from './reading-series.ts';
import type { ServerWindow } from './bins.ts';

/** What can be drawn of a window. */
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
export type Statistic = (typeof STATISTICS)[number];

const SHARES: Readonly<Partial<Record<Statistic, number>>> = { P50: 0.5, P90: 0.9, P95: 0.95, P99: 0.99 };

/** The share of values that a percentile is not above; null of another statistic. */
export const shareOf = (statistic: Statistic): number | null => SHARES[statistic] ?? null;

/** Which readings: those of a time until now that moves on with it, those since a time, or those of [from, to). In ms. */
export type Period = { last: number } | { since: number } | { from: number; to: number };

/** What a chart is to show of a device. */
export interface Question {
  metrics: readonly string[];
  period: Period;
  /** An ISO 8601 duration, `every` for each reading, or `auto` for what suits the period. */
  window: string;
  statistic: Statistic;
  /** Whose days, weeks, months and years windows are. */
  timeZone: string;
  /** How many points the chart should have. */
  points: number;
}

/** [from, to), in ms since 1970. */
export interface Asked {
  metrics: readonly string[];
  from: number;
  to: number;
}

/** What the API answers of one device. Each rejects as the API does. */
export interface Source {
  /** In the order of the metrics. The statistics that every window has, and the one that is asked for. */
  aggregates(
    asked: Asked & { window: string; statistic: Statistic; timeZone: string; withEmpty: boolean },
    signal: AbortSignal,
  ): Promise<ServerSeries[]>;
  /** In the order of the metrics, of which there are at most 10. */
  downsample(asked: Asked & { points: number }, signal: AbortSignal): Promise<Measured[][]>;
  /** All there are, of all pages, in any order. */
  readings(asked: Asked, signal: AbortSignal): Promise<LiveReading[]>;
}

export interface ServerSeries {
  windows: ServerWindow[];
}

/** A reading of one of the metrics. */
export interface LiveReading extends Measured {
  metric: string;
}
