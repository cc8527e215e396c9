import { describe, expect, it } from 'vitest';
import { EARLIEST, LATEST, parseTime } from '../../functions/shared/time.ts';
import { readMigration, receivedAtOf } from './settings.ts';

const there = { FROM: 'timestream', TO: 'dynamodb' };

describe('the settings of a migration', () => {
  it('are of all readings, unless less is asked for', () => {
    expect(readMigration(there, 'prod')).toEqual({
      from: 'timestream',
      to: 'dynamodb',
      devices: { organizationId: null, deviceId: null },
      period: { from: EARLIEST, to: LATEST + 1n },
      switched: null,
      copies: true,
      checkpoint: 'migrations/prod-timestream-to-dynamodb.json',
    });
  });

  it('take part of them, and no writing', () => {
    const ORGANIZATION = '01JZ8Q6V5X3M9T2B7C4D1E0F8J';
    const less = { ...there, ORGANIZATION, SINCE: '2026-01-01T00:00:00Z', VERIFY: '1', CHECKPOINT: '' };
    expect(readMigration(less, 'prod')).toMatchObject({
      devices: { organizationId: ORGANIZATION, deviceId: null },
      period: { from: parseTime('2026-01-01T00:00:00Z') },
      copies: false,
      checkpoint: 'migrations/prod-timestream-to-dynamodb-verify.json',
    });
  });

  it.each([
    [{ FROM: 'timestream', TO: 'timestream' }, 'FROM and TO are both timestream'],
    [{ FROM: 'influx', TO: '' }, 'FROM must be one of timestream and dynamodb.\nTO must be one of'],
    [{ ...there, DEVICE: 'x', SINCE: 'yesterday' }, 'DEVICE must be an id'],
    [{ ...there, SINCE: '1969-12-31T23:59:59Z' }, 'SINCE must be a time from 1970 on'],
    [{ ...there, SINCE: '2026-02-01T00:00:00Z', UNTIL: '2026-02-01T00:00:00Z' }, 'UNTIL must be later than SINCE'],
    [{ ...there, SWITCHED: '2200-01-01T00:00:00Z' }, 'SWITCHED must be past'],
  ])('are not %j', (variables, message) => {
    expect(() => readMigration(variables, 'dev')).toThrow(message);
  });
});

describe('when copied readings count as received', () => {
  it('is before any reading was, and the later the later they are copied', () => {
    const now = Date.parse('2026-05-01T00:00:00Z');
    const first = receivedAtOf({ switched: null }, now);
    expect(first).toBeGreaterThanOrEqual(1);
    expect(first).toBeLessThan(Date.parse('1970-02-01T00:00:00Z'));
    expect(receivedAtOf({ switched: null }, now + 1000)).toBeGreaterThan(first);
  });

  it('is the switch, where one is given', () => {
    const switched = parseTime('2026-05-01T00:00:00.123Z') ?? 0n;
    expect(receivedAtOf({ switched }, Date.now())).toBe(Date.parse('2026-05-01T00:00:00.123Z'));
  });
});
