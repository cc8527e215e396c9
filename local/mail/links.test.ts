import fc from 'fast-check';
import { expect, test } from 'vitest';
import { linksIn, splitLinks } from './links.ts';

test.each([
  ['Download: http://127.0.0.1:4000/exports/o/e/s_-/0', ['http://127.0.0.1:4000/exports/o/e/s_-/0']],
  ['See https://example.com/a, or (https://example.com/b).', ['https://example.com/a', 'https://example.com/b']],
  ['<https://example.com/?a=1&b=2#c>\nhttps://example.com', ['https://example.com/?a=1&b=2#c', 'https://example.com']],
  ['https://example.com/a_(b)!', ['https://example.com/a_(b)']],
  ['[https://example.com/a_(b)_(c))].', ['https://example.com/a_(b)_(c)']],
  ['HTTPS://EXAMPLE.COM/A?', ['HTTPS://EXAMPLE.COM/A']],
  ['"https://example.com/q" \'https://example.com/r\'', ['https://example.com/q', 'https://example.com/r']],
  ['javascript:alert(1) data:text/html,x file:///etc example.com http:// https://...', []],
  ['https://example.com/\u0000x', ['https://example.com/']],
])('the links of %j', (text, links) => {
  expect(linksIn(text)).toEqual(links);
});

test('nothing of the text is lost, and every link is an http(s) URL without white space or markup', () => {
  const piece = fc.oneof(fc.string({ unit: 'binary' }), fc.webUrl(), fc.constantFrom('http://', 'https://x', ')', '.'));
  fc.assert(
    fc.property(fc.array(piece), (pieces) => {
      const text = pieces.join('');
      expect(
        splitLinks(text)
          .map((part) => part.text)
          .join(''),
      ).toBe(text);
      for (const link of linksIn(text)) {
        expect(link).toMatch(/^https?:\/\/[^\s<>"'`]+$/i);
        expect(['http:', 'https:']).toContain(new URL(link).protocol);
      }
    }),
  );
});
