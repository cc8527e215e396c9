import type { DeviceKey, KeepPorts, KnownDevice } from '../shared/ingestion/ports.ts';

/** What {@link ingest} needs of the world. Each is an interface, so that a test can break it. */
export interface Ports extends KeepPorts {
  devices: DeviceRegistry;
  deadLetters: DeadLetters;
}

/** What a look-up of devices found, by `deviceKey`. */
export interface Lookup {
  known: ReadonlyMap<string, KnownDevice>;
  /** Whether these exist could not be found out now. */
  unavailable: ReadonlySet<string>;
}

export interface DeviceRegistry {
  /** Never rejects. A key that is in neither answer is of no device. */
  find(keys: readonly DeviceKey[]): Promise<Lookup>;
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
