import { mkdir, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { temporaryDirectory } from '../shared/testing/temporary-directory.ts';
import { holdState, StateInUse } from '../stack/held-folder.ts';
import { beginAfresh, forgetApplied, holdChange, rememberApplied } from './first-apply.ts';

let directory: string;
let remove: () => Promise<void>;
beforeEach(async () => {
  ({ directory, remove } = await temporaryDirectory());
});
afterEach(() => remove());

async function leaveBehind(): Promise<void> {
  await mkdir(join(directory, 'dynamodb'));
  await writeFile(join(directory, 'demo.json'), '{}');
}

it('begins afresh until an apply has ended well, and once more when all is destroyed', async () => {
  const changing = await holdChange(directory);
  await expect(holdChange(directory)).rejects.toThrow(StateInUse);
  expect(await beginAfresh(directory)).toBe(false);
  await leaveBehind();
  expect(await beginAfresh(directory)).toBe(true);
  expect(await readdir(directory)).toEqual(['changing', 'held']);

  await leaveBehind();
  await rememberApplied(directory);
  expect(await beginAfresh(directory)).toBe(false);
  expect(await readdir(directory)).toContain('demo.json');
  await forgetApplied(directory);
  expect(await readdir(directory)).not.toContain('demo.json');
  expect(await beginAfresh(directory)).toBe(true);
  await changing.close();
});

it('leaves a folder to the process that runs there', async () => {
  await leaveBehind();
  const running = await holdState(directory);
  expect(await beginAfresh(directory)).toBe(false);
  expect(await readdir(directory)).toContain('dynamodb');
  await running.close();
});
