import { isDeepStrictEqual } from 'node:util';
import * as v from 'valibot';
import { formatTime, fromMilliseconds } from '../../functions/shared/time.ts';
import { beginOfDay, DEVICE_ID, METRICS, ORGANIZATION_ID, periodOf, readingsOfDay } from './data.ts';
import { dayFigures, dayOf, numberAt, numberRange } from './expected.ts';

/** A question to `query-readings`, as it comes from AppSync. */
export interface Question {
  name: string;
  rounds: number;
  /** The arguments, of which each round may have others. */
  event: (round: number) => object;
  /** Throws unless an answer is what the readings say. */
  check: (answer: unknown, round: number) => void;
}

const PAGE = 1000;
const POINTS = 500;
const DAY_MS = 86_400_000;
/** What the order of additions may change, and what a sketch may make of a percentile: as a part of it. */
const ROUNDING = 1e-9;
const SKETCHED = 0.01;
/** Pages begin anywhere in the period: far from each other, and neither at the begin of an hour. */
const PAGE_STEP = 0.618_033_988_75;

const [{ name: METRIC }] = METRICS;
const declared = METRICS.map(({ name, unit }) => ({ deviceId: DEVICE_ID, metric: name, unit }));
const common = { organizationId: ORGANIZATION_ID, declared };

export function questions(days: number): Question[] {
  const { from, to } = periodOf(days);
  const period = { from: formatTime(from), to: formatTime(to) };
  const ofDays = {
    ...common,
    ...period,
    field: 'aggregates',
    deviceIds: [DEVICE_ID],
    metrics: [METRIC],
    window: 'P1D',
  };
  const figures = ['AVG', 'MIN', 'MAX', 'COUNT'];
  // The last day may not have as many readings as a page.
  const pageBegin = (round: number) => Math.floor(beginOfDay(0) + ((round * PAGE_STEP) % 1) * (days - 1) * DAY_MS);
  return [
    {
      name: `A page of ${PAGE.toLocaleString('en')} readings of both metrics`,
      rounds: 60,
      event: (round) => {
        const begin = formatTime(fromMilliseconds(pageBegin(round)));
        return { ...common, field: 'readings', deviceId: DEVICE_ID, from: begin, to: period.to, first: PAGE };
      },
      check: (answer, round) => {
        checkPage(answer, pageBegin(round));
      },
    },
    {
      name: `${days} day windows of one metric, ${figures.join(' ')}`,
      rounds: 15,
      event: () => ({ ...ofDays, statistics: figures }),
      check: (answer) => {
        checkDays(answer, days);
      },
    },
    {
      name: `${days} day windows of one metric, P95`,
      rounds: 15,
      event: () => ({ ...ofDays, statistics: ['P95'] }),
      check: (answer) => {
        checkPercentiles(answer, days);
      },
    },
    {
      name: `A chart of ${days} days of one metric, ${POINTS} points`,
      rounds: 15,
      event: () => ({
        ...common,
        ...period,
        field: 'downsample',
        deviceId: DEVICE_ID,
        metrics: [METRIC],
        points: POINTS,
      }),
      check: (answer) => {
        checkChart(answer, days);
      },
    },
  ];
}

const Page = v.object({
  items: v.array(v.object({ metric: v.string(), time: v.string(), value: v.number() })),
  nextCursor: v.string(),
});

function checkPage(answer: unknown, begin: number): void {
  const { items } = v.parse(Page, answer);
  const from = fromMilliseconds(begin);
  const first = dayOf(begin);
  const expected = [first, first + 1]
    .flatMap(readingsOfDay)
    .filter(({ time }) => time >= from)
    .slice(0, PAGE)
    .map(({ metric, time, value }) => ({ metric, time: formatTime(time), value }));
  demand(isDeepStrictEqual(items, expected), `A page is not what was written from ${formatTime(from)} on`);
}

const windowsOf = <Entries extends v.ObjectEntries>(figures: Entries) =>
  v.pipe(
    v.tuple([v.object({ windows: v.array(v.object({ begin: v.string(), ...figures })) })]),
    v.transform(([{ windows }]) => windows),
  );
const Figures = windowsOf({ avg: v.number(), min: v.number(), max: v.number(), count: v.number() });
const Percentiles = windowsOf({ p95: v.number() });

function checkDays(answer: unknown, days: number): void {
  const windows = v.parse(Figures, answer);
  demand(windows.length === days, `There are ${windows.length} windows instead of ${days}`);
  for (const [day, { begin, avg, min, max, count }] of windows.entries()) {
    const expected = dayFigures(day, METRIC);
    demand(begin === formatTime(fromMilliseconds(beginOfDay(day))), `Window ${day} begins ${begin}`);
    demand(min === expected.min && max === expected.max, `Window ${day} is from ${min} to ${max}`);
    demand(count === expected.count, `Window ${day} has ${count} readings`);
    demand(isNear(avg, expected.avg, ROUNDING), `Window ${day} has the mean ${avg}`);
  }
}

function checkPercentiles(answer: unknown, days: number): void {
  const windows = v.parse(Percentiles, answer);
  demand(windows.length === days, `There are ${windows.length} windows instead of ${days}`);
  for (const [day, { p95 }] of windows.entries())
    demand(isNear(p95, dayFigures(day, METRIC).p95, SKETCHED + ROUNDING), `Window ${day} has ${p95} as its P95`);
}

const Chart = v.pipe(
  v.tuple([v.object({ points: v.array(v.object({ time: v.string(), value: v.number() })) })]),
  v.transform(([{ points }]) => points),
);

function checkChart(answer: unknown, days: number): void {
  const points = v.parse(Chart, answer);
  demand(points.length === POINTS, `There are ${points.length} points instead of ${POINTS}`);
  const values = points.map(({ value }) => value);
  const { min, max } = numberRange(days, METRIC);
  demand(Math.min(...values) === min && Math.max(...values) === max, 'A chart leaves out the smallest or the largest');
  for (const { time, value } of points)
    demand(numberAt(time, METRIC) === value, `${value} was not measured at ${time}`);
}

function isNear(one: number, other: number, part: number): boolean {
  return Math.abs(one - other) <= part * Math.abs(other);
}

function demand(isSo: boolean, otherwise: string): void {
  if (!isSo) throw new Error(otherwise);
}
