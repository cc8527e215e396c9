import type { Nanoseconds } from '../../shared/time.ts';
import { fromDecimal, fromMilliseconds, parseTime } from '../../shared/time.ts';
import type { Decoded, DecodedReading, InvalidReading } from '../../shared/ingestion/reading.ts';
import { decoded, toReading } from '../../shared/ingestion/reading.ts';
import { snippet } from '../../shared/ingestion/snippet.ts';

/** Numbers below are of the early 1970s as milliseconds, but of our days as seconds. */
const LIKELY_SECONDS = 1e11;

/**
 * Decodes Sonde's own JSON: `{"time": …, "readings": {"temperature": 21.5, "state": "open"}}`, or an array of those. The time is an ISO
 * 8601 text with an offset or a number of milliseconds since 1970; without one it is when the message was received.
 * @param receivedAt in ms since 1970
 */
export function decodeSonde(message: unknown, receivedAt: number): Decoded {
  const entries: readonly unknown[] = Array.isArray(message) ? message : [message];
  return decoded(entries.flatMap((entry) => decodeEntry(entry, receivedAt)));
}

/** How many readings a message has, valid or not. */
export function countSonde(message: unknown): number {
  const entries: readonly unknown[] = Array.isArray(message) ? message : [message];
  return entries.reduce<number>((sum, entry) => {
    return sum + (isObject(entry) && isObject(entry.readings) ? Object.keys(entry.readings).length : 1);
  }, 0);
}

function decodeEntry(entry: unknown, receivedAt: number): (DecodedReading | InvalidReading)[] {
  if (!isObject(entry)) return [{ reason: `${snippet(entry)} is not an object with \`readings\`` }];
  const { time, readings, ...others } = entry;
  const [other] = Object.keys(others);
  if (other !== undefined) return [{ reason: `${snippet(other)} is unknown; an object has \`time\` and \`readings\`` }];
  if (!isObject(readings))
    return [{ reason: '`readings` is not an object of values by metric, such as {"temperature": 21.5}' }];
  const metrics = Object.entries(readings);
  if (metrics.length === 0) return [{ reason: '`readings` is empty; send at least one value' }];
  const parsed = decodeTime(time, receivedAt);
  if (typeof parsed === 'string') return metrics.map(([metric]) => ({ reason: `${snippet(metric)}: ${parsed}` }));
  return metrics.map(([metric, measured]) => toReading(metric, measured, parsed, receivedAt));
}

/** The time, or what is wrong with it. */
function decodeTime(time: unknown, receivedAt: number): Nanoseconds | string {
  if (time === undefined) return fromMilliseconds(receivedAt);
  if (typeof time === 'string')
    return parseTime(time) ?? `its time, ${snippet(time)}, is not one with an offset, such as 2026-03-29T01:59:59Z`;
  if (typeof time !== 'number' || !Number.isFinite(time))
    return `its time, ${snippet(time)}, is neither an ISO 8601 text nor a number of milliseconds since 1970`;
  if (time >= 0 && time < LIKELY_SECONDS)
    return `its time, ${time}, looks like seconds; send milliseconds since 1970, or an ISO 8601 text`;
  return fromDecimal(time, 'milliseconds');
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
