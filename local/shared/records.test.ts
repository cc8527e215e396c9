import fc from 'fast-check';
import * as v from 'valibot';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { openLevel } from './level.ts';
import { openRecords } from './records.ts';
import { temporaryDirectory } from './testing/temporary-directory.ts';

const schemas = { things: v.object({ count: v.number() }), notes: v.string() };

let folder: Awaited<ReturnType<typeof temporaryDirectory>>;
beforeEach(async () => {
  folder = await temporaryDirectory();
});
afterEach(() => folder.remove());

it('has each kind by its own keys, in their order', async () => {
  const { records, close } = await openRecords(folder.directory, schemas);
  await records.things.put('b/2', { count: 2 });
  await records.things.put('a', { count: 0 });
  await records.things.put('b/1', { count: 1 });
  await records.notes.put('a', 'a note');

  expect(records.things.keys()).toEqual(['a', 'b/1', 'b/2']);
  expect(records.things.list('b/')).toEqual([{ count: 1 }, { count: 2 }]);
  expect([records.things.get('a'), records.things.get('c')]).toEqual([{ count: 0 }, undefined]);
  expect([records.notes.has('a'), records.notes.has('b/1')]).toEqual([true, false]);
  expect([await records.things.delete('a'), await records.things.delete('a')]).toEqual([true, false]);
  expect(records.notes.get('a')).toBe('a note');
  await close();
});

it('has after a restart what it had, in whatever haste it was written', async () => {
  const change = fc.record({
    key: fc.constantFrom('a', 'b', 'a/b', '__proto__', 'constructor'),
    count: fc.option(fc.integer(), { nil: undefined }),
  });
  let round = 0;
  await fc.assert(
    fc.asyncProperty(fc.array(change, { maxLength: 30 }), async (changes) => {
      const directory = `${folder.directory}/${round++}`;
      const first = await openRecords(directory, schemas);
      const { things } = first.records;
      const written = changes.map(({ key, count }) =>
        count === undefined ? things.delete(key) : things.put(key, { count }),
      );
      const before = things.keys().map((key) => [key, things.get(key)]);
      await Promise.all(written);
      await first.close();

      const second = await openRecords(directory, schemas);
      const after = second.records.things;
      expect(after.keys().map((key) => [key, after.get(key)])).toEqual(before);
      await second.close();
    }),
    { numRuns: 20 },
  );
});

it.each([
  ['of a kind that it does not know', 'others/a', { count: 1 }],
  ['that is not as its kind should be', 'things/a', { count: 'many' }],
  ['without a kind', 'things', { count: 1 }],
])('refuses what is on disk %s, and lets go of the folder', async (_what, path, value) => {
  const level = await openLevel<unknown>(folder.directory, 'json');
  await level.put(path, value);
  await level.close();

  const opening = () => openRecords(folder.directory, schemas);
  await expect(opening()).rejects.toThrow(`has a ${path} that this version cannot read`);
  await expect(opening()).rejects.toThrow(`has a ${path} that this version cannot read`);
});

it('keeps what was put, whatever is done to what was put or read', async () => {
  const { records, close } = await openRecords(folder.directory, { lists: v.object({ names: v.array(v.string()) }) });
  const given = { names: ['ada'] };
  await records.lists.put('a', given);
  given.names.push('grace');
  expect(() => records.lists.get('a')?.names.push('grace')).toThrow(TypeError);
  expect(records.lists.list()).toEqual([{ names: ['ada'] }]);
  await close();
});

it('can be closed twice', async () => {
  const { records, close } = await openRecords(folder.directory, schemas);
  const writing = records.notes.put('a', 'on its way');
  await close();
  await close();
  await writing;
});
