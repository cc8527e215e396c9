import fc from 'fast-check';
import { expect, it } from 'vitest';
import { markup } from './markup.ts';

const decoded = (source: string) =>
  source
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&quot;', '"')
    .replaceAll('&#39;', "'")
    .replaceAll('&amp;', '&');

it('escapes texts so that they read back as they are, and leaves HTML', () => {
  expect(markup`<a title="${`"&'<>`}">${markup`<b>${'&amp;'}</b>`}</a>`.source).toBe(
    '<a title="&quot;&amp;&#39;&lt;&gt;"><b>&amp;amp;</b></a>',
  );
  fc.assert(
    fc.property(fc.string({ unit: fc.constantFrom(...Array.from(`<>&"'amplt;#39 x`)) }), (text) => {
      const { source } = markup`${text}`;
      expect(source).not.toMatch(/[<>"']/);
      expect(decoded(source)).toBe(text);
    }),
  );
});

it('puts a line for each of several pieces', () => {
  expect(markup`<ul>${['<', '>'].map((text) => markup`<li>${text}</li>`)}</ul>`.source).toBe(
    '<ul><li>&lt;</li>\n<li>&gt;</li></ul>',
  );
});
