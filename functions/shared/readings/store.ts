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
  /**
   * When the broker received it, in ms since 1970. Of two readings of the same device, metric and time, the later received one counts as a whole; of two
   * that were received in the same millisecond, either.
   */
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
  /** Only readings beyond this place, in `order`. There need not be a reading, and it need not be in the period. */
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
  /** The windows that have a numeric reading, ordered by device, metric and begin. Throws as {@link page}. */
  aggregate(query: AggregateQuery): Promise<AggregatedWindow[]>;
  /** The first and the last reading of every metric of a device that has any, by metric name. Throws as {@link page}. */
  periods(query: Pick<PageQuery, 'organizationId' | 'deviceId'>): Promise<MetricPeriod[]>;
  /** What a chart needs of each bin that has a numeric reading, ordered by metric and begin. Throws as {@link page}. */
  outline(query: OutlineQuery): Promise<OutlinedBin[]>;
}

/**
 * How [from, to) is cut into windows. FIXED: of one length, following each other from 1970-01-01T00:00:00Z on. CALENDAR: by the days of a time zone,
 * whose days need not have 24 hours; `days` of them from the local 1970-01-01 on, or weeks from Monday on, months or years.
 */
export type Windows =
  | { kind: 'FIXED'; length: Nanoseconds }
  | {
      kind: 'CALENDAR';
      unit: { days: number } | 'WEEK' | 'MONTH' | 'YEAR';
      /** The zone's offsets from UTC in the period, in seconds, each from a time on: the first from `from` at the latest, then in order. */
      offsets: readonly { from: Nanoseconds; seconds: number }[];
    };

export interface AggregateQuery {
  organizationId: string;
  /** At least one. */
  deviceIds: readonly string[];
  /** At least one. */
  metrics: readonly string[];
  /** The earliest time that is in. */
  from: Nanoseconds;
  /** The earliest time that is no longer in. */
  to: Nanoseconds;
  windows: Windows;
  /** At least one, each once. */
  statistics: readonly Statistic[];
}

/** The statistics of the numeric readings of one device and metric that are in one window and in the period. */
export interface AggregatedWindow {
  deviceId: string;
  metric: string;
  /** Begin of the window: in UTC where windows are FIXED; CALENDAR: the local date's midnight, as if it were in UTC. */
  begin: Nanoseconds;
  /** In the order of the query's statistics. Null where there is none, such as the deviation of a single reading. */
  values: readonly (number | null)[];
}

export interface MetricPeriod {
  metric: string;
  first: Nanoseconds;
  last: Nanoseconds;
}

export interface OutlineQuery {
  organizationId: string;
  deviceId: string;
  /** At least one. */
  metrics: readonly string[];
  from: Nanoseconds;
  to: Nanoseconds;
  /** The length of a bin, a whole number of milliseconds. Bins follow each other from 1970-01-01T00:00:00Z on. */
  bin: Nanoseconds;
}

/** Four numeric readings of a bin, some of which may be the same: the first, the last, a smallest and a largest one. */
export interface OutlinedBin {
  metric: string;
  begin: Nanoseconds;
  first: DataPoint;
  last: DataPoint;
  smallest: DataPoint;
  largest: DataPoint;
}

export interface DataPoint {
  time: Nanoseconds;
  value: number;
}

/**
 * A figure about the numeric readings of a window; `Statistic` of the schema. STDDEV is that of a sample. A percentile is a number that about so many
 * percent of the others do not exceed: each store says how near it is to the one that is.
 */
export const STATISTICS = [
  'AVG',
  'MIN',
  'MAX',
  'SUM',
  'COUNT',
  'FIRST',
  'LAST',
  'STDDEV',
  'P50',
  'P90',
  'P95',
  'P99',
] as const;
export type Statistic = (typeof STATISTICS)[number];

