import { mapConcurrently } from '../shared/concurrency.ts';
import { keepReadings } from '../shared/ingestion/keep.ts';
import type { DeviceKey } from '../shared/ingestion/ports.ts';
import { deviceKey } from '../shared/ingestion/ports.ts';
import { asError } from '../shared/logger.ts';
import { ULID } from '../shared/names.ts';
import { formatTime } from '../shared/time.ts';
import type { Delivery, QueuedMessage } from './delivery.ts';
import { admit, deadLetterOf, openDelivery } from './delivery.ts';
import { mergeReadings } from './merge.ts';
import type { Lookup, Ports } from './ports.ts';

const LETTERS_AT_A_TIME = 10;

/**
 * Stores what a batch of messages holds, keeps the newest values, pushes them to subscribers, and sends what is invalid to the dead-letter
 * queue. The same message may come any number of times: its readings are stored once.
 * @returns the ids of the messages that have to be delivered again. What a message holds never makes it reject
 */
export async function ingest(messages: readonly QueuedMessage[], ports: Ports): Promise<string[]> {
  const deliveries = messages.map(openDelivery);
  const lookup = await lookUp(deliveries, ports);
  for (const delivery of deliveries) admit(delivery, lookup);
  const stored = await keep(deliveries, lookup, ports);
  await refuse(deliveries, ports);
  const again = deliveries.filter((delivery) => delivery.again).map(({ message }) => message.id);
  ports.log.info('Ingested a batch', {
    messages: messages.length,
    readings: stored,
    invalid: deliveries.filter(({ refusal, invalid }) => refusal ?? invalid.length > 0).length,
    again: again.length,
  });
  return again;
}

function lookUp(deliveries: readonly Delivery[], { devices }: Ports): Promise<Lookup> {
  const keys = deliveries.flatMap(({ device, refusal }) =>
    device && !refusal && isWellFormed(device) ? [device] : [],
  );
  return devices.find([...new Map(keys.map((key) => [deviceKey(key), key])).values()]);
}

/** Topics may hold anything; only ids can be those of a device, and keys of a table. */
function isWellFormed({ organizationId, deviceId }: DeviceKey): boolean {
  return ULID.test(organizationId) && ULID.test(deviceId);
}

/** Notes with the deliveries what was rejected and what is to be tried again. @returns how many readings are kept */
async function keep(deliveries: readonly Delivery[], { known }: Lookup, ports: Ports): Promise<number> {
  const merged = mergeReadings(
    deliveries.flatMap(({ readings }, message) => readings.map((reading) => ({ reading, message }))),
  );
  const readings = merged.map(({ reading }) => reading);
  const { rejected, again } = await keepReadings(readings, known, () => true, ports);
  const deliveriesOf = (index: number) =>
    (merged[index]?.messages ?? []).flatMap((message) => deliveries[message] ?? []);
  for (const { index, reason } of rejected) {
    const reading = readings[index];
    if (!reading) continue;
    const sentence = `"${reading.metric}" at ${formatTime(reading.time)}: ${reason}`;
    for (const delivery of deliveriesOf(index)) delivery.invalid.push(sentence);
  }
  for (const index of again) for (const delivery of deliveriesOf(index)) delivery.again = true;
  return readings.length - rejected.length - again.size;
}

/** Messages that come again are refused then, so that the dead-letter queue has them once. */
async function refuse(deliveries: readonly Delivery[], { deadLetters, log }: Ports): Promise<void> {
  const done = deliveries.filter((delivery) => !delivery.again);
  await mapConcurrently(done, LETTERS_AT_A_TIME, async (delivery) => {
    const letter = deadLetterOf(delivery);
    if (!letter) return;
    try {
      await deadLetters.send(letter);
    } catch (error) {
      delivery.again = true;
      log.error('A message could not be sent to the dead-letter queue', { error: asError(error) });
    }
  });
}
