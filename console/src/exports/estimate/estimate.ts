import type { Choices } from '../form/choices.ts';
import { bytesOf, figuresOf, type Counted, type Figures, type Range } from './figures.ts';
import { partsOf, questionsOf, type CountQuestion, type Part, type Reach, type Wanted } from './plan.ts';
import { SAMPLE, sampleOf, totalOf } from './sample.ts';

/** What the API answers. Each rejects as the API does. */
export interface Source {
  reach(deviceId: string): Promise<readonly Reach[]>;
  /** How many numeric readings there are; what is missing has none. */
  count(question: CountQuestion): Promise<readonly { deviceId: string; metric: string; count: number }[]>;
  /** The first readings in an order, at most `first` of them, and whether there are more. */
  times(question: TimesQuestion): Promise<{ items: readonly { metric: string; time: string }[]; isAll: boolean }>;
}

export interface TimesQuestion {
  deviceId: string;
  metrics: string[];
  from: string;
  to: string;
  order: 'ASC' | 'DESC';
  first: number;
}

/** What there is of what is chosen. */
export interface Counts {
  /** Of each device that was looked at. */
  devices: readonly (readonly Counted[])[];
  /** How many devices there are. */
  of: number;
  /** Whether textual readings are guessed from the first of them: the API counts only numeric ones. */
  hasGuessedTexts: boolean;
  /** Where there is nothing: when the nearest readings before and after the period were measured. */
  nearest: { before: string | null; after: string | null };
  /** From when to when there are readings of what is chosen, in any period; null where there are none. */
  reach: { first: string; last: string } | null;
}

/** What an export would have, before it is made. */
export interface Estimate extends Figures {
  bytes: Range;
}

/** The most of what one page of readings has. */
const PAGE = 1000;

interface Looked {
  deviceId: string;
  reaches: readonly Reach[];
  parts: Part[];
}

/** Finds out how much there is, by questions that cost little. @param deviceIds which devices the choice is of */
export async function count(
  source: Source,
  choices: Pick<Choices, 'from' | 'to' | 'metrics'>,
  deviceIds: readonly string[],
): Promise<Counts> {
  const period = { from: Date.parse(choices.from), to: Date.parse(choices.to), metrics: choices.metrics };
  const looked = await Promise.all(
    sampleOf(deviceIds, SAMPLE).map(async (deviceId): Promise<Looked> => {
      const all = await source.reach(deviceId);
      const reaches = all.filter(({ metric }) => period.metrics === null || period.metrics.includes(metric));
      return { deviceId, reaches, parts: partsOf(reaches, period) };
    }),
  );
  const { counted, hasGuessed } = await countAll(source, looked);
  const devices = looked.map(({ deviceId }) => counted.get(deviceId) ?? []);
  const isNothing = devices.flat().every((each) => each.count === 0);
  return {
    devices,
    of: deviceIds.length,
    hasGuessedTexts: hasGuessed,
    nearest: isNothing ? await nearestOf(source, looked, choices) : { before: null, after: null },
    reach: reachOf(looked.flatMap(({ reaches }) => reaches)),
  };
}

/** What an export would have where there is so much. */
export function estimateOf({ devices, of }: Counts, choices: Pick<Choices, 'format' | 'layout' | 'summary'>): Estimate {
  const figures = devices.map((counted) => figuresOf(counted, choices));
  const total = (what: keyof Figures): Range =>
    totalOf(
      figures.map((each) => each[what]),
      of,
    );
  const totals = { readings: total('readings'), rows: total('rows'), values: total('values') };
  return { ...totals, bytes: bytesOf(totals, choices.format) };
}

