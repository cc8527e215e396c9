import { unzipSync } from 'fflate';
import { expect, it } from 'vitest';
import { deterministicZip } from './zip.ts';

it('makes a zip of its files alone, in whatever order they come', () => {
  const zip = deterministicZip({ 'b.txt': 'b', 'a.txt': 'é' });
  expect(deterministicZip({ 'a.txt': 'é', 'b.txt': 'b' })).toEqual(zip);
  expect(Object.entries(unzipSync(zip)).map(([name, bytes]) => [name, new TextDecoder().decode(bytes)])).toEqual([
    ['a.txt', 'é'],
    ['b.txt', 'b'],
  ]);
});
