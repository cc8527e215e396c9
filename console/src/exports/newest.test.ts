import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { newest, withTold, type Told, type Versioned } from './newest.ts';

const told = fc.array(fc.record({ id: fc.constantFrom('a', 'b'), version: fc.integer({ min: 1, max: 6 }) }));

describe('what is told of changes', () => {
  it('is the newest of each, in whatever order it arrives', () => {
    fc.assert(
      fc.property(told, fc.constantFrom('a', 'b'), fc.integer({ min: 1, max: 6 }), (items, id, version) => {
        const none: Told<Versioned> = new Map();
        const shown = newest({ id, version }, items.reduce(withTold, none));
        const versions = [version, ...items.filter((item) => item.id === id).map((item) => item.version)];
        expect(shown).toEqual({ id, version: Math.max(...versions) });
      }),
    );
  });
});
