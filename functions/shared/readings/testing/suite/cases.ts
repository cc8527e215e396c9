import { afterAll, beforeAll, expect } from 'vitest';
import { fromMilliseconds } from '../../../time.ts';
import type { ReadingWriter, ReceivedReading } from '../../store.ts';
import type { StartStore, StoreOptions, TestStore } from '../stores.ts';

/** What the stores of tests take for now: some minutes into an hour. */
export const NOW = Date.UTC(2026, 4, 20, 10, 31, 5, 123);
export const now = fromMilliseconds(NOW);

export const organizationId = '01JZ8Q6V5X3M9T2B7C4D1E0F8G';
export const otherOrganizationId = '01JZ8Q6V5X3M9T2B7C4D1E0F8H';

let devices = 0;
/** Every case has devices of its own. */
export function newDevice(): string {
  return `01JZ8Q6V5X3M9T2B7C4D1E${(++devices).toString().padStart(4, '0')}`;
}

/** A reading of now. */
export function reading(deviceId: string, change: Partial<ReceivedReading> = {}): ReceivedReading {
  const measured = { metric: 'temperature', time: now, value: 21.5, text: null };
  return { organizationId, deviceId, ...measured, receivedAt: NOW, ...change };
}

/** What a write answers that stored all. */
export const STORED = { rejected: [], retryable: [] };

export async function write(store: ReadingWriter, readings: readonly ReceivedReading[]): Promise<void> {
  expect(await store.write(readings)).toEqual(STORED);
}

/** One store for the cases of a `describe`; it is there once they run. */
export function useStore(start: StartStore, options: Omit<StoreOptions, 'clock'> = {}): () => TestStore {
  let store: TestStore | undefined;
  beforeAll(async () => {
    store = await start({ clock: () => NOW, ...options });
  });
  afterAll(() => store?.close());
  return () => {
    if (!store) throw new Error('The store has not been started yet');
    return store;
  };
}
