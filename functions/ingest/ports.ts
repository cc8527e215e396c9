import type { Log } from '../shared/logger.ts';
import type { ReadingWriter, ReceivedReading } from '../shared/readings/store.ts';

/** What {@link ingest} needs of the world. Each is an interface, so that a test can break it. */
export interface Ports {
  store: ReadingWriter;
  devices: DeviceRegistry;
  latest: LatestReadings;
  publisher: Publisher;
  deadLetters: DeadLetters;
  log: Log;
}

export interface DeviceKey {
  organizationId: string;
  deviceId: string;
}

/** A device as far as ingest cares: the units of its metrics, by name. */
export interface KnownDevice {
  units: ReadonlyMap<string, string>;
}

/** What a look-up of devices found, by {@link deviceKey}. */
export interface Lookup {
  known: ReadonlyMap<string, KnownDevice>;
  /** Whether these exist could not be found out now. */
  unavailable: ReadonlySet<string>;
}

export interface DeviceRegistry {
  /** Never rejects. A key that is in neither answer is of no device. */
  find(keys: readonly DeviceKey[]): Promise<Lookup>;
}

/** A stored reading with the unit of its metric, if that has one. */
export interface MeasuredReading extends ReceivedReading {
  unit: string | null;
}

export interface LatestReadings {
  /** Keeps the newest reading of every metric. Never rejects; answers the devices (by {@link deviceKey}) that have to be tried again. */
  update(readings: readonly MeasuredReading[]): Promise<ReadonlySet<string>>;
}

export interface Publisher {
  /** Pushes the readings of one organization to its subscribers. Rejects when some of them could not be pushed. */
  publish(organizationId: string, readings: readonly MeasuredReading[]): Promise<void>;
}

/** A message that was refused, whole or in part. */
export interface DeadLetter {
  /** The body as the queue delivered it, so that it can be sent again. */
  body: string;
  errorType: 'ValidationError' | 'NotFoundError';
  /** What is wrong, in sentences for a person. */
  reason: string;
}

export interface DeadLetters {
  send(letter: DeadLetter): Promise<void>;
}

/** Names a device in sets and maps. */
export function deviceKey({ organizationId, deviceId }: DeviceKey): string {
  return `${organizationId}/${deviceId}`;
}
