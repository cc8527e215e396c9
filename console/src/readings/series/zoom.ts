/** A period, [from, to), in ms since 1970. */
export interface Span {
  from: number;
  to: number;
}

/** What a chart can still tell apart, in ms. */
const SHORTEST = 1000;

/** A part or a multiple of a period around a time: half of it for a factor of 0.5. The time stays where it is. Never before 1970. */
export function zoom({ from, to }: Span, factor: number, around = (from + to) / 2): Span {
  const wider = Math.max(SHORTEST, (to - from) * factor) / (to - from);
  return whole({ from: around - (around - from) * wider, to: around + (to - around) * wider });
}

/** The period that lies a share of its length later; earlier for a negative share. */
export function move({ from, to }: Span, share: number): Span {
  const distance = Math.max(-from, (to - from) * share);
  return whole({ from: from + distance, to: to + distance });
}

/** What was marked; at least as long as a chart can show. */
export function marked(one: number, other: number): Span {
  const [from, to] = [Math.min(one, other), Math.max(one, other)];
  const missing = Math.max(0, SHORTEST - (to - from)) / 2;
  return whole({ from: from - missing, to: to + missing });
}

/** A period as long as this one that has readings, of those there are from a first to a last time: as near as there is one. */
export function nearestWithReadings({ from, to }: Span, stored: Span): Span {
  const length = to - from;
  if (stored.to < from) return whole({ from: Math.max(0, stored.to - length), to: stored.to + SHORTEST });
  if (stored.from >= to) return whole({ from: stored.from, to: stored.from + length });
  // It lies between two of them: which are the nearest nobody has told.
  return whole({ from: stored.from, to: stored.to + SHORTEST });
}

const whole = ({ from, to }: Span): Span => ({ from: Math.max(0, Math.round(from)), to: Math.round(to) });
