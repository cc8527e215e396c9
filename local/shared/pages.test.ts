import fc from 'fast-check';
import { expect, it } from 'vitest';
import { pageOf } from './pages.ts';

const keys = fc.uniqueArray(fc.string({ unit: 'grapheme' })).map((all) => all.sort());

it('has every item on one page, in order, however long the pages are', () => {
  fc.assert(
    fc.property(keys, fc.integer({ min: 1, max: 10 }), (all, limit) => {
      const seen: string[] = [];
      let marker: string | undefined;
      do {
        const { items, next } = pageOf(all, (key) => key, limit, marker);
        expect(items.length).toBeLessThanOrEqual(limit);
        seen.push(...items);
        marker = next;
      } while (marker !== undefined);
      expect(seen).toEqual(all);
    }),
  );
});

it('goes on where it was when items come and go', () => {
  const { next } = pageOf(['a', 'b', 'c'], (key) => key, 2, undefined);
  expect(pageOf(['a', 'aa', 'c', 'd'], (key) => key, 2, next)).toEqual({ items: ['c', 'd'], next: undefined });
});
