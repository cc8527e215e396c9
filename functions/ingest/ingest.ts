import { groupBy } from '../shared/collections.ts';
import { mapConcurrently } from '../shared/concurrency.ts';
import { asError } from '../shared/logger.ts';
import { ULID } from '../shared/names.ts';
import { formatTime } from '../shared/time.ts';
import type { Delivery, QueuedMessage } from './delivery.ts';
import { admit, deadLetterOf, openDelivery } from './delivery.ts';
import type { MergedReading } from './merge.ts';
import { mergeReadings } from './merge.ts';
import type { DeviceKey, Lookup, MeasuredReading, Ports } from './ports.ts';
import { deviceKey } from './ports.ts';

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
  const merged = mergeReadings(
    deliveries.flatMap(({ readings }, message) => readings.map((reading) => ({ reading, message }))),
  );
  const stored = await store(merged, deliveries, ports);
  const current = await keepLatest(withUnits(stored, lookup), deliveries, ports);
  await publish(current, ports);
  await refuse(deliveries, ports);
  const again = deliveries.filter((delivery) => delivery.again).map(({ message }) => message.id);
  ports.log.info('Ingested a batch', {
    messages: messages.length,
    readings: stored.length,
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

/** Answers what is stored now, and notes with their deliveries what was rejected and what is to be tried again. */
async function store(
  merged: readonly MergedReading[],
  deliveries: readonly Delivery[],
  { store, log }: Ports,
): Promise<MergedReading[]> {
  if (merged.length === 0) return [];
  const { rejected, retryable } = await store.write(merged.map(({ reading }) => reading));
  const deliveriesOf = (index: number) =>
    (merged[index]?.messages ?? []).flatMap((message) => deliveries[message] ?? []);
  for (const { index, reason } of rejected) {
    const reading = merged[index]?.reading;
    if (!reading) continue;
    const sentence = `"${reading.metric}" at ${formatTime(reading.time)}: ${reason}`;
    for (const delivery of deliveriesOf(index)) delivery.invalid.push(sentence);
  }
  for (const { index } of retryable) for (const delivery of deliveriesOf(index)) delivery.again = true;
  const [first] = retryable;
  if (first) log.error('Readings could not be stored now', { readings: retryable.length, error: first.cause });
  const left = new Set([...rejected, ...retryable].map(({ index }) => index));
  return merged.filter((_, index) => !left.has(index));
}

function withUnits(stored: readonly MergedReading[], { known }: Lookup): MeasuredReading[] {
  return stored.map(({ reading }) => {
    return { ...reading, unit: known.get(deviceKey(reading))?.units.get(reading.metric) ?? null };
  });
}

/** Answers the readings of the devices whose newest values are kept; the others' messages come again, and are pushed then. */
async function keepLatest(
  readings: readonly MeasuredReading[],
  deliveries: readonly Delivery[],
  { latest }: Ports,
): Promise<MeasuredReading[]> {
  if (readings.length === 0) return [];
  const failed = await latest.update(readings);
  for (const delivery of deliveries) {
    if (delivery.device && delivery.readings.length > 0 && failed.has(deviceKey(delivery.device)))
      delivery.again = true;
  }
  return readings.filter((reading) => !failed.has(deviceKey(reading)));
}

/** What cannot be pushed is stored all the same, and is there for who asks: it is logged, and not tried again with the messages. */
async function publish(readings: readonly MeasuredReading[], { publisher, log }: Ports): Promise<void> {
  const organizations = groupBy(readings, ({ organizationId }) => organizationId);
  await mapConcurrently([...organizations], LETTERS_AT_A_TIME, async ([organizationId, readings]) => {
    try {
      await publisher.publish(organizationId, readings);
    } catch (error) {
      log.error('Readings could not be pushed to subscribers', {
        organizationId,
        readings: readings.length,
        error: asError(error),
      });
    }
  });
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
