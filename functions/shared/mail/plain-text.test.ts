import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { plainText } from './plain-text.ts';

describe('a text as part of a line', () => {
  it.each([
    ['a name', 'Météo & Cie', 'Météo & Cie'],
    ['line breaks, tabs and control characters', ' a\r\nBcc: b\tc\0d\u2028e\u0085 ', 'a Bcc: b c d e'],
    ['a space that does not break', 'a\u00a0b', 'a b'],
    ['overrides of the direction', 'a\u202egpj.exe\u202c\u2066b\u2069\u200f', 'agpj.exeb'],
    ['half a character', 'a\ud83d', 'a'],
    ['a name from right to left, which keeps to itself', '\u05d0\u05d1', '\u2068\u05d0\u05d1\u2069'],
    ['nothing', '\n', ''],
  ])('takes %s', (_what, text, expected) => {
    expect(plainText(text, 100)).toBe(expected);
  });

  it.each([
    ['as long as allowed', 'abcdef', 'abcdef'],
    ['longer', 'abcdefg', 'abcde…'],
    ['longer, with a space at the cut', 'abcd efg', 'abcd…'],
    ['of emoji of many code points', '👩‍👩‍👧'.repeat(6), '👩‍👩‍👧'.repeat(6)],
    ['of more of them', '👩‍👩‍👧'.repeat(7), `${'👩‍👩‍👧'.repeat(5)}…`],
  ])('shortens one that is %s', (_what, text, expected) => {
    expect(plainText(text, 6)).toBe(expected);
  });

  it('bounds a character of endlessly many marks', () => {
    expect(plainText(`a${'\u0301'.repeat(10_000)}`, 10).length).toBeLessThan(100);
  });

  it('changes nothing when done again, but for isolation', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), fc.integer({ min: 1, max: 40 }), (text, max) => {
        const once = plainText(text, max);
        expect(plainText(once, max)).toBe(once);
      }),
    );
  });
});
