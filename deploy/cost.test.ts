import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { defaults, monthlyCost } from './cost-model.ts';
import { costTable, crossover, crossoverTable, readAssumptions } from './cost.ts';
import { STORES } from './readings-cost.ts';

const sum = (cost: Readonly<Record<string, number>>): number =>
  Object.values(cost).reduce((all, each) => all + each, 0);

describe('the cost of a month', () => {
  it('is what one computes by hand', () => {
    const cost = monthlyCost(1000, 'Timestream');
    // 1,000 devices × 43,800 minutes: 43.8 M messages at $1 a million, as many rules and actions at $0.15, and minutes at $0.08.
    expect(cost['IoT Core']).toBeCloseTo(43.8 * (1 + 0.15 + 0.15 + 0.08), 6);
    // 43.8 M × 4 readings of 110 bytes: those of a day in memory, those of 365 days on disk.
    const gbADay = (43.8e6 * 4 * 110 * 24) / 730 / 1e9;
    expect(cost['Readings: storage']).toBeCloseTo(gbADay * 730 * 0.036 + gbADay * 365 * 0.03, 6);
    // 10 organizations × 5 people × 22 days × 100 requests at $4 a million.
    expect(cost['AppSync: requests']).toBeCloseTo(0.44, 6);
  });

  it('is what one computes by hand where readings are in DynamoDB', () => {
    const cost = monthlyCost(1000, 'DynamoDB');
    // 8.3 messages in a batch, hardly ever two of a device: 43.8 M items. A mark a device and hour, put in the table and its index.
    const runs = (43.8e6 * 1000 * (1 - 0.999 ** (1000 / 120))) / (1000 / 120);
    const marks = 730_000;
    expect(cost['Readings: writing']).toBeCloseTo(((runs + 2 * marks) * 0.625 + 0.5 * marks * 0.125) / 1e6, 6);
    expect(cost['Readings: queries']).toBeLessThan(0.1);
  });

  it('differs between stores by readings alone, and by what merges them and is watched', () => {
    const [one, other] = STORES.map((store) => monthlyCost(1000, store));
    const same = Object.keys(one ?? {}).filter((service) => !/^(Readings: |Lambda|CloudWatch)/.test(service));
    expect(same).toHaveLength(8);
    for (const service of same) expect(one?.[service]).toBe(other?.[service]);
  });

  it('takes the lower prices of many messages', () => {
    // 4,380 M messages: the first 1,000 M at $1, the others at $0.80.
    expect(monthlyCost(100_000, 'DynamoDB')['IoT Core']).toBeCloseTo(
      1000 + 3380 * 0.8 + 4380 * (0.15 + 0.15 + 0.08),
      6,
    );
  });

  it('is finite, never negative, and never less for more devices or messages', () => {
    const number = fc.integer({ min: 1, max: 200_000 });
    fc.assert(
      fc.property(
        fc.constantFrom(...STORES),
        number,
        number,
        fc.integer({ min: 1, max: 60 }),
        (store, some, more, messagesPerMinute) => {
          const cost = monthlyCost(some, store, { ...defaults, messagesPerMinute });
          for (const part of Object.values(cost)) expect(part).toBeGreaterThanOrEqual(0);
          expect(sum(cost)).toBeLessThan(Infinity);
          expect(sum(monthlyCost(some + more, store, { ...defaults, messagesPerMinute }))).toBeGreaterThan(
            sum(cost) * 0.99,
          );
        },
      ),
    );
  });

  it('is in the guide as it is computed', async () => {
    const guide = await readFile(resolve(import.meta.dirname, '../docs/deploy.md'), 'utf8');
    expect(guide).toContain(costTable(defaults));
    expect(guide).toContain(crossoverTable(defaults));
    for (const [name, value] of Object.entries(defaults)) expect(guide).toContain(`\`${name}=${value}\``);
  });
});

describe('the number of devices from which Timestream costs less', () => {
  it('is where the two cost the same', () => {
    const all = (devices: number, store: (typeof STORES)[number]) => sum(monthlyCost(devices, store));
    const devices = crossover(defaults) ?? 0;
    expect(all(devices - 1, 'DynamoDB')).toBeLessThanOrEqual(all(devices - 1, 'Timestream'));
    expect(all(devices, 'DynamoDB')).toBeGreaterThan(all(devices, 'Timestream'));
  });

  it('is none where a message has many readings', () => {
    expect(crossover({ ...defaults, metricsPerMessage: 20 })).toBeNull();
  });
});

describe('the assumptions', () => {
  it('are changed by name', () => {
    expect(readAssumptions(['messagesPerMinute=6', 'daysKept=90.5'])).toEqual({
      ...defaults,
      messagesPerMinute: 6,
      daysKept: 90.5,
    });
  });

  it.each(['devices=3', 'messagesPerMinute', 'messagesPerMinute=-1', 'messagesPerMinute=many', 'toString=1'])(
    '%s is refused',
    (argument) => {
      expect(() => readAssumptions([argument])).toThrow(`${argument} is no assumption`);
    },
  );
});
