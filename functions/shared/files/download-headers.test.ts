import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { contentDisposition, contentType } from './download-headers.ts';

describe('Content-Disposition', () => {
  it.each([
    ['a plain name', 'Acme_2026-01-01.csv.gz', 'Acme_2026-01-01.csv.gz', 'Acme_2026-01-01.csv.gz'],
    ['accents', 'Météo Å_1.parquet', 'Meteo A_1.parquet', 'M%C3%A9t%C3%A9o%20%C3%85_1.parquet'],
    ['other scripts', '温度.csv.gz', '__.csv.gz', '%E6%B8%A9%E5%BA%A6.csv.gz'],
    ['what quotes, and what looks encoded', `a"b\\c%41'(x)*.gz`, `a_b_c_41'(x)_.gz`, 'a_b_c%2541%27%28x%29_.gz'],
    ['a path', '../../etc/passwd', '_.._etc_passwd', '_.._etc_passwd'],
    ['line breaks', 'a\r\nSet-Cookie: b.gz', 'aSet-Cookie_ b.gz', 'aSet-Cookie_%20b.gz'],
    ['a turned ending', 'a\u202ezg.exe', 'azg.exe', 'azg.exe'],
    ['nothing', '\u202e', 'export', 'export'],
  ])('has %s', (_what, name, ascii, extended) => {
    expect(contentDisposition(name)).toBe(`attachment; filename="${ascii}"; filename*=UTF-8''${extended}`);
  });

  it('is one header of ASCII, whatever the name', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 400 }), (name) => {
        const header = contentDisposition(name);
        const [, extended] =
          /^attachment; filename="[\x20\x21\x23\x24\x26-\x5b\x5d-\x7e]+"; filename\*=UTF-8''([\w.!#$&+^`|~%-]+)$/.exec(
            header,
          ) ?? [];
        expect(decodeURIComponent(extended ?? '').normalize()).not.toMatch(/[\p{Cc}\p{Bidi_Control}\\/]/u);
        expect(new Headers({ 'content-disposition': header }).get('content-disposition')).toBe(header);
      }),
    );
  });
});

it('knows the media type by the ending', () => {
  expect(contentType('a.csv.gz')).toBe('application/gzip');
  expect(contentType('a.parquet')).toBe('application/vnd.apache.parquet');
});
