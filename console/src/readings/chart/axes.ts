const SECOND = 1000;
const DAY = 86_400 * SECOND;
/** A step of a month or more: uPlot's own are of 30 days or so. */
const MONTH = 27 * DAY;
const YEAR = 364 * DAY;

type Format = (time: number) => string;

function formatter(locale: string, options: Intl.DateTimeFormatOptions): Format {
  const format = new Intl.DateTimeFormat(locale, options);
  return (time) => format.format(time);
}

/**
 * Labels of a time axis, as people write times in a language: the finer part of each, and below it the coarser part where it changes.
 * Times are in ms and in the reader's time zone.
 */
export function timeLabels(locale: string): (times: readonly number[], step: number) => string[] {
  const date = formatter(locale, { day: 'numeric', month: 'short' });
  const year = formatter(locale, { year: 'numeric' });
  const scales: { below: number; fine: Format; coarse: Format | null }[] = [
    {
      below: SECOND,
      fine: formatter(locale, { minute: '2-digit', second: '2-digit', fractionalSecondDigits: 3 }),
      coarse: formatter(locale, { hour: 'numeric', minute: '2-digit' }),
    },
    { below: 60 * SECOND, fine: formatter(locale, { timeStyle: 'medium' }), coarse: date },
    { below: DAY, fine: formatter(locale, { timeStyle: 'short' }), coarse: date },
    { below: MONTH, fine: date, coarse: year },
    { below: YEAR, fine: formatter(locale, { month: 'short' }), coarse: year },
    { below: Infinity, fine: year, coarse: null },
  ];
  return (times, step) => {
    const scale = scales.find(({ below }) => step < below);
    if (!scale) return times.map(String);
    let last: string | undefined;
    return times.map((time) => {
      const coarse = scale.coarse?.(time);
      const isNew = coarse !== undefined && coarse !== last;
      last = coarse;
      return isNew ? `${scale.fine(time)}\n${coarse}` : scale.fine(time);
    });
  };
}

/** Differences that are smaller than this share of what is measured come of how computers calculate. */
const NOISE = 1e-12;

/**
 * From where to where an axis of values reaches: some room above and below them; around a line that is level as well. Where nothing is in sight the extremes
 * are not there, or not finite.
 */
export function rangeAround(min: number | null, max: number | null): [number, number] {
  if (min === null || max === null || !Number.isFinite(min) || !Number.isFinite(max)) return [0, 1];
  const size = Math.max(Math.abs(min), Math.abs(max));
  // Between numbers that are next to each other there is no place for the steps of an axis.
  if (max - min <= size * NOISE) return [min - (size * 0.05 || 1), max + (size * 0.05 || 1)];
  const room = (max - min) * 0.06;
  return [min - room, max + room];
}

/** What may lie between two labels of an axis of values, in order: uPlot's own end at 1e32, and sensors send what they please. */
export const VALUE_STEPS: readonly number[] = Array.from({ length: 126 + 32 }, (_, index) => index - 32).flatMap(
  (power) => [1, 2, 2.5, 5].map((times) => Number(`${times}e${power}`)),
);

/** From here on numbers are short: `1.2M`. */
const LARGE = 1e6;
/** From here on that has no words any more: `3.4E38`. */
const HUGE = 1e15;
const MOST_DIGITS = 9;

/** Labels of an axis of values, with as many digits as the step between them needs. */
export function valueLabels(locale: string): (values: readonly number[], step: number) => string[] {
  return (values, step) => {
    const digits = digitsOf(step);
    const isLarge = values.some((value) => Math.abs(value) >= LARGE);
    const isScientific = step < 10 ** -MOST_DIGITS || values.some((value) => Math.abs(value) >= HUGE);
    const format = new Intl.NumberFormat(locale, {
      maximumFractionDigits: isLarge || isScientific ? 2 : digits,
      notation: isScientific ? 'scientific' : isLarge ? 'compact' : 'standard',
    });
    return values.map((value) => format.format(value));
  };
}

/** How many digits after the point a step has. */
function digitsOf(step: number): number {
  for (let digits = 0; digits < MOST_DIGITS; digits++) {
    const scaled = step * 10 ** digits;
    if (Math.abs(scaled - Math.round(scaled)) < 1e-6 * scaled) return digits;
  }
  return MOST_DIGITS;
}
