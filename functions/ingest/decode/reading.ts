import { METRIC_NAME, METRIC_NAME_RULE } from '../../shared/names.ts';
import type { Nanoseconds } from '../../shared/time.ts';
import { EARLIEST, formatTime, fromMilliseconds, LATEST } from '../../shared/time.ts';
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

/**
 * Sorts what {@link toReading} answered. Of a metric and a time that a message gives twice, the first one counts; another value for them
 * is invalid, for the store keeps one.
 */
export function sortOut(results: readonly (DecodedReading | InvalidReading)[]): Decoded {
  const readings = new Map<string, DecodedReading>();
  const invalid: InvalidReading[] = [];
  for (const result of results) {
    if ('reason' in result) {
      invalid.push(result);
      continue;
    }
    const key = `${result.metric}/${result.time.toString()}`;
    const first = readings.get(key);
    if (!first) readings.set(key, result);
    else if (first.value !== result.value || first.text !== result.text)
      invalid.push({
        reason: `${snippet(result.metric)}: it has two values at ${formatTime(result.time)}; the first is kept`,
      });
  }
  return { readings: [...readings.values()], invalid };
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
