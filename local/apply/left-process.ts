import { writeFileSync } from 'node:fs';
import { readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import * as v from 'valibot';

const fileIn = (directory: string): string => join(directory, 'terraform.pid');
const Pid = v.pipe(v.string(), v.trim(), v.regex(/^\d+$/), v.transform(Number));

/** Remembers the Terraform that applies. At once: this process may be killed at any time, and Terraform works on without it. */
export function rememberProcess(directory: string, pid: number): void {
  writeFileSync(fileIn(directory), `${pid}\n`);
}

/** It has ended: its number may become another program's. */
export async function forgetProcess(directory: string): Promise<void> {
  await rm(fileIn(directory), { force: true });
}

/**
 * Two of them would make everything twice.
 * @throws Error where the Terraform that was remembered last runs still
 */
export async function expectNoneLeft(directory: string): Promise<void> {
  const pid = await readPid(fileIn(directory));
  if (pid === undefined || !isRunning(pid)) return;
  throw new Error(
    `Terraform works still, as process ${pid}, for a run that was killed: end it first, by \`kill ${pid}\`. Should that process be another program, remove ${fileIn(directory)}.`,
  );
}

async function readPid(file: string): Promise<number | undefined> {
  const text = await readFile(file, 'utf8').catch((error: unknown) => {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return '';
    throw error;
  });
  const parsed = v.safeParse(Pid, text);
  // A write that was cut off names none.
  return parsed.success ? parsed.output : undefined;
}

/** Signal 0 only looks whether there is such a process. */
function isRunning(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    if (error instanceof Error && 'code' in error) return error.code === 'EPERM';
    throw error;
  }
}
