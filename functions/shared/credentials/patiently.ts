import { setTimeout as wait } from 'node:timers/promises';
import { backoff } from '../concurrency.ts';
import type { IotAccess } from './access.ts';

/** About 6 s in all, on average. */
const ATTEMPTS = 8;

/**
 * Calls again while what was detached still counts as attached.
 * Source: AWS IoT API Reference, "DetachThingPrincipal": it might take several seconds to propagate.
 * @param names of the exceptions that say so
 */
export async function patiently<T>(
  names: readonly string[],
  { signal }: IotAccess,
  call: () => Promise<T>,
): Promise<T> {
  for (let attempt = 0; ; attempt++) {
    try {
      return await call();
    } catch (error) {
      const isAttached = error instanceof Error && names.includes(error.name);
      if (!isAttached || attempt + 1 === ATTEMPTS || signal?.aborted === true) throw error;
    }
    await wait(backoff(attempt));
  }
}
