import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { temporaryDirectory } from '../../shared/testing/temporary-directory.ts';
import { cutBlocks, dealBlocks } from './blocks.ts';

const dialect = { delimiter: ',', escape: '\\', hasHeader: false };
const signal = new AbortController().signal;

test('blocks cut a file between rows, never within one', async () => {
  const { directory, remove } = await temporaryDirectory();
  const path = join(directory, 'rows');
  const row = fc.array(fc.constantFrom('a', 'é', ',', '\\"', '\\\\', '"a\nb"', '"\\"\n"'), { maxLength: 5 });
  await fc.assert(
    fc.asyncProperty(fc.array(row, { maxLength: 20 }), fc.integer({ min: 1, max: 50 }), async (rows, blockBytes) => {
      const lines = rows.map((parts) => `${parts.join('')}\n`);
      const bytes = Buffer.from(lines.join(''));
      await writeFile(path, bytes);
      const blocks = await cutBlocks([path], dialect, blockBytes, signal);
      let taken = 0;
      for (const { start, end, rows: count } of blocks) {
        const expected = lines.slice(taken, taken + count).join('');
        expect(bytes.subarray(start, end).toString()).toBe(expected);
        taken += count;
      }
      expect(taken).toBe(lines.length);
      for (const { start, end } of blocks.slice(0, -1)) expect(end - start).toBeGreaterThanOrEqual(blockBytes);
    }),
    { numRuns: 200 },
  );
  await remove();
});

test('a row that is longer than what is read at once stays whole', async () => {
  const { directory, remove } = await temporaryDirectory();
  const path = join(directory, 'rows');
  const lines = [`"${'a\n'.repeat(2 ** 20)}"\n`, 'b\n', `${'\\\\'.repeat(2 ** 20)}\n`, `a${'\\"'.repeat(2 ** 20)}\n`];
  await writeFile(path, lines.join(''));
  const blocks = await cutBlocks([path], dialect, 1, signal);
  expect(blocks.map(({ start, end }) => end - start)).toEqual(lines.map((line) => line.length));
  await remove();
});

test('every block is dealt once, to files no longer than asked for', () => {
  const lengths = fc.array(fc.integer({ min: 1, max: 100 }), { maxLength: 100 });
  fc.assert(
    fc.property(lengths, fc.integer({ min: 100, max: 500 }), (given, fileBytes) => {
      const blocks = given.map((length, index) => ({ path: String(index), start: 0, end: length, rows: 1 }));
      const files = dealBlocks(blocks, fileBytes);
      expect(new Set(files.flat())).toEqual(new Set(blocks));
      for (const file of files) {
        expect(file.length).toBeGreaterThan(0);
        expect(file.reduce((total, { end }) => total + end, 0)).toBeLessThanOrEqual(fileBytes);
      }
    }),
  );
});
