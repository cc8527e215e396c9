import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { expect, it } from 'vitest';
import { temporaryDirectory } from '../shared/testing/temporary-directory.ts';
import { expectNoneLeft, rememberProcess } from './left-process.ts';

it('does not go on beside a Terraform that outlived its run', async () => {
  const { directory, remove } = await temporaryDirectory();
  await expectNoneLeft(directory);
  const left = spawn(process.execPath, ['-e', 'setInterval(() => undefined, 1000)']);
  await once(left, 'spawn');
  rememberProcess(directory, left.pid ?? 0);
  await expect(expectNoneLeft(directory)).rejects.toThrow(`kill ${left.pid}`);
  left.kill();
  await once(left, 'exit');
  await expectNoneLeft(directory);
  await remove();
});
