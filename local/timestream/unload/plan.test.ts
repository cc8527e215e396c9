import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { temporaryDirectory } from '../../shared/testing/temporary-directory.ts';
import { parseOptions } from './options.ts';
import { plan } from './plan.ts';

const signal = new AbortController().signal;
const options = parseOptions(new Map());

async function plannedSizes(bytes: number, maxFileBytes: number): Promise<number[]> {
  const { directory, remove } = await temporaryDirectory();
  const path = join(directory, 'rows');
  await writeFile(path, 'abcdefghi\n'.repeat(bytes / 10));
  const planned = await plan(
    [{ path, bytes, rows: undefined, partition: '' }],
    { ...options, maxFileBytes },
    [],
    signal,
  );
  expect(planned.reduce((total, { rows }) => total + rows, 0)).toBe(bytes / 10);
  for (const { bytes: size, content } of planned) {
    let length = 0;
    for await (const chunk of content()) length += chunk.length;
    expect(length).toBe(size);
  }
  await remove();
  return planned.map((file) => file.bytes);
}

test('a small result is one file, a larger one several', async () => {
  expect(await plannedSizes(30_000, Infinity)).toEqual([30_000]);
  expect((await plannedSizes(1_000_000, Infinity)).length).toBeGreaterThanOrEqual(4);
});

test('no file is longer than max_file_size', async () => {
  const sizes = await plannedSizes(1_000_000, 100_000);
  expect(sizes.length).toBeGreaterThanOrEqual(10);
  expect(Math.max(...sizes)).toBeLessThanOrEqual(100_000);
});

test.each([
  ['16MB', 16_777_216],
  ['24.7MB', 25_899_827.2],
  ['0.5GB', 536_870_912],
  ['78GB', 83_751_862_272],
])('max_file_size of %s is %d bytes', (text, bytes) => {
  expect(parseOptions(new Map([['max_file_size', text]])).maxFileBytes).toBeCloseTo(bytes, 0);
});
