import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { pageOf } from './page.ts';

test('pages are the whole list, in its order', () => {
  fc.assert(
    fc.property(fc.uniqueArray(fc.string()), fc.integer({ min: 1, max: 5 }), (names, maximum) => {
      const items = names.sort();
      const seen: string[] = [];
      let token: string | undefined;
      do {
        const page = pageOf(items, (item) => item, { maximum, token });
        seen.push(...page.items);
        token = page.next;
      } while (token !== undefined);
      expect(seen).toEqual(items);
    }),
  );
});

test('a page begins after the one before it, though its last item is gone', () => {
  const { next } = pageOf(['a', 'b', 'c'], (item) => item, { maximum: 2 });
  expect(pageOf(['a', 'c'], (item) => item, { token: next })).toEqual({ items: ['c'] });
});
