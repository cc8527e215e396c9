import type { ReceivedReading } from '../shared/readings/store.ts';

/** A reading, and the messages that brought it (by their index): more than one where it was delivered more than once. */
export interface MergedReading {
  reading: ReceivedReading;
  messages: number[];
}

/**
 * Makes one reading of those that have the same organization, device, metric and time: the one received last, and of those received at
 * the same time the first, as the store would.
 */
export function mergeReadings(readings: Iterable<{ reading: ReceivedReading; message: number }>): MergedReading[] {
  const merged = new Map<string, MergedReading>();
  for (const { reading, message } of readings) {
    const key = `${reading.organizationId}/${reading.deviceId}/${reading.metric}/${reading.time.toString()}`;
    const known = merged.get(key);
    if (!known) {
      merged.set(key, { reading, messages: [message] });
      continue;
    }
    known.messages.push(message);
    if (reading.receivedAt > known.reading.receivedAt) known.reading = reading;
  }
  return [...merged.values()];
}
