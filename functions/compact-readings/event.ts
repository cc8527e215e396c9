import * as v from 'valibot';
import type { RebuildCursor } from '../shared/readings/dynamodb/rebuild.ts';
import { METRIC_NAME, METRIC_NAME_RULE, ULID } from '../shared/names.ts';
import { EARLIEST, isStorable, LATEST, parseTime } from '../shared/time.ts';

const Id = v.pipe(v.string(), v.regex(ULID, 'must be a ULID'));
const Time = v.pipe(
  v.string(),
  v.transform(parseTime),
  v.custom<bigint>((time) => typeof time === 'bigint', 'must be a time such as 2026-01-31T12:00:00Z'),
);

const Cursor = v.pipe(
  v.string(),
  v.transform((text) => Buffer.from(text, 'base64url').toString()),
  v.parseJson(),
  v.object({ pk: v.pipe(v.string(), v.nonEmpty()), sk: v.pipe(v.string(), v.nonEmpty()) }),
);

/** Text that says where a rebuild goes on: safe in a shell. */
export function cursorText({ pk, sk }: RebuildCursor): string {
  return Buffer.from(JSON.stringify({ pk, sk })).toString('base64url');
}

const Rebuild = v.object({
  /** Null for all devices. */
  device: v.nullable(v.object({ organizationId: Id, deviceId: Id })),
  after: v.nullable(Cursor),
});

const Erase = v.pipe(
  v.object({
    organizationId: Id,
    deviceId: Id,
    metric: v.pipe(v.string(), v.regex(METRIC_NAME, METRIC_NAME_RULE)),
    /** The earliest time that is in. */
    from: Time,
    /** The earliest time that is no longer in. */
    to: Time,
    /** The number of an hour. */
    after: v.nullable(v.pipe(v.number(), v.safeInteger(), v.minValue(0))),
  }),
  v.check(({ from, to }) => from < to, 'from must be before to'),
  v.transform(({ from, to, ...rest }) => ({
    ...rest,
    from: isStorable(from) ? from : EARLIEST,
    to: isStorable(to) ? to : LATEST + 1n,
  })),
);

/** What an operator asks for; or, without either, the schedule, whatever else it says. */
export const Event = v.pipe(
  v.object({ rebuild: v.optional(Rebuild), erase: v.optional(Erase) }),
  v.check(({ rebuild, erase }) => !rebuild || !erase, 'must have one of rebuild and erase'),
);
export type Event = v.InferOutput<typeof Event>;

/** What a piece of a rebuild answers. */
export const RebuildAnswer = v.object({
  hours: v.number(),
  changed: v.number(),
  failed: v.number(),
  /** For the next piece; null when all is done. */
  after: v.nullable(v.string()),
});
export type RebuildAnswer = v.InferOutput<typeof RebuildAnswer>;

/** What a piece of an erasure answers. */
export const EraseAnswer = v.object({ readings: v.number(), after: v.nullable(v.number()) });
export type EraseAnswer = v.InferOutput<typeof EraseAnswer>;

/** What an operator asks of the function. */
export interface Order {
  rebuild?: { device: { organizationId: string; deviceId: string } | null; after: string | null };
  erase?: { organizationId: string; deviceId: string; metric: string; from: string; to: string; after: number | null };
}
