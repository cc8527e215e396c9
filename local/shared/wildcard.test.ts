import fc from 'fast-check';
import { expect, it } from 'vitest';
import { escapeWildcards, isArnLike, isLike, partsOf, withoutEscapes } from './wildcard.ts';

const text = fc.string({ unit: fc.constantFrom('a', 'b', ':', '/', '.', '😀'), maxLength: 8 });
const pattern = fc.string({ unit: fc.constantFrom('a', 'b', ':', '/', '.', '😀', '*', '?'), maxLength: 8 });

it('agrees with what a pattern means, taken character by character', () => {
  fc.assert(
    fc.property(text, pattern, (value, wanted) => {
      expect(isLike(value, wanted)).toBe(means(Array.from(value), Array.from(wanted)));
    }),
    { numRuns: 2000 },
  );
});

it('has a text be like itself, like *, and like itself with any part of it replaced by *', () => {
  fc.assert(
    fc.property(text, text, text, (a, b, c) => {
      expect([isLike(a, a), isLike(a, '*'), isLike(a + b + c, `${a}*${c}`)]).toEqual([true, true, true]);
    }),
  );
});

it('has an escaped text be like itself alone', () => {
  const special = fc.string({ unit: fc.constantFrom('a', '*', '?', '$', '{', '}', '😀'), maxLength: 8 });
  fc.assert(
    fc.property(special, special, (a, b) => {
      expect(isLike(a, escapeWildcards(b))).toBe(a === b);
      expect(withoutEscapes(escapeWildcards(a))).toBe(a);
      expect(isLike(a + b, `${escapeWildcards(a)}*`)).toBe(true);
    }),
    { numRuns: 2000 },
  );
});

it('ends soon where a regular expression would try for ages', () => {
  expect(isLike('a'.repeat(5000), `${'*a'.repeat(40)}*b`)).toBe(false);
});

it.each([
  ['arn:aws:iot:eu-west-1:000000000000:rule/ingest', 'arn:aws:iot:*:*:rule/*', true],
  ['arn:aws:iot:eu-west-1:000000000000:rule/ingest', 'arn:aws:iot:*:rule/*', false],
  ['arn:aws:iot:eu-west-1:000000000000:rule/ingest', 'arn:*', false],
  ['arn:aws:logs:eu-west-1:000000000000:log-group:a:b', 'arn:aws:logs:eu-west-1:000000000000:*', true],
  ['no ARN', '*', true],
])('compares the parts of an ARN: %s with %s', (arn, wanted, expected) => {
  expect(isArnLike(arn, wanted)).toBe(expected);
});

it('leaves a resource its colons', () => {
  expect(partsOf('arn:aws:logs:eu-west-1:000000000000:log-group:a:b')[5]).toBe('log-group:a:b');
});

function means(value: readonly string[], [first, ...rest]: readonly string[]): boolean {
  if (first === undefined) return value.length === 0;
  if (first === '*') return means(value, rest) || (value.length > 0 && means(value.slice(1), [first, ...rest]));
  return value.length > 0 && (first === '?' || first === value[0]) && means(value.slice(1), rest);
}
