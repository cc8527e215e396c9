import { setTimeout as wait } from 'node:timers/promises';

const DEADLINE_MS = 20_000;
const INTERVAL_MS = 20;

/** Reads again and again until it has something; rejects where it has nothing in 20 s. `what` is what the message says is missing. */
export async function until<T>(what: string, read: () => Promise<T | undefined> | T | undefined): Promise<T> {
  const deadline = Date.now() + DEADLINE_MS;
  for (;;) {
    const value = await read();
    if (value !== undefined) return value;
    if (Date.now() > deadline) throw new Error(`${what}: not there after ${DEADLINE_MS / 1000} s`);
    await wait(INTERVAL_MS);
  }
}