/** What an export has in it. */
export interface ExportQuery {
  organizationId: string;
  /** At least one, or `null` for all devices of the organization. */
  deviceIds: readonly string[] | null;
  /** At least one, or `null` for all of them; never `null` where the layout is WIDE. */
  metrics: readonly string[] | null;
  /** The earliest time that is in. */
  from: Nanoseconds;
  /** The earliest time that is no longer in. */
  to: Nanoseconds;
  /** Windows of this length in UTC with at least one statistic each, instead of the readings themselves. */
  aggregation: { window: Nanoseconds; statistics: readonly Statistic[] } | null;
  /**
   * LONG: a row a reading, with the fields time, device id, metric, value, text; or a row a window, device and metric, with time, device id, metric and
   * a field a statistic. WIDE: a row a time and device, with time, device id and a field a metric (the value, or else the text); or a field a metric
   * and statistic, all statistics of the first metric first.
   */
  layout: 'LONG' | 'WIDE';
}

/** An export that is being made. */
export interface ExtractionJob extends ExportQuery {
  /** The export's id. */
  exportId: string;
  /** CSV: rows for {@link ReadingExporter.read}. PARQUET: files for {@link ReadingExporter.files}. */
  format: 'CSV' | 'PARQUET';
  /** Who makes it now: another worker, or the same one anew, has another. */
  owner: string;
  /** The ids of the organization's devices as they were when the export began, for a store that is asked device by device. */
  devices: () => Promise<readonly string[]>;
}

/** How far an extraction is. */
export interface Extraction {
  /** Opaque text of at most 16 KB, to be kept before the next step and given to it. */
  state: string;
  /** From 0 to 1. */
  progress: number;
  /** At once where rows are read straight from the store. */
  done: boolean;
  /** How long to wait before the next step, in ms: where the store works by itself, or is asked too much. */
  wait: number;
}

/** A run of rows as text, in one piece of memory: there are no objects a row, for exports have many millions. */
export interface RowBatch {
  /** UTF-8. Valid until the next batch is asked for. */
  bytes: Buffer;
  /**
   * Where each field begins and ends in `bytes`, two numbers a field, the fields of one row after those of the row before. An empty field is a null.
   * Times are `YYYY-MM-DD hh:mm:ss.nnnnnnnnn` in UTC, numbers decimal text that reads back to the same double.
   */
  bounds: Uint32Array;
  rows: number;
  /** Opaque text of at most 256 bytes: where to go on after this batch. */
  position: string;
  /** How much of all has been read after this batch, from 0 to 1; an estimate where the store does not know how much there is. */
  progress: number;
}

/** A file that the store wrote as it is to be delivered. */
export interface ExtractedFile {
  /** In the bucket of the exports' files, beginning with the organization's id. */
  key: string;
  bytes: number;
  rows: number;
}

/**
 * Gets very many readings out of the store, and can go on after the end of the process at any point.
 * Every method rejects with a SondeError where the export cannot be made as it was asked for; with any other error, asking again may help.
 */
export interface ReadingExporter {
  /** How much of the making of a CSV file is done when its extraction is, from 0 to 1: nothing where rows are read straight from the store. */
  readonly extracted: number;
  /**
   * Takes an extraction one step further, by at most one request that has an effect. A step that was begun and whose state was not kept is found
   * again, or begun anew without a trace in the result.
   * @param state of the step before; null for the first
   */
  advance(job: ExtractionJob, state: string | null): Promise<Extraction>;
  /**
   * The rows of an extraction that is done, in no promised order. What came before the position of any batch and what is read from it on are together
   * each row once, whatever is written meanwhile: of that, some may be in.
   */
  read(job: ExtractionJob, state: string, position: string | null): AsyncIterable<RowBatch>;
  /** The files of an extraction that is done, in the same order at every call; none where there are no rows. */
  files(job: ExtractionJob, state: string): Promise<ExtractedFile[]>;
  /** Removes all that was written but {@link files}. Harmless when repeated. */
  tidy(job: ExtractionJob, state: string): Promise<void>;
  /**
   * Ends what still runs, and removes all that was written, files too. Harmless when repeated.
   * @param state null where it was never begun
   * @returns null; or in how many ms to do it again, where something may be written still that cannot be ended
   */
  discard(job: ExtractionJob, state: string | null): Promise<number | null>;
}
