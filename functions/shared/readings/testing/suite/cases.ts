import { afterAll, beforeAll, expect } from 'vitest';
import { fromMilliseconds } from '../../../time.ts';
import type { ReadingWriter, ReceivedReading } from '../../store.ts';
import type { StartStore, StoreOptions, TestStore } from '../stores.ts';
import { NOW } from '../stores.ts';

/** {@link NOW} as a time of readings. */
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
export function useStore(start: StartStore, options: StoreOptions = {}): () => TestStore {
  let store: TestStore | undefined;
  beforeAll(async () => {
    store = await start(options);
  });
  afterAll(() => store?.close());
  return () => {
    if (!store) throw new Error('The store has not been started yet');
    return store;
  };
}
