import * as v from 'valibot';
import { ULID } from '../../functions/shared/names.ts';

/* What search parameters of several pages are made of. */

/** Of what somebody typed into the address, what is no such thing is left out. */
export const orNone = <Schema extends v.GenericSchema>(schema: Schema) => v.fallback(v.optional(schema), undefined);

export const Id = v.pipe(v.string(), v.regex(ULID));

/** As ISO 8601. */
export const Time = v.pipe(
  v.string(),
  v.isoTimestamp(),
  v.check((time) => !Number.isNaN(Date.parse(time))),
);

/** An address is read as JSON where it can be, and somebody may search for `12`. */
export const Words = v.union([v.string(), v.pipe(v.union([v.number(), v.boolean()]), v.transform(String))]);

/** In epoch milliseconds: what a signed 64-bit count of nanoseconds from 1970 on holds. */
const LATEST = 9_223_372_036_854;

/** Whether the API takes a time for one. @param time epoch milliseconds */
export const isTaken = (time: number): boolean => time >= 0 && time < LATEST;

/** As ISO 8601, where the API takes it: a year that is typed digit by digit is none before its last. */
export const TakenTime = v.pipe(
  Time,
  v.check((time) => isTaken(Date.parse(time))),
);
