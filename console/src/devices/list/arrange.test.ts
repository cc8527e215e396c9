import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { arrange } from './arrange.ts';
import { searchedText } from './words.ts';

const now = Date.parse('2026-06-01T12:00:00Z');
const collator = new Intl.Collator('en', { numeric: true });

interface Listed {
  id: string;
  name: string;
  searched: string;
  seen: string | null;
}

function device(id: string, name: string, more: { place?: string; description?: string; seen?: string } = {}): Listed {
  const { place, description = null, seen = null } = more;
  const location = place === undefined ? null : { name: place };
  return { id, name, searched: searchedText({ id, name, description, location }), seen };
}

const all = [
  device('01A', 'Buoy 10', { place: 'Sète, étang de Thau', seen: '2026-06-01T11:59:00Z' }),
  device('01B', 'buoy 9', { place: 'Brest', seen: '2026-05-01T00:00:00Z' }),
  device('01C', 'Étuve', { description: 'On loan until spring', seen: '2026-06-01T11:59:30Z' }),
  device('01D', 'Cold room'),
];

const arranged = (search: Parameters<typeof arrange>[1], devices: readonly Listed[] = all) =>
  arrange(devices, search, { lastSeenAt: (id) => devices.find((one) => one.id === id)?.seen ?? null, now, collator });
const idsOf = (...asked: Parameters<typeof arranged>) => arranged(...asked).devices.map(({ id }) => id);

describe('the list of devices', () => {
  it('is ordered by name as people order names', () => {
    expect(idsOf({})).toEqual(['01B', '01A', '01D', '01C']);
  });

  it.each([
    ['etuve', ['01C']],
    ['ÉTUVE', ['01C']],
    ['thau buoy', ['01A']],
    ['  buoy  ', ['01B', '01A']],
    ['01d', ['01D']],
    ['loan spring', ['01C']],
    ['buoy spring', []],
  ])('finds "%s"', (q, ids) => {
    expect(idsOf({ q })).toEqual(ids);
  });

  it('can be ordered by when a device was last seen, with those that never were at the end', () => {
    expect(idsOf({ sort: 'newest' })).toEqual(['01C', '01A', '01B', '01D']);
    expect(idsOf({ sort: 'oldest' })).toEqual(['01B', '01A', '01C', '01D']);
  });

  it('can be of one status, and counts all of them', () => {
    expect(idsOf({ status: 'silent' })).toEqual(['01B']);
    expect(arranged({ status: 'silent', q: 'buoy' }).counts).toEqual({ reporting: 1, silent: 1, never: 0 });
  });

  it('has the same order however the devices come', () => {
    const devices = fc.uniqueArray(
      fc.record({
        id: fc.string({ minLength: 1, maxLength: 3 }),
        name: fc.constantFrom('a', 'b'),
        seen: fc.constantFrom(null, '2026-06-01T11:00:00Z', '2026-06-01T11:00:00.000Z', '2026-01-01T00:00:00Z'),
      }),
      { selector: ({ id }) => id },
    );
    const cases = devices.chain((some) =>
      fc.record({
        some: fc.constant(some.map((one) => ({ ...one, searched: '' }))),
        shuffled: fc.shuffledSubarray(some, { minLength: some.length, maxLength: some.length }),
        sort: fc.constantFrom('name' as const, 'newest' as const, 'oldest' as const),
      }),
    );
    fc.assert(
      fc.property(cases, ({ some, shuffled, sort }) => {
        const again = shuffled.map((one) => ({ ...one, searched: '' }));
        expect(idsOf({ sort }, again)).toEqual(idsOf({ sort }, some));
      }),
    );
  });
});
