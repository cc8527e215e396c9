import type { Measure, Point, TableSettings } from './storage/types.ts';

/** "Quotas" in the Timestream Developer Guide; lengths in bytes. */
const MAX_DIMENSION_NAME = 60;
const MAX_MEASURE_NAME = 256;
const MAX_DIMENSIONS = 128;
const MAX_MEASURES = 256;
const MAX_DIMENSIONS_SIZE = 2048;
const MAX_RECORD_SIZE = 2048;
/** "Metering and cost optimization", Writes: what counts of a record. */
const TIME_SIZE = 8;
const FUTURE_MS = 15 * 60_000;

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
/** A timestamp of the database ends here, in 2262. */
const MAX_TIME_NS = 2n ** 63n - 2n;

/** Why a record is rejected whatever is stored; `undefined` where it may be written. */
export function violation(point: Point, settings: TableSettings, nowMs: number): string | undefined {
  return (
    sizeViolation(point) ??
    partitionViolation(point, settings) ??
    timestampMeasureViolation(point) ??
    timeViolation(point, settings, nowMs)
  );
}

/** Whether a record that may be written goes to the memory store; if not, it goes to the magnetic store. */
export function isForMemoryStore({ timeNs }: Point, settings: TableSettings, nowMs: number): boolean {
  return timeNs >= nanoseconds(memoryStartMs(settings, nowMs));
}

/**
 * The oldest time that the memory store takes, in milliseconds since 1970. A longer retention opens no past: the store grows into it
 * (API reference, "RejectedRecord").
 */
export function memoryStartMs({ memoryHours, memoryFromMs = 0 }: TableSettings, nowMs: number): number {
  return Math.max(nowMs - memoryHours * HOUR_MS, memoryFromMs);
}

function sizeViolation({ dimensions, measureName, measures }: Point): string | undefined {
  if (Buffer.byteLength(measureName) > MAX_MEASURE_NAME)
    return `The measure name is longer than ${MAX_MEASURE_NAME} bytes`;
  if (dimensions.length > MAX_DIMENSIONS) return `The record has more than ${MAX_DIMENSIONS} dimensions`;
  if (measures.length > MAX_MEASURES) return `The record has more than ${MAX_MEASURES} measures`;
  if (dimensions.some(([name]) => Buffer.byteLength(name) > MAX_DIMENSION_NAME))
    return `The name of a dimension is longer than ${MAX_DIMENSION_NAME} bytes`;
  if (dimensions.some(([, value]) => value === '')) return 'The value of a dimension is empty';
  const dimensionsSize = sum(dimensions.map(([name, value]) => Buffer.byteLength(name) + Buffer.byteLength(value)));
  if (dimensionsSize > MAX_DIMENSIONS_SIZE) return `The dimensions are larger than ${MAX_DIMENSIONS_SIZE} bytes`;
  if (measures.some(({ column }) => Buffer.byteLength(column) > MAX_MEASURE_NAME))
    return `The name of a measure is longer than ${MAX_MEASURE_NAME} bytes`;
  const measuresSize = sum(measures.map(sizeOfMeasure));
  const size = dimensionsSize + Buffer.byteLength(measureName) + measuresSize + TIME_SIZE;
  return size > MAX_RECORD_SIZE ? `The record is larger than ${MAX_RECORD_SIZE} bytes` : undefined;
}

/** The name of a single measure is the record's own measure name. */
function sizeOfMeasure({ column, value }: Measure): number {
  const nameSize = column.startsWith('measure_value::') ? 0 : Buffer.byteLength(column);
  const valueSize = typeof value === 'string' ? Buffer.byteLength(value) : typeof value === 'boolean' ? 1 : 8;
  return nameSize + valueSize;
}

function partitionViolation({ dimensions }: Point, { partitionKey }: TableSettings): string | undefined {
  const missing = partitionKey.find(
    ({ Name, EnforcementInRecord }) =>
      EnforcementInRecord === 'REQUIRED' && !dimensions.some(([dimension]) => dimension === Name),
  );
  return missing && `The record lacks the dimension ${missing.Name ?? ''}, which the table's partition key requires`;
}

function timestampMeasureViolation({ measures }: Point): string | undefined {
  const late = measures.find(
    ({ type, value }) => type === 'TIMESTAMP' && typeof value === 'bigint' && value > MAX_TIME_NS,
  );
  return late && `The timestamp of the measure ${late.column} is out of range`;
}

function timeViolation({ timeNs }: Point, settings: TableSettings, nowMs: number): string | undefined {
  const { magneticDays, magneticWrites } = settings;
  const fromMs = Math.max(0, magneticWrites ? nowMs - magneticDays * DAY_MS : memoryStartMs(settings, nowMs));
  const toMs = nowMs + FUTURE_MS;
  if (timeNs >= nanoseconds(fromMs) && timeNs < nanoseconds(toMs) && timeNs <= MAX_TIME_NS) return undefined;
  const range = `[${new Date(fromMs).toISOString()}, ${new Date(toMs).toISOString()})`;
  return `The record timestamp is outside the time range ${range} of the ${magneticWrites ? 'data ingestion window' : 'memory store'}.`;
}

function nanoseconds(ms: number): bigint {
  return BigInt(Math.floor(ms)) * 1_000_000n;
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
