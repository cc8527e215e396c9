import { parseTime } from '../../functions/shared/time.ts';
import { beginOfDay, readingsOfDay } from './data.ts';

/** What the stores are to say of one metric, from the readings as they were written. */

const DAY_MS = 86_400_000;

interface DayFigures {
  count: number;
  avg: number;
  min: number;
  max: number;
  p95: number;
  /** By time in ns. */
  numbers: ReadonlyMap<bigint, number>;
}

const known = new Map<string, DayFigures>();

export function dayFigures(day: number, metric: string): DayFigures {
  const name = `${day} ${metric}`;
  const figures = known.get(name) ?? figuresOf(day, metric);
  known.set(name, figures);
  return figures;
}

/** The smallest and the largest of so many days. */
export function numberRange(days: number, metric: string): { min: number; max: number } {
  const figures = Array.from({ length: days }, (_, day) => dayFigures(day, metric));
  return { min: Math.min(...figures.map(({ min }) => min)), max: Math.max(...figures.map(({ max }) => max)) };
}

/** What was measured at a time; undefined where nothing was. */
export function numberAt(time: string, metric: string): number | undefined {
  const at = parseTime(time);
  return at === undefined ? undefined : dayFigures(dayOf(Number(at / 1_000_000n)), metric).numbers.get(at);
}

/** @param at in ms since 1970 */
export function dayOf(at: number): number {
  return Math.floor((at - beginOfDay(0)) / DAY_MS);
}

function figuresOf(day: number, metric: string): DayFigures {
  const readings = readingsOfDay(day).filter((reading) => reading.metric === metric);
  const numbers = new Map(readings.flatMap(({ time, value }) => (value === null ? [] : [[time, value] as const])));
  const ascending = [...numbers.values()].sort((one, other) => one - other);
  const { length: count } = ascending;
  return {
    count,
    avg: ascending.reduce((sum, value) => sum + value, 0) / count,
    min: ascending[0] ?? NaN,
    max: ascending.at(-1) ?? NaN,
    p95: ascending[Math.ceil((count * 95) / 100) - 1] ?? NaN,
    numbers,
  };
}
