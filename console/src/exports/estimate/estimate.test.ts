import { describe, expect, it } from 'vitest';
import type { Choices } from '../form/choices.ts';
import { count, estimateOf, type Source } from './estimate.ts';
import { SAMPLE } from './sample.ts';

interface Reading {
  deviceId: string;
  metric: string;
  time: string;
  isText?: boolean;
}

const HOUR = 3_600_000;
const BEGIN = Date.parse('2026-01-01T00:00:00Z');
const at = (hour: number): string => new Date(BEGIN + hour * HOUR).toISOString();
const hourly = (deviceId: string, metric: string, hours: number, isText = false): Reading[] =>
  Array.from({ length: hours }, (_, hour) => ({ deviceId, metric, time: at(hour), isText }));

/** Answers as the API does. */
function sourceOf(readings: readonly Reading[]): Source & { questions: number } {
  const within = ({ from, to }: { from: string; to: string }) =>
    readings.filter(({ time }) => from <= time && time < to);
  const source = {
    questions: 0,
    reach: (deviceId: string) => {
      const own = readings.filter((each) => each.deviceId === deviceId);
      return Promise.resolve(
        [...new Set(own.map(({ metric }) => metric))].map((metric) => {
          const times = own
            .filter((each) => each.metric === metric)
            .map(({ time }) => time)
            .sort();
          return { metric, first: times[0]!, last: times.at(-1)! };
        }),
      );
    },
    count: ({ deviceIds, metrics, ...period }: Parameters<Source['count']>[0]) => {
      source.questions += 1;
      const numeric = within(period).filter(({ isText }) => isText !== true);
      return Promise.resolve(
        deviceIds.flatMap((deviceId) =>
          metrics.map((metric) => ({
            deviceId,
            metric,
            count: numeric.filter((each) => each.deviceId === deviceId && each.metric === metric).length,
          })),
        ),
      );
    },
    times: ({ deviceId, metrics, order, first, ...period }: Parameters<Source['times']>[0]) => {
      const found = within(period)
        .filter((each) => each.deviceId === deviceId && metrics.includes(each.metric))
        .sort((a, b) => (a.time < b.time ? -1 : 1));
      const ordered = order === 'ASC' ? found : found.reverse();
      return Promise.resolve({ items: ordered.slice(0, first), isAll: ordered.length <= first });
    },
  };
  return source;
}

const plain = { format: 'CSV', layout: 'LONG', summary: null } as const;
const period = (from: number, to: number): Pick<Choices, 'from' | 'to' | 'metrics'> => ({
  from: at(from),
  to: at(to),
  metrics: null,
});
const exactly = (of: number) => ({ low: of, high: of });

describe('what an export would come to', () => {
  const readings = [...hourly('a', 'level', 100), ...hourly('a', 'wind', 50), ...hourly('b', 'level', 10)];

  it('is counted, by one question for devices that measure the same', async () => {
    const source = sourceOf([...hourly('a', 'level', 100), ...hourly('b', 'level', 10)]);
    const counts = await count(source, period(0, 40), ['a', 'b']);
    expect(estimateOf(counts, plain)).toMatchObject({ readings: exactly(50), rows: exactly(50), values: exactly(50) });
    expect(source.questions).toBe(1);
  });

  it('is of the metrics that are chosen', async () => {
    const counts = await count(sourceOf(readings), { ...period(0, 40), metrics: ['wind'] }, ['a', 'b']);
    expect(estimateOf(counts, plain).readings).toEqual(exactly(40));
  });

  it('has fewer rows where metrics share them, and where windows do', async () => {
    const counts = await count(sourceOf(readings), period(0, 48), ['a']);
    expect(estimateOf(counts, { ...plain, layout: 'WIDE' }).rows).toEqual({ low: 48, high: 96 });
    const daily = estimateOf(counts, { ...plain, summary: { window: 'P1D', statistics: ['AVG', 'MAX'] } });
    expect(daily.rows.low).toBeLessThanOrEqual(4);
    expect(daily.rows.high).toBeGreaterThanOrEqual(4);
    expect(daily.values.high).toBe(2 * daily.rows.high);
  });

  it('counts texts as well, and says where it guesses them', async () => {
    const few = await count(sourceOf(hourly('a', 'note', 900, true)), period(0, 900), ['a']);
    expect([estimateOf(few, plain).readings, few.hasGuessedTexts]).toEqual([exactly(900), false]);
    const many = await count(sourceOf(hourly('a', 'note', 4000, true)), period(0, 4000), ['a']);
    const { low } = estimateOf(many, plain).readings;
    expect(many.hasGuessedTexts).toBe(true);
    expect(Math.abs(low / 4000 - 1)).toBeLessThan(0.01);
  });

  it('is reckoned from some of many devices, with bounds that hold what is so', async () => {
    const ids = Array.from({ length: 100 }, (_, index) => `d${String(index).padStart(3, '0')}`);
    const uneven = ids.flatMap((id, index) => hourly(id, 'level', 20 + (index % 7)));
    const counts = await count(sourceOf(uneven), period(0, 100), ids);
    const { low, high } = estimateOf(counts, plain).readings;
    expect([counts.devices.length, counts.of]).toEqual([SAMPLE, 100]);
    expect(low).toBeLessThanOrEqual(uneven.length);
    expect(high).toBeGreaterThanOrEqual(uneven.length);
    expect(high - low).toBeLessThan(uneven.length / 2);
  });

  it.each([
    ['after all of it', 200, 300, { before: at(99), after: null }],
    ['before all of it', -10, -5, { before: null, after: at(0) }],
  ])('names the nearest readings of a period %s', async (_, from, to, nearest) => {
    const counts = await count(sourceOf(readings), period(from, to), ['a', 'b']);
    expect(estimateOf(counts, plain).readings).toEqual(exactly(0));
    expect(counts.nearest).toEqual(nearest);
    expect(counts.reach).toEqual({ first: at(0), last: at(99) });
  });

  it('names the readings around a gap', async () => {
    const gapped = hourly('a', 'level', 100).filter((_, hour) => hour < 20 || hour >= 60);
    const counts = await count(sourceOf(gapped), period(30, 40), ['a']);
    expect(counts.nearest).toEqual({ before: at(19), after: at(60) });
  });

  it('says that there is nothing at all', async () => {
    expect(await count(sourceOf([]), period(0, 1), ['a'])).toMatchObject({
      nearest: { before: null, after: null },
      reach: null,
    });
  });

  it('asks for decades of many series within what the API answers', async () => {
    const old = ['a', 'b'].flatMap((id) =>
      Array.from({ length: 45 }, (_, index) => [
        { deviceId: id, metric: `m${index}`, time: '1990-01-01T00:00:00.000Z' },
        { deviceId: id, metric: `m${index}`, time: at(0) },
      ]).flat(),
    );
    const counts = await count(sourceOf(old), { from: '1970-01-01T00:00:00.000Z', to: at(1), metrics: null }, [
      'a',
      'b',
    ]);
    expect(estimateOf(counts, plain).readings).toEqual(exactly(180));
  });
});
