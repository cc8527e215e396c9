import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { temporaryDirectory } from '../shared/testing/temporary-directory.ts';
import { holdState, StateInUse, tellEndpoint, toldEndpoint } from './held-folder.ts';

it('a folder of state is one process’s, which tells the others where it answers, once it does', async () => {
  const { directory, remove } = await temporaryDirectory();
  const first = await holdState(directory);
  await expect(holdState(directory)).rejects.toThrow(StateInUse);
  const told = toldEndpoint(directory);
  await tellEndpoint(directory, 'http://127.0.0.1:1');
  expect(await told).toBe('http://127.0.0.1:1');

  // As after a kill, where nobody takes back what was told.
  await first.close();
  const second = await holdState(directory);
  const toldAnew = toldEndpoint(directory);
  const endpoint = await tellEndpoint(directory, 'http://127.0.0.1:2');
  expect(await toldAnew).toBe('http://127.0.0.1:2');
  await endpoint.close();
  await second.close();
  await remove();
});

it('nobody else may look into a folder of state that is made here', async () => {
  const { directory, remove } = await temporaryDirectory();
  const state = join(directory, 'state');
  const held = await holdState(state);
  expect((await stat(state)).mode & 0o777).toBe(0o700);
  await held.close();
  await remove();
});