async function countAll(
  source: Source,
  looked: readonly Looked[],
): Promise<{ counted: Map<string, Counted[]>; hasGuessed: boolean }> {
  const wanted: Wanted[] = looked.map(({ deviceId, parts }) => ({ deviceId, metrics: parts }));
  const answers = (await Promise.all(questionsOf(wanted).map((question) => source.count(question)))).flat();
  const counts = new Map(answers.map(({ deviceId, metric, count }) => [`${deviceId} ${metric}`, count]));
  const counted = new Map<string, Counted[]>();
  let hasGuessed = false;
  for (const { deviceId, parts } of looked) {
    const numeric = parts.map(({ metric, from, to }) => ({
      metric,
      count: counts.get(`${deviceId} ${metric}`) ?? 0,
      reach: to - from,
    }));
    const uncounted = parts.filter((_, index) => numeric[index]?.count === 0);
    const texts = uncounted.length === 0 ? [] : await countTexts(source, deviceId, uncounted);
    hasGuessed ||= texts.some(({ isGuess }) => isGuess);
    counted.set(deviceId, [...numeric.filter(({ count }) => count > 0), ...texts]);
  }
  return { counted, hasGuessed };
}

/** What has no numeric readings has texts, or nothing: one page of them tells, all of them or how close they are. */
async function countTexts(
  source: Source,
  deviceId: string,
  parts: readonly Part[],
): Promise<(Counted & { isGuess: boolean })[]> {
  const from = Math.min(...parts.map((part) => part.from));
  const to = Math.max(...parts.map((part) => part.to));
  const metrics = parts.map(({ metric }) => metric).slice(0, 50);
  const period = { from: new Date(from).toISOString(), to: new Date(to).toISOString() };
  const { items, isAll } = await source.times({ deviceId, metrics, ...period, order: 'ASC', first: PAGE });
  const last = items.at(-1);
  const seen = isAll || !last ? to - from : Math.max(1, Date.parse(last.time) - from);
  return parts.map(({ metric, ...part }) => {
    const found = items.filter((item) => item.metric === metric).length;
    const count = isAll ? found : Math.max(found, Math.round((found * (to - from)) / seen));
    return { metric, count, reach: part.to - part.from, isGuess: !isAll };
  });
}

/** When the nearest readings outside of a period were measured in which there are none. */
async function nearestOf(
  source: Source,
  looked: readonly Looked[],
  { from, to }: Pick<Choices, 'from' | 'to'>,
): Promise<Counts['nearest']> {
  const [begin, end] = [Date.parse(from), Date.parse(to)];
  const reaches = looked.flatMap((each) => each.reaches);
  const before = reaches.filter(({ last }) => Date.parse(last) < begin).map(({ last }) => last);
  const after = reaches.filter(({ first }) => Date.parse(first) >= end).map(({ first }) => first);
  // Where readings reach over the period, there is a gap in them.
  const gaps = looked.filter(({ parts }) => parts.length > 0).slice(0, 3);
  const around = await Promise.all(gaps.map((each) => aroundGap(source, each, { from, to })));
  return {
    before: latestOf([...before, ...around.flatMap((each) => each.before)]),
    after: earliestOf([...after, ...around.flatMap((each) => each.after)]),
  };
}

async function aroundGap(
  source: Source,
  { deviceId, reaches, parts }: Looked,
  { from, to }: Pick<Choices, 'from' | 'to'>,
): Promise<{ before: string[]; after: string[] }> {
  const metrics = parts.map(({ metric }) => metric).slice(0, 50);
  const whole = reachOf(reaches.filter(({ metric }) => metrics.includes(metric)));
  if (!whole) return { before: [], after: [] };
  const nearest = async (period: { from: string; to: string }, order: 'ASC' | 'DESC'): Promise<string[]> => {
    if (Date.parse(period.from) >= Date.parse(period.to)) return [];
    const { items } = await source.times({ deviceId, metrics, ...period, order, first: 1 });
    return items.map(({ time }) => time);
  };
  const [before, after] = await Promise.all([
    nearest({ from: whole.first, to: from }, 'DESC'),
    nearest({ from: to, to: new Date(Date.parse(whole.last) + 1).toISOString() }, 'ASC'),
  ]);
  return { before, after };
}

function reachOf(reaches: readonly Reach[]): Counts['reach'] {
  const first = earliestOf(reaches.map((each) => each.first));
  const last = latestOf(reaches.map((each) => each.last));
  return first !== null && last !== null ? { first, last } : null;
}

const byTime = (one: string, other: string): number => Date.parse(one) - Date.parse(other);
const earliestOf = (times: readonly string[]): string | null => [...times].sort(byTime)[0] ?? null;
const latestOf = (times: readonly string[]): string | null => [...times].sort(byTime).at(-1) ?? null;
