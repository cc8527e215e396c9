import { join } from 'node:path';
import { expect, it } from 'vitest';
import { openLevel } from './level.ts';
import { temporaryDirectory } from './testing/temporary-directory.ts';

it('opens a folder that is not there, once at a time, and finds what was written', async () => {
  const { directory, remove } = await temporaryDirectory();
  const folder = join(directory, 'not', 'there');
  const level = await openLevel<{ value: number }>(folder, 'json');
  await level.put('key', { value: 1 });
  await expect(openLevel(folder)).rejects.toThrow(`${folder} is in use: another Sonde is running there.`);
  await level.close();

  const reopened = await openLevel<{ value: number }>(folder, 'json');
  expect(await reopened.get('key')).toEqual({ value: 1 });
  await reopened.close();
  await remove();
});
