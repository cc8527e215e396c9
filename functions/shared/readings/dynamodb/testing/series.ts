import fc from 'fast-check';
import type { Nanoseconds } from '../../../time.ts';
import type { Hour } from '../keys.ts';
import { hourBegin } from '../keys.ts';
import { seriesOf } from '../merge.ts';
import type { Series, SeriesReading } from '../series.ts';

const SECOND: Nanoseconds = 1_000_000_000n;
const LAST_OFFSET = 3_600_000_000_000n - 1n;

/** Numbers every second, received a tenth of one after it. */
export function seriesFrom(begin: Nanoseconds, values: readonly number[]): Series {
  return {
    begin,
    offsets: Float64Array.from(values, (_, index) => index * Number(SECOND)),
    values: Float64Array.from(values),
    texts: null,
    receivedAt: Float64Array.from(values, (_, index) => Number(begin / 1_000_000n) + index * 1000 + 100),
  };
}

/** Readings of an hour: in even or uneven steps, of one kind of value or of several, received one by one or together, some deleted. */
export function readingsArbitrary(hour: Hour): fc.Arbitrary<SeriesReading[]> {
  const begin = hourBegin(hour);
  const steps = fc.constantFrom(1n, 1000n, 1_000_000n, 10n * SECOND);
  const decimals = fc.tuple(fc.integer({ min: -5000, max: 5000 }), fc.constantFrom(1, 10, 100, 1000));
  const numbers = fc.oneof(
    fc.integer({ min: -3, max: 3 }),
    decimals.map(([digits, power]) => digits / power),
    fc.double({ noNaN: true, noDefaultInfinity: true }),
  );
  const texts = fc.oneof(fc.constantFrom('open', 'closed'), fc.string({ unit: 'grapheme' }));
  const plain = fc.record({ value: numbers, text: fc.constant(null) });
  const any = fc.record({ value: fc.option(numbers), text: fc.option(texts) });
  const measured = fc.constantFrom(plain, any).chain((kind) => fc.array(kind, { maxLength: 60 }));
  return fc
    .record({ measured, step: steps, first: fc.bigInt({ min: 0n, max: LAST_OFFSET }), isEven: fc.boolean() })
    .chain(({ measured, step, first, isEven }) =>
      fc.tuple(
        ...measured.map((each, index) =>
          fc.record({
            time: (isEven ? fc.constant(first + BigInt(index) * step) : fc.bigInt({ min: 0n, max: LAST_OFFSET })).map(
              (offset) => begin + (offset % (LAST_OFFSET + 1n)),
            ),
            value: fc.constant(each.value),
            text: fc.constant(each.text),
            receivedAt: fc.oneof(fc.constantFrom(7, 1_782_000_000_000), fc.nat({ max: 4_000_000_000_000 })),
          }),
        ),
      ),
    );
}

export function seriesArbitrary(hour: Hour): fc.Arbitrary<Series> {
  return readingsArbitrary(hour).map((readings) => seriesOf(hour, readings));
}
