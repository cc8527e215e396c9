import type { Nanoseconds } from '../time.ts';

/** One measured value. At least one of `value` and `text` is not null. */
export interface Reading {
  organizationId: string;
  deviceId: string;
  metric: string;
  time: Nanoseconds;
  value: number | null;
  text: string | null;
}

/** A reading on its way into the store. */
export interface ReceivedReading extends Reading {
  /** When the broker received it, in ms since 1970. Of two readings of the same device, metric and time, the later received one counts. */
  receivedAt: number;
}

/** What became of the readings of one `write`, by their index in it. The ones that are not named here are stored. */
export interface WriteResult {
  /** Never to be stored: the same reading would be rejected again. */
  rejected: readonly { index: number; reason: string }[];
  /** Perhaps stored, perhaps not; write them again. */
  retryable: readonly { index: number; cause: Error }[];
}

/** Where a page ends: at this reading. */
export interface Position {
  time: Nanoseconds;
  metric: string;
}

export interface PageQuery {
  organizationId: string;
  deviceId: string;
  /** At least one, or `null` for all of them. */
  metrics: readonly string[] | null;
  /** The earliest time that is in. */
  from: Nanoseconds;
  /** The earliest time that is no longer in. */
  to: Nanoseconds;
  order: 'ASC' | 'DESC';
  /** Only readings beyond this one, in `order`. */
  after: Position | null;
  limit: number;
}

/**
 * Where readings are kept. Knows neither units nor whether a device exists.
 * A reading is one of organization, device, metric and time: writing it again changes nothing, unless it was received later.
 */
export interface ReadingStore extends ReadingWriter, ReadingReader {}

export interface ReadingWriter {
  /** Stores readings, any number, each of another organization, device, metric or time. Never rejects. */
  write(readings: readonly ReceivedReading[]): Promise<WriteResult>;
}

export interface ReadingReader {
  /**
   * The first `limit` readings of one device in [from, to), ordered by time and then by metric name, both in `order`.
   * @throws SondeError `TimeoutError` where the store took too long, `LimitExceededError` where it is asked too much at once
   */
  page(query: PageQuery): Promise<Reading[]>;
}
