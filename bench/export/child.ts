import type { ChildProcess } from 'node:child_process';
import { fork } from 'node:child_process';
import { once } from 'node:events';
import * as v from 'valibot';

/** What a child that exports is told. */
const Assignment = v.object({ rows: v.number(), buckets: v.object({ exports: v.string(), unload: v.string() }) });
export type Assignment = v.InferOutput<typeof Assignment>;

/** What a child that exports tells. */
const Outcome = v.object({
  rows: v.number(),
  /** Of the file, as it was uploaded to the bucket of exports. */
  bytes: v.number(),
  key: v.string(),
  milliseconds: v.number(),
  /** Of that, before the first row could be read. */
  extractionMilliseconds: v.number(),
  /** The most memory that the process ever had (its resident set), in bytes. */
  peakMemory: v.number(),
});
export type Outcome = v.InferOutput<typeof Outcome>;

/** In the child: what it is to do. */
export function assignment(): Assignment {
  return v.parse(v.pipe(v.string(), v.parseJson(), Assignment), process.argv[2]);
}

/** In the child: what became of it. */
export function report(outcome: Omit<Outcome, 'peakMemory'>): void {
  process.send?.({ ...outcome, peakMemory: process.resourceUsage().maxRSS * 1024 });
  process.disconnect();
}

/** Runs a child that exports, alone in a process of its own. Rejects where it ends without an outcome. */
export async function run(file: string, told: Assignment, env: Readonly<Record<string, string>>): Promise<Outcome> {
  const child = fork(file, [JSON.stringify(told)], { env: { ...process.env, ...env }, execArgv: [] });
  const exited = once(child, 'exit');
  const outcome = v.parse(Outcome, await firstMessage(child));
  await exited;
  return outcome;
}

/** The first message of a child. Rejects where it ends before. */
export async function firstMessage(child: ChildProcess): Promise<unknown> {
  const over = new AbortController();
  const isOver = { signal: over.signal };
  try {
    const ended = once(child, 'exit', isOver).then(([code]: unknown[]) => {
      throw new Error(`A process of the benchmark ended with ${String(code)}`);
    });
    const answer: unknown[] = await Promise.race([once(child, 'message', isOver), ended]);
    return answer[0];
  } finally {
    over.abort();
  }
}
