import type { ChildProcess } from 'node:child_process';
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { resolve } from 'node:path';
import * as v from 'valibot';
import { firstMessage } from '../export/child.ts';

/** Starts the stand-ins of Timestream and S3 in a process of their own, on the data in `directory`. */
export function startStandIns(directory: string): Promise<StandIns> {
  return startServices(resolve(import.meta.dirname, '../export/stand-ins.ts'), [directory]);
}

/** Services in a process of their own. */
export interface StandIns {
  url: string;
  child: ChildProcess;
  end(): Promise<void>;
}

/** Starts a program that tells the port that it listens on, and ends when it is disconnected. */
export async function startServices(file: string, args: readonly string[]): Promise<StandIns> {
  const child = fork(file, args, { execArgv: ['--import', 'tsx'] });
  const exited = once(child, 'exit');
  const { port } = v.parse(v.object({ port: v.number() }), await firstMessage(child));
  return {
    url: `http://127.0.0.1:${port}`,
    child,
    async end() {
      child.disconnect();
      await exited;
    },
  };
}
