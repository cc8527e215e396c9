import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { defaults, monthlyCost } from './cost-model.ts';
import { costTable, readAssumptions } from './cost.ts';

const sum = (cost: Readonly<Record<string, number>>): number =>
  Object.values(cost).reduce((all, each) => all + each, 0);

describe('the cost of a month', () => {
  it('is what one computes by hand', () => {
    const cost = monthlyCost(1000);
    // 1,000 devices × 43,800 minutes: 43.8 M messages at $1 a million, as many rules and actions at $0.15, and minutes at $0.08.
    expect(cost['IoT Core']).toBeCloseTo(43.8 * (1 + 0.15 + 0.15 + 0.08), 6);
    // 43.8 M × 4 readings of 110 bytes: those of a day in memory, those of 365 days on disk.
    const gbADay = (43.8e6 * 4 * 110 * 24) / 730 / 1e9;
    expect(cost['Timestream: storage']).toBeCloseTo(gbADay * 730 * 0.036 + gbADay * 365 * 0.03, 6);
    // 10 organizations × 5 people × 22 days × 100 requests at $4 a million.
    expect(cost['AppSync: requests']).toBeCloseTo(0.44, 6);
  });

  it('takes the lower prices of many messages', () => {
    // 4,380 M messages: the first 1,000 M at $1, the others at $0.80.
    expect(monthlyCost(100_000)['IoT Core']).toBeCloseTo(1000 + 3380 * 0.8 + 4380 * (0.15 + 0.15 + 0.08), 6);
  });

  it('is finite, never negative, and never less for more devices or messages', () => {
    const number = fc.integer({ min: 1, max: 200_000 });
    fc.assert(
      fc.property(number, number, fc.integer({ min: 1, max: 60 }), (some, more, messagesPerMinute) => {
        const cost = monthlyCost(some, { ...defaults, messagesPerMinute });
        for (const part of Object.values(cost)) expect(part).toBeGreaterThanOrEqual(0);
        expect(sum(cost)).toBeLessThan(Infinity);
        expect(sum(monthlyCost(some + more, { ...defaults, messagesPerMinute }))).toBeGreaterThan(sum(cost) * 0.99);
      }),
    );
  });

  it('is in the guide as it is computed', async () => {
    const guide = await readFile(resolve(import.meta.dirname, '../docs/deploy.md'), 'utf8');
    expect(guide).toContain(costTable(defaults));
    for (const [name, value] of Object.entries(defaults)) expect(guide).toContain(`\`${name}=${value}\``);
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
