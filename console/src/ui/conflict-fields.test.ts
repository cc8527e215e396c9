import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { changesBetween, chosenValues, differencesOf, evidentChoices } from './conflict-fields.ts';

interface Values {
  name: string;
  place: { latitude: number } | null;
  metrics: string[];
}

const before: Values = { name: 'Buoy', place: null, metrics: ['level'] };

describe('what two people have changed at once', () => {
  it('is nothing where both want the same', () => {
    const both = { ...before, place: { latitude: 1 } };
    expect(differencesOf({ before, mine: both, theirs: structuredClone(both) })).toEqual([]);
  });

  it('says of each field who has changed it', () => {
    const mine = { name: 'Buoy 3', place: { latitude: 1 }, metrics: ['level'] };
    const theirs = { name: 'Buoy', place: { latitude: 2 }, metrics: ['level', 'salinity'] };
    const differences = differencesOf({ before, mine, theirs });
    expect(differences).toEqual([
      { field: 'name', changedBy: 'mine' },
      { field: 'place', changedBy: 'both' },
      { field: 'metrics', changedBy: 'theirs' },
    ]);
    expect(evidentChoices(differences)).toEqual({ name: 'mine', metrics: 'theirs' });
  });

  it('takes of each field the version that is chosen, and theirs of the others', () => {
    const mine = { ...before, name: 'Mine', metrics: ['a'] };
    const theirs = { ...before, name: 'Theirs', place: { latitude: 2 } };
    expect(chosenValues({ before, mine, theirs }, { name: 'mine', metrics: 'theirs' })).toEqual({
      name: 'Mine',
      place: { latitude: 2 },
      metrics: ['level'],
    });
  });

  const values = fc.record({
    name: fc.constantFrom('a', 'b', 'c'),
    place: fc.option(fc.record({ latitude: fc.constantFrom(1, 2) })),
    metrics: fc.array(fc.constantFrom('a', 'b'), { maxLength: 2 }),
  });

  it('loses nothing that only one of them has changed', () => {
    fc.assert(
      fc.property(values, values, values, (began, mine, theirs) => {
        const versions = { before: began, mine, theirs };
        const differences = differencesOf(versions);
        const merged = chosenValues(versions, evidentChoices(differences));
        for (const { field, changedBy } of differences) {
          if (changedBy !== 'both') expect(merged[field]).toEqual(versions[changedBy][field]);
        }
      }),
    );
  });

  it('is changed by what is said to be changed, and by nothing else', () => {
    fc.assert(
      fc.property(values, values, (one, other) => {
        expect({ ...one, ...changesBetween(one, other) }).toEqual(other);
        expect(changesBetween(one, structuredClone(one))).toEqual({});
      }),
    );
  });
});
