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
