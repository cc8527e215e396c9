import { METRIC_NAME, METRIC_NAME_RULE } from '../names.ts';
import type { Nanoseconds } from '../time.ts';
import { EARLIEST, formatTime, fromMilliseconds, LATEST } from '../time.ts';
import { snippet } from './snippet.ts';

/** A reading as a device sent it: the device itself and the organization are known from the topic. */
export interface DecodedReading {
  metric: string;
  time: Nanoseconds;
  value: number | null;
  text: string | null;
}

/** A part of a message that cannot be stored, and why, in a sentence for a person. */
export interface InvalidReading {
  reason: string;
}

/** What a message holds, by what can be stored and what cannot. */
export interface Decoded {
  readings: DecodedReading[];
  invalid: InvalidReading[];
}

/** Timestream refuses records over 2 KB, and counts bytes; a text that short also leaves room for the names. */
const MAX_TEXT_BYTES = 1024;
/** Timestream's own limit for times that are yet to come. Source: Timestream Developer Guide, "Quotas". */
const MAX_AHEAD: Nanoseconds = 15n * 60n * 1_000_000_000n;
/** What DynamoDB can hold as a number, where the latest readings are kept. Source: DynamoDB Developer Guide, "Data types". */
const SMALLEST = 1e-130;
const LARGEST = 9.9e125;

/**
 * The reading of `metric`, checked against what every store can hold.
 * @param measured a number or a text; anything else is refused
 * @param receivedAt when the broker received the message, in ms since 1970
 */
export function toReading(
  metric: string,
  measured: unknown,
  time: Nanoseconds,
  receivedAt: number,
): DecodedReading | InvalidReading {
  const reason = nameProblem(metric) ?? timeProblem(time, receivedAt) ?? valueProblem(measured);
  if (reason !== undefined) return { reason: `${snippet(metric)}: ${reason}` };
  return typeof measured === 'number'
    ? { metric, time, value: measured, text: null }
    : { metric, time, value: null, text: String(measured) };
}

/** As {@link Decoded}, each with its places in what was sorted out: more than one where it was given more than once. */
export interface SortedOut {
  readings: { reading: DecodedReading; places: number[] }[];
  invalid: { place: number; reason: string }[];
}

/**
 * Sorts what {@link toReading} answered. Of a metric and a time that is given twice, the first one counts; another value for them is invalid, for
 * the store keeps one.
 */
export function sortOut(results: readonly (DecodedReading | InvalidReading)[]): SortedOut {
  const readings = new Map<string, SortedOut['readings'][number]>();
  const invalid: SortedOut['invalid'] = [];
  for (const [place, result] of results.entries()) {
    if ('reason' in result) {
      invalid.push({ place, reason: result.reason });
      continue;
    }
    const { metric, time, value, text } = result;
    const key = `${metric}/${time.toString()}`;
    const first = readings.get(key);
    if (!first) readings.set(key, { reading: result, places: [place] });
    else if (first.reading.value === value && first.reading.text === text) first.places.push(place);
    else
      invalid.push({
        place,
        reason: `${snippet(metric)}: it has two values at ${formatTime(time)}; the first is kept`,
      });
  }
  return { readings: [...readings.values()], invalid };
}

/** What a message holds of what {@link toReading} answered. */
export function decoded(results: readonly (DecodedReading | InvalidReading)[]): Decoded {
  const { readings, invalid } = sortOut(results);
  return { readings: readings.map(({ reading }) => reading), invalid: invalid.map(({ reason }) => ({ reason })) };
}

function nameProblem(metric: string): string | undefined {
  return METRIC_NAME.test(metric) ? undefined : METRIC_NAME_RULE;
}

function timeProblem(time: Nanoseconds, receivedAt: number): string | undefined {
  if (time < EARLIEST) return 'its time is before 1970';
  if (time > LATEST) return `its time is after ${formatTime(LATEST)}, the last one that can be stored`;
  if (time > fromMilliseconds(receivedAt) + MAX_AHEAD)
    return `its time, ${formatTime(time)}, is more than 15 minutes after it was received; set the device's clock`;
  return undefined;
}

function valueProblem(measured: unknown): string | undefined {
  if (typeof measured === 'number') return numberProblem(measured);
  if (typeof measured === 'string') return textProblem(measured);
  if (typeof measured === 'boolean') return `${measured} is neither a number nor a text; send 1 or 0, or "on" or "off"`;
  return `${snippet(measured)} is neither a number nor a text; leave the metric out where there is no value`;
}

function numberProblem(value: number): string | undefined {
  const size = Math.abs(value);
  if (size <= LARGEST && (size >= SMALLEST || size === 0)) return undefined;
  return `the size of a number is 0 or from ${SMALLEST} to ${LARGEST}`;
}

function textProblem(text: string): string | undefined {
  if (text === '') return 'its text is empty; leave the metric out where there is no value';
  if (/\p{Cs}/u.test(text)) return 'its text is no valid Unicode: it has half of a surrogate pair';
  const bytes = Buffer.byteLength(text);
  return bytes > MAX_TEXT_BYTES
    ? `its text has ${bytes} bytes in UTF-8; it may have ${MAX_TEXT_BYTES.toLocaleString('en')}`
    : undefined;
}
