import { describe } from 'vitest';
import type { StartStore } from '../stores.ts';
import { describeStatistics } from './aggregate.ts';
import { describeOutlines } from './outline.ts';
import { describePages } from './page.ts';
import { describePeriods } from './periods.ts';
import { describeWriting } from './write.ts';

/** What every readings store has to do. */
export function describeStore(name: string, start: StartStore): void {
  describe(name, () => {
    describeWriting(start);
    describePages(start);
    describePeriods(start);
    describeOutlines(start);
    describeStatistics(start);
  });
}
