import fc from 'fast-check';
import { expect, it } from 'vitest';
import { fromTagList, toTagList, withoutTags, withTags } from './tags.ts';

const tags = fc.dictionary(fc.string(), fc.string(), { maxKeys: 25, noNullPrototype: true });

it('has the same tags as a list', () => {
  fc.assert(
    fc.property(tags, (some) => {
      expect(fromTagList(toTagList(some))).toEqual(some);
    }),
  );
});

it('lets the later of two tags count, and forgets those that were added when they are taken away', () => {
  fc.assert(
    fc.property(tags, tags, (some, more) => {
      const all = withTags(some, more);
      expect(all).toEqual({ ...some, ...more });
      const added = Object.keys(more);
      expect(withoutTags(all, added)).toEqual(withoutTags(some, added));
    }),
  );
});

it('refuses a 51st tag, and takes another value for the 50th', () => {
  const fifty = Object.fromEntries(Array.from({ length: 50 }, (_, index) => [`key${index}`, 'value']));
  expect(withTags(fifty, { key49: 'other' })).toMatchObject({ key49: 'other' });
  expect(() => withTags(fifty, { key50: 'value' })).toThrow('at most 50 tags');
  expect(() => withTags(fifty, { key50: 'value' }, 'LimitExceeded')).toThrow(
    expect.objectContaining({ code: 'LimitExceeded' }),
  );
});
