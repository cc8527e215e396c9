import { describe, expect, it } from 'vitest';
import { beginsOf, localDay, wholeDays } from './local-days.ts';
import type { Offset } from './zone.ts';

const HOUR = 3_600_000_000_000n;
const offset = (hours: number, seconds: number): Offset => ({ from: BigInt(hours) * HOUR, seconds: seconds * 3600 });

describe('wholeDays', () => {
  it('leaves changes as they are that part no day', () => {
    const offsets: [Offset, ...Offset[]] = [
      offset(-100, 0),
      offset(1, 1),
      offset(40, 0),
      offset(72, -1),
      offset(96, 2),
    ];
    expect(wholeDays(offsets)).toEqual(offsets);
  });

  it('moves a change back over midnight to where the new day begins again', () => {
    expect(wholeDays([offset(-100, 0), offset(25, -3), offset(100, 0)])).toEqual([
      offset(-100, 0),
      offset(27, -3),
      offset(100, 0),
    ]);
  });

  it('forgets a change that is undone before it was to come into force', () => {
    expect(wholeDays([offset(-100, 0), offset(25, -3), offset(26, 0)])).toEqual([offset(-100, 0), offset(26, 0)]);
    expect(wholeDays([offset(-100, 0), offset(25, -3), offset(26, -1)])).toEqual([offset(-100, 0), offset(26, -1)]);
  });
});

describe('days with two changes', () => {
  it('are one piece', () => {
    // Forward by two hours at 01:00, back by one at 20:00 local: a day of 23 hours.
    const offsets = wholeDays([offset(-100, 0), offset(1, 2), offset(18, 1)]);
    expect(beginsOf([0, 1, 2], offsets)).toEqual([0n, 23n * HOUR, 47n * HOUR]);
    expect([0n, 23n * HOUR - 1n, 23n * HOUR].map((time) => localDay(offsets, time))).toEqual([0, 0, 1]);
  });
});
