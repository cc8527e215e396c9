import { groupBy } from '../collections.ts';
import { mapConcurrently } from '../concurrency.ts';
import { asError } from '../logger.ts';
import type { ReceivedReading, WriteResult } from '../readings/store.ts';
import type { KeepPorts, KnownDevice, MeasuredReading } from './ports.ts';
import { deviceKey } from './ports.ts';

const ORGANIZATIONS_AT_A_TIME = 10;

/** What became of the readings of one {@link keepReadings}, by their index in it. Those that are not named here are kept. */
export interface Kept {
  /** Never to be stored: the same reading would be rejected again. */
  rejected: WriteResult['rejected'];
  /** To be kept again: perhaps they are stored, or are not yet among the newest of their device. */
  again: ReadonlySet<number>;
}

/**
 * Stores readings, keeps the newest of each device and metric, and pushes them to subscribers: in this order, so that nobody is told of what could be
 * lost. The same readings may come any number of times. Never rejects.
 * @param readings each of another organization, device, metric or time
 * @param devices those that the readings are of, by {@link deviceKey}
 * @param isPushed whether a stored reading is pushed
 */
export async function keepReadings(
  readings: readonly ReceivedReading[],
  devices: ReadonlyMap<string, KnownDevice>,
  isPushed: (reading: ReceivedReading) => boolean,
  { store, latest, publisher, log }: KeepPorts,
): Promise<Kept> {
  if (readings.length === 0) return { rejected: [], again: new Set() };
  const { rejected, retryable } = await store.write(readings);
  const [first] = retryable;
  if (first) log.error('Readings could not be stored now', { readings: retryable.length, error: first.cause });
  const again = new Set(retryable.map(({ index }) => index));
  const refused = new Set(rejected.map(({ index }) => index));
  const stored = [...readings.entries()].filter(([index]) => !again.has(index) && !refused.has(index));

  const failed = stored.length === 0 ? new Set() : await latest.update(stored.map(([, reading]) => reading));
  const current: MeasuredReading[] = [];
  for (const [index, reading] of stored) {
    if (failed.has(deviceKey(reading))) again.add(index);
    else if (isPushed(reading)) current.push(measured(reading, devices));
  }
  await push(current, { publisher, log });
  return { rejected, again };
}

function measured(reading: ReceivedReading, devices: ReadonlyMap<string, KnownDevice>): MeasuredReading {
  const unit = devices.get(deviceKey(reading))?.metrics.get(reading.metric);
  return { ...reading, unit: unit ?? null, declared: unit !== undefined };
}

/** What cannot be pushed is stored all the same, and is there for who asks: it is logged, and not tried again. */
async function push(
  readings: readonly MeasuredReading[],
  { publisher, log }: Pick<KeepPorts, 'publisher' | 'log'>,
): Promise<void> {
  const organizations = groupBy(readings, ({ organizationId }) => organizationId);
  await mapConcurrently([...organizations], ORGANIZATIONS_AT_A_TIME, async ([organizationId, ofOrganization]) => {
    try {
      await publisher.publish(organizationId, ofOrganization);
    } catch (error) {
      log.error('Readings could not be pushed to subscribers', {
        organizationId,
        readings: ofOrganization.length,
        error: asError(error),
      });
    }
  });
}
