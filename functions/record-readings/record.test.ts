import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Fault } from '../shared/ingestion/testing/world.ts';
import { keepWorld } from '../shared/ingestion/testing/world.ts';
import type { Recording } from './event.ts';
import { parseEvent } from './event.ts';
import { recordReadings } from './record.ts';

const organizationId = '01JZ8Q6V5X3M9T2B7C4D1E0F8G';
const deviceId = '01JZ8Q6V5X3M9T2B7C4D1E0F8H';
const now = Date.parse('2026-03-29T12:00:00Z');
const time = '2026-03-29T11:00:00Z';
const metrics = [
  { name: 'temperature', unit: 'Cel' },
  { name: 'wind', unit: null },
];
const recording = (...readings: object[]): Recording => parseEvent({ organizationId, deviceId, readings, metrics });

describe('recordReadings', () => {
  it('stores, keeps as latest and pushes readings', async () => {
    const { ports, stored, latest, published } = keepWorld();
    const readings = recording(
      { metric: 'temperature', time: '2026-03-29T12:00:00.000000001+01:00', value: 21.5 },
      { metric: 'wind', time, value: 0, text: null },
      { metric: 'note', time, value: null, text: 'calm' },
    );
    expect(await recordReadings(readings, now, ports)).toEqual({ stored: 3, invalid: [] });
    expect([...stored.values()].map(({ metric, value, text }) => [metric, value, text])).toEqual([
      ['temperature', 21.5, null],
      ['wind', 0, null],
      ['note', null, 'calm'],
    ]);
    expect(latest.get(`${organizationId}/${deviceId}`)?.readings.size).toBe(3);
    expect(published[0]?.readings.map(({ metric, unit, declared }) => [metric, unit, declared])).toEqual([
      ['temperature', 'Cel', true],
      ['wind', null, true],
      ['note', null, false],
    ]);
  });

  it('pushes what is of the last hour, and no history', async () => {
    const { ports, stored, published } = keepWorld();
    const readings = recording(
      { metric: 'wind', time: '2026-03-29T10:59:59.999999999Z', value: 1 },
      { metric: 'wind', time: '2026-03-29T11:00:00Z', value: 2 },
      { metric: 'wind', time: '1970-01-01T00:00:00Z', value: 3 },
    );
    expect(await recordReadings(readings, now, ports)).toEqual({ stored: 3, invalid: [] });
    expect(stored.size).toBe(3);
    expect(published.map(({ readings }) => readings.map(({ value }) => value))).toEqual([[2]]);
    await recordReadings(recording({ metric: 'wind', time: '2025-01-01T00:00:00Z', value: 3 }), now, ports);
    expect(published).toHaveLength(1);
  });

  it('says by its place what is invalid, and stores the rest', async () => {
    const { ports, stored } = keepWorld();
    const readings = recording(
      { metric: 'a b', time, value: 1 },
      { metric: 'wind', time: '2026-03-29T12:00:00', value: 1 },
      { metric: 'wind', time: '2026-03-29T12:15:00.001Z', value: 1 },
      { metric: 'wind', time, value: 1 },
      { metric: 'wind', time, value: 1 },
      { metric: 'wind', time, value: 2 },
      { metric: 'rejected', time, value: 1 },
      { metric: 'rejected', time, value: 1 },
      { metric: 'wind', time: '2026-03-29T11:00:01Z' },
      { metric: 'wind', time: '2026-03-29T11:00:02Z', value: 1, text: 'one' },
      { metric: 'wind', time: '2026-03-29T11:00:03Z', text: '' },
      { metric: 'wind', time: '2026-03-29T11:00:04Z', value: 1e-131 },
    );
    expect(await recordReadings(readings, now, ports)).toEqual({
      stored: 2,
      invalid: [
        [
          0,
          '"a b": a metric name is a letter or digit, then letters, digits, `-`, `:`, `.`, `/` or `_`, at most 64 characters in all',
        ],
        [1, '"wind": its time, "2026-03-29T12:00:00", is not one with an offset, such as 2026-03-29T01:59:59Z'],
        [
          2,
          '"wind": its time, 2026-03-29T12:15:00.001Z, is more than 15 minutes after it was received; set the device\'s clock',
        ],
        [5, '"wind": it has two values at 2026-03-29T11:00:00Z; the first is kept'],
        [6, '"rejected": too old'],
        [7, '"rejected": too old'],
        [8, '"wind": it has neither a value nor a text'],
        [9, '"wind": it has a value and a text; give one of them'],
        [10, '"wind": its text is empty; leave the metric out where there is no value'],
        [11, '"wind": the size of a number is 0 or from 1e-130 to 9.9e+125'],
      ].map(([index, reason]) => ({ index, reason })),
    });
    expect(stored.size).toBe(1);
  });

  it('changes nothing when the same comes again; another value, recorded later, counts', async () => {
    const { ports, stored } = keepWorld();
    const record = (value: number, at: number) => recordReadings(recording({ metric: 'wind', time, value }), at, ports);
    await record(1, now);
    const before = [...stored.values()].map(({ value }) => value);
    expect(await record(1, now + 1)).toEqual({ stored: 1, invalid: [] });
    expect([...stored.values()].map(({ value }) => value)).toEqual(before);
    await record(2, now + 2);
    expect([...stored.values()].map(({ value }) => value)).toEqual([2]);
  });

  it.each<[string, Fault[]]>([
    ['stored', ['before']],
    ['stored, or is, for nobody can tell', ['after']],
    ['kept as the newest', ['none', 'before']],
  ])('is a TimeoutError where a reading cannot be %s now; the same again repairs it', async (_, faults) => {
    const { ports, stored, latest } = keepWorld(() => faults.shift() ?? 'none');
    const twice = { metric: 'wind', time, value: 1 };
    const readings = recording(twice, twice, { metric: 'a b', time, value: 1 });
    await expect(recordReadings(readings, now, ports)).rejects.toMatchObject({
      type: 'TimeoutError',
      message: '2 of 3 readings could not be stored now; record the same again: none is stored twice',
    });
    expect(await recordReadings(readings, now + 1, ports)).toMatchObject({ stored: 2, invalid: [{ index: 2 }] });
    expect([stored.size, latest.size]).toEqual([1, 1]);
  });

  it('keeps what is stored when it cannot be pushed', async () => {
    const faults: Fault[] = ['none', 'none', 'before'];
    const { ports, stored } = keepWorld(() => faults.shift() ?? 'none');
    const readings = recording({ metric: 'wind', time, value: 1 });
    expect(await recordReadings(readings, now, ports)).toEqual({ stored: 1, invalid: [] });
    expect(stored.size).toBe(1);
  });

  it('makes of every reading a stored or an invalid one', async () => {
    const reading = fc.record(
      {
        metric: fc.oneof(fc.constantFrom('wind', 'rejected', 'constructor', '2001:db8::2/wind'), fc.string()),
        time: fc.oneof(
          fc.date({ noInvalidDate: true }).map((date) => date.toISOString()),
          fc.constant(time),
          fc.string(),
        ),
        value: fc.option(fc.double({ noNaN: true })),
        text: fc.option(fc.string()),
      },
      { requiredKeys: ['metric', 'time'] },
    );
    await fc.assert(
      fc.asyncProperty(fc.array(reading, { minLength: 1, maxLength: 20 }), async (readings) => {
        const { ports } = keepWorld();
        const { stored, invalid } = await recordReadings(recording(...readings), now, ports);
        expect(stored + invalid.length).toBe(readings.length);
        expect(new Set(invalid.map(({ index }) => index)).size).toBe(invalid.length);
      }),
    );
  });
});

describe('parseEvent', () => {
  const reading = { metric: 'wind', time, value: 1 };

  it.each([0, 1001])('refuses %d readings', (length) => {
    expect(() => recording(...Array.from({ length }, () => reading))).toThrow('`readings` has 1 to 1000');
  });

  it('refuses what is not of a device', () => {
    expect(() => parseEvent({ organizationId, deviceId: 'x', readings: [reading], metrics })).toThrow('`deviceId`');
  });
});
