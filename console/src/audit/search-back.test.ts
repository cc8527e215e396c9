import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { AuditTrailQueryVariables } from '../api/generated/documents.ts';
import { AUDIT_DAYS } from '../../../schema/limits.ts';
import { beginning, searchBack, type AskPage, type Cursor, type Found } from './search-back.ts';
import type { AuditSearch } from './search.ts';

const NOW = Date.parse('2026-06-01T00:00:00Z');
const DAY = 86_400_000;
const daysAgo = (days: number): string => new Date(NOW - days * DAY).toISOString();
const ME = '01JDEM01DENT1TY00000000ADM';

interface Entry {
  time: string;
  isWanted: boolean;
}

/** Answers as the API does: it looks at `size` events a page, and gives those that match. */
function trailOf(entries: readonly Entry[], size: number) {
  const asked: Pick<AuditTrailQueryVariables, 'from' | 'to'>[] = [];
  const ask: AskPage<Entry> = ({ from, to, actorId, nextToken }) => {
    asked.push({ from, to });
    const within = entries
      .filter(({ time }) => (from ?? '') <= time && time < (to ?? '9'))
      .sort((a, b) => (a.time < b.time ? 1 : -1));
    const begin = Number(nextToken ?? 0);
    const page = within.slice(begin, begin + size);
    const items = page.filter(({ isWanted }) => isWanted || actorId === undefined);
    return Promise.resolve({ items, nextToken: begin + size < within.length ? String(begin + size) : null });
  };
  return { ask, asked };
}

async function all(ask: AskPage<Entry>, search: AuditSearch) {
  const found: Entry[] = [];
  const steps: { count: number; since: string | null }[] = [];
  let cursor: Cursor | null = beginning(search, NOW);
  while (cursor) {
    const { items, next, since }: Found<Entry> = await searchBack(ask, search, { cursor, now: NOW });
    found.push(...items);
    steps.push({ count: items.length, since });
    cursor = next;
  }
  return { found, steps };
}

const entries = fc.array(
  fc.record({
    time: fc
      .integer({ min: 1, max: (AUDIT_DAYS - 1) * 24 })
      .map((hours) => new Date(NOW - hours * 3_600_000).toISOString()),
    isWanted: fc.boolean(),
  }),
  { maxLength: 60 },
);

describe('looking for events back in time', () => {
  it('finds each of them once, newest first, whatever the pages', async () => {
    await fc.assert(
      fc.asyncProperty(entries, fc.integer({ min: 1, max: 10 }), fc.boolean(), async (stored, size, isFiltered) => {
        const search = isFiltered ? { actorId: ME } : {};
        const { found } = await all(trailOf(stored, size).ask, search);
        const wanted = stored.filter(({ isWanted }) => isWanted || !isFiltered);
        expect(found.map(({ time }) => time)).toEqual(
          wanted
            .map(({ time }) => time)
            .sort()
            .reverse(),
        );
      }),
    );
  });

  it('says truly since when all is looked through', async () => {
    await fc.assert(
      fc.asyncProperty(entries, fc.integer({ min: 1, max: 10 }), async (stored, size) => {
        const { steps } = await all(trailOf(stored, size).ask, { actorId: ME });
        let seen = 0;
        for (const { count, since } of steps) {
          seen += count;
          const newer = stored.filter(({ time, isWanted }) => isWanted && (since === null || time > since));
          expect(seen).toBeGreaterThanOrEqual(newer.length);
        }
        expect(steps.at(-1)?.since).toBe(null);
      }),
    );
  });

  it('asks for no more than the period, and looks back in a few questions where there is nothing', async () => {
    const { ask, asked } = trailOf([], 10);
    const search: AuditSearch = {
      from: daysAgo(20),
      to: daysAgo(1),
      actorId: ME,
      targetId: undefined,
      action: undefined,
    };
    const { steps } = await all(ask, search);
    expect(steps).toEqual([{ count: 0, since: search.from }]);
    expect(asked.map(({ from }) => from)).toEqual([daysAgo(8), daysAgo(20)]);
    expect(asked.map(({ to }) => to)).toEqual([daysAgo(1), daysAgo(8)]);
  });

  it.each([
    ['that ends in the future', { to: daysAgo(-3000) }, 1],
    ['that begins in the future', { from: daysAgo(-1) }, 0],
    ['before all that is kept', { to: daysAgo(3 * AUDIT_DAYS) }, 0],
  ])('finds what there is in a period %s', async (_which, period, count) => {
    const { ask, asked } = trailOf([{ time: daysAgo(AUDIT_DAYS - 1), isWanted: true }], 10);
    const { found } = await all(ask, { ...period, actorId: ME });
    expect(found).toHaveLength(count);
    // Else the API would refuse it.
    for (const { from, to } of asked) expect((from ?? '') < (to ?? '9')).toBe(true);
  });

  it('goes on by itself over pages that have nothing, for a while', async () => {
    const stored = Array.from({ length: 200 }, (_, index) => ({ time: daysAgo(1 + index / 1000), isWanted: false }));
    const { ask, asked } = trailOf(stored, 10);
    const { items, next } = await searchBack(
      ask,
      { actorId: ME },
      {
        cursor: beginning({ actorId: ME }, NOW),
        now: NOW,
      },
    );
    expect(items).toEqual([]);
    expect(next).not.toBe(null);
    expect(asked).toHaveLength(8);
  });
});
