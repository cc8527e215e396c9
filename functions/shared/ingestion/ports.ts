import type { Log } from '../logger.ts';
import type { ReadingWriter, ReceivedReading } from '../readings/store.ts';

/** What {@link keepReadings} needs of the world. Each is an interface, so that a test can break it. */
export interface KeepPorts {
  store: ReadingWriter;
  latest: LatestReadings;
  publisher: Publisher;
  log: Log;
}

export interface DeviceKey {
  organizationId: string;
  deviceId: string;
}

/** A device as far as its readings go. */
export interface KnownDevice {
  /** The metrics that it declares, by name, with their units. */
  metrics: ReadonlyMap<string, string | null>;
}

/** A stored reading as its subscribers get it. */
export interface MeasuredReading extends ReceivedReading {
  /** Of its metric, if that has one. */
  unit: string | null;
  /** Whether the device's metrics name its metric. */
  declared: boolean;
}

export interface LatestReadings {
  /** Keeps the newest reading of every metric. Never rejects; answers the devices (by {@link deviceKey}) that have to be tried again. */
  update(readings: readonly ReceivedReading[]): Promise<ReadonlySet<string>>;
}

export interface Publisher {
  /** Pushes the readings of one organization to its subscribers. Rejects when some of them could not be pushed. */
  publish(organizationId: string, readings: readonly MeasuredReading[]): Promise<void>;
}

/** Names a device in sets and maps. */
export function deviceKey({ organizationId, deviceId }: DeviceKey): string {
  return `${organizationId}/${deviceId}`;
}
