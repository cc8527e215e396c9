import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readAhead } from './exporter-ahead.ts';

interface Seen {
  open: number;
  most: number;
  taken: number[];
}

/** Sources of numbers, and what becomes of them. */
async function* sourcesOf(
  lengths: readonly number[],
  seen: Seen,
  failing = -1,
): AsyncGenerator<() => AsyncGenerator<string>> {
  for (const [index, length] of lengths.entries()) {
    await Promise.resolve();
    yield async function* () {
      seen.most = Math.max(seen.most, ++seen.open);
      try {
        for (let item = 0; item < length; item++) {
          await new Promise(setImmediate);
          if (index === failing) throw new Error(`Source ${index} is broken`);
          seen.taken[index] = item + 1;
          yield `${index}:${item}`;
        }
      } finally {
        seen.open--;
      }
    };
  }
}

const newSeen = (): Seen => ({ open: 0, most: 0, taken: [] });
const reach = (sources: number, size: number) => ({ sources, size, sizeOf: (_item: string) => 1 });

describe('reading ahead', () => {
  it('gives all of each source in order, of so many at a time', async () => {
    const lengths = fc.array(fc.nat(5), { maxLength: 12 });
    await fc.assert(
      fc.asyncProperty(
        lengths,
        fc.integer({ min: 1, max: 4 }),
        fc.integer({ min: 1, max: 3 }),
        async (lengths, sources, size) => {
          const seen = newSeen();
          const items: string[] = [];
          for await (const item of readAhead(sourcesOf(lengths, seen), reach(sources, size))) items.push(item);
          expect(items).toEqual(
            lengths.flatMap((length, index) => Array.from({ length }, (_, item) => `${index}:${item}`)),
          );
          expect(seen.open).toBe(0);
          expect(seen.most).toBeLessThanOrEqual(sources);
        },
      ),
    );
  });

  it('is no further ahead than it is told, and ends what was begun', async () => {
    const seen = newSeen();
    const reading = readAhead(sourcesOf([9, 9, 9, 9, 9], seen), reach(3, 2));
    expect((await reading.next()).value).toBe('0:0');
    for (let turn = 0; turn < 50; turn++) await new Promise(setImmediate);
    expect(seen.taken).toEqual([3, 2, 2]);
    await reading.return();
    expect(seen.open).toBe(0);
  });

  it('rejects in its turn with what a source fails with', async () => {
    const seen = newSeen();
    const items: string[] = [];
    const read = async () => {
      for await (const item of readAhead(sourcesOf([2, 3, 1], seen, 1), reach(3, 5))) items.push(item);
    };
    await expect(read()).rejects.toThrow('Source 1 is broken');
    expect(items).toEqual(['0:0', '0:1']);
    expect(seen.open).toBe(0);
  });
});
