import { SondeError } from '../shared/errors.ts';
import { keepReadings } from '../shared/ingestion/keep.ts';
import type { KeepPorts } from '../shared/ingestion/ports.ts';
import { deviceKey } from '../shared/ingestion/ports.ts';
import type { DecodedReading, InvalidReading } from '../shared/ingestion/reading.ts';
import { sortOut, toReading } from '../shared/ingestion/reading.ts';
import { snippet } from '../shared/ingestion/snippet.ts';
import type { Nanoseconds } from '../shared/time.ts';
import { fromMilliseconds, parseTime } from '../shared/time.ts';
import type { RecordedReading, Recording } from './event.ts';

/** What became of the readings. `index` is the place of one in the input. */
export interface Recorded {
  stored: number;
  invalid: { index: number; reason: string }[];
}

/** Older readings are history: pushing a back-fill of millions would flood every chart that follows what is new. */
const PUSHED_FOR: Nanoseconds = 3600n * 1_000_000_000n;

/**
 * Stores readings by the rules of ingest, as if their device had sent them now. The same again changes nothing; of two values for the same metric and
 * time, the one that was recorded last counts.
 * @param receivedAt now, in ms since 1970
 * @throws SondeError `TimeoutError` where some could not be stored now
 */
export async function recordReadings(
  { organizationId, deviceId, readings, device }: Recording,
  receivedAt: number,
  ports: KeepPorts,
): Promise<Recorded> {
  const sorted = sortOut(readings.map((reading) => checked(reading, receivedAt)));
  const valid = sorted.readings.map(({ reading }) => ({ organizationId, deviceId, ...reading, receivedAt }));
  const devices = new Map([[deviceKey({ organizationId, deviceId }), device]]);
  const pushedFrom = fromMilliseconds(receivedAt) - PUSHED_FOR;
  const { rejected, again } = await keepReadings(valid, devices, ({ time }) => time >= pushedFrom, ports);
  const placesOf = (index: number): number[] => sorted.readings[index]?.places ?? [];
  if (again.size > 0) {
    const left = [...again].flatMap(placesOf).length;
    throw new SondeError(
      'TimeoutError',
      `${left} of ${readings.length} readings could not be stored now; record the same again: none is stored twice`,
    );
  }
  const refused = rejected.flatMap(({ index, reason }) =>
    placesOf(index).map((place) => ({ place, reason: `${snippet(valid[index]?.metric)}: ${reason}` })),
  );
  const invalid = [...sorted.invalid, ...refused]
    .map(({ place, reason }) => ({ index: place, reason }))
    .sort((one, other) => one.index - other.index);
  ports.log.info('Recorded readings', { readings: readings.length, invalid: invalid.length });
  return { stored: readings.length - invalid.length, invalid };
}

function checked({ metric, time, value, text }: RecordedReading, receivedAt: number): DecodedReading | InvalidReading {
  const problem = (reason: string) => ({ reason: `${snippet(metric)}: ${reason}` });
  const parsed = parseTime(time);
  if (parsed === undefined)
    return problem(`its time, ${snippet(time)}, is not one with an offset, such as 2026-03-29T01:59:59Z`);
  if (value !== null && text !== null) return problem('it has a value and a text; give one of them');
  const measured = value ?? text;
  if (measured === null) return problem('it has neither a value nor a text');
  return toReading(metric, measured, parsed, receivedAt);
}
