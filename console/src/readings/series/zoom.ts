/** A period, [from, to), in ms since 1970. */
export interface Span {
  from: number;
  to: number;
}

/** What a chart can still tell apart, in ms. */
const SHORTEST = 1000;

/** A part or a multiple of a period around a time: half of it for a factor of 0.5. The time stays where it is. Never before 1970, nor after 9999. */
export function zoom({ from, to }: Span, factor: number, around = (from + to) / 2): Span {
  const wider = Math.max(SHORTEST, (to - from) * factor) / (to - from);
  return whole({ from: around - (around - from) * wider, to: around + (to - around) * wider });
}

/** The period that lies a share of its length later; earlier for a negative share. */
export function move({ from, to }: Span, share: number): Span {
  const distance = Math.min(Math.max(-from, (to - from) * share), LAST - to);
  return whole({ from: from + distance, to: to + distance });
}

/** What was marked; at least as long as a chart can show. */
export function marked(one: number, other: number): Span {
  const [from, to] = [Math.min(one, other), Math.max(one, other)];
  const missing = Math.max(0, SHORTEST - (to - from)) / 2;
  return whole({ from: from - missing, to: to + missing });
}

/** A period no longer than this one that has readings, of those there are from a first to a last time: as near as there is one. */
export function nearestWithReadings({ from, to }: Span, stored: Span): Span {
  const length = to - from;
  const beyond = stored.to + SHORTEST;
  if (stored.to < from) return whole({ from: Math.max(stored.from, stored.to - length), to: beyond });
  if (stored.from >= to) return whole({ from: stored.from, to: Math.min(stored.from + length, beyond) });
  // It lies between two of them: which are the nearest nobody has told.
  return whole({ from: stored.from, to: beyond });
}

/** Readings that take less of a period than this share of it look like a single one. */
const LEAST_SHARE = 0.04;
/** What is shown around them, as a share of what they take. */
const ROOM = 0.1;

/**
 * The part of a period in which there are readings, with some room around it, where that part is so small that they cannot be told apart.
 * @param measured when there were readings, in any order; spans of no length for single readings
 */
export function crowdedPart({ from, to }: Span, measured: readonly Span[]): Span | undefined {
  const begin = Math.max(from, Math.min(...measured.map((span) => span.from)));
  const end = Math.min(to, Math.max(...measured.map((span) => span.to)));
  const length = end - begin;
  if (!(length > 0) || length > (to - from) * LEAST_SHARE || to - from < 2 * SHORTEST) return undefined;
  const room = Math.max(length * ROOM, (SHORTEST - length) / 2);
  return whole({ from: begin - room, to: end + room });
}

/** The last time that is written with four digits of a year, as the API takes it. */
const LAST = Date.parse('9999-12-31T23:59:59.999Z');

const whole = ({ from, to }: Span): Span => ({
  from: Math.min(Math.max(0, Math.round(from)), LAST - SHORTEST),
  to: Math.min(Math.round(to), LAST),
});
