import { fork } from 'node:child_process';
import { once } from 'node:events';
import { resolve } from 'node:path';
import * as v from 'valibot';
import { firstMessage } from '../export/child.ts';

/** Starts the stand-ins of Timestream and S3 in a process of their own, on the data in `directory`. */
export async function startStandIns(directory: string): Promise<{ url: string; end: () => Promise<void> }> {
  const file = resolve(import.meta.dirname, '../export/stand-ins.ts');
  const child = fork(file, [directory], { execArgv: ['--import', 'tsx'] });
  const exited = once(child, 'exit');
  const { port } = v.parse(v.object({ port: v.number() }), await firstMessage(child));
  return {
    url: `http://127.0.0.1:${port}`,
    async end() {
      child.disconnect();
      await exited;
    },
  };
}
