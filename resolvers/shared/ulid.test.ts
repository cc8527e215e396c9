import fc from 'fast-check';
import { encodeTime } from 'ulid';
import { expect, it } from 'vitest';
import { timeOfUlid, ulidTime } from './ulid.ts';

const MOST = 2 ** 48 - 1;
const time = fc.oneof(fc.nat({ max: MOST }), fc.constantFrom(0, 1, 31, 32, 1023, 1024, MOST - 1, MOST));
/** Of the time, with any of the random parts that an id can have. */
const idOf = (milliseconds: number) =>
  fc
    .oneof(fc.stringMatching(/^[0-9A-HJKMNP-TV-Z]{16}$/), fc.constantFrom('0'.repeat(16), 'Z'.repeat(16)))
    .map((random) => `${encodeTime(milliseconds, 10)}${random}`);

it('encodes and reads times as ULIDs do', () => {
  fc.assert(
    fc.property(time, (milliseconds) => {
      expect(ulidTime(milliseconds)).toBe(encodeTime(milliseconds, 10));
      expect(timeOfUlid(`${encodeTime(milliseconds, 10)}${'Z'.repeat(16)}`)).toBe(milliseconds);
    }),
  );
});

it('compares with ULIDs as their times do', () => {
  const near = time.chain((at) =>
    fc.tuple(
      fc.constant(at),
      fc.integer({ min: -2, max: 2 }).map((by) => at + by),
    ),
  );
  const pair = fc.oneof(fc.tuple(time, time), near).filter(([, other]) => other >= 0 && other <= MOST);
  fc.assert(
    fc.property(
      pair.chain(([bound, of]) => fc.tuple(fc.constant(bound), fc.constant(of), idOf(of))),
      ([bound, of, id]) => {
        expect(id >= ulidTime(bound)).toBe(of >= bound);
        expect(id < ulidTime(bound)).toBe(of < bound);
        expect(id).not.toBe(ulidTime(bound));
      },
    ),
  );
});
