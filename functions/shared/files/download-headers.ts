/**
 * How a file is delivered, by whoever delivers it. A `.gz` is the file itself: were it sent with `Content-Encoding: gzip`, clients would
 * unpack it, some only its first member.
 */

/** The media type of a file by its name. Source: IANA, "Media Types". */
export function contentType(
  name: string,
): 'application/vnd.apache.parquet' | 'text/csv; charset=utf-8' | 'application/gzip' {
  if (name.endsWith('.parquet')) return 'application/vnd.apache.parquet';
  return name.endsWith('.csv') ? 'text/csv; charset=utf-8' : 'application/gzip';
}

const MAX_NAME = 200;

/**
 * `Content-Disposition` of a file to be kept under `name`, all of it ASCII: `filename` for clients that know no other, and `filename*` with the
 * name as it is. Source: RFC 6266, "Use of the Content-Disposition Header Field in HTTP".
 */
export function contentDisposition(name: string): string {
  const safe = safeName(name);
  return `attachment; filename="${asciiOf(safe)}"; filename*=UTF-8''${extendedValue(safe)}`;
}

/** A name that leads to no other folder and that looks as it is: no separators, no control characters, nothing that turns the direction of writing. */
function safeName(name: string): string {
  const plain = name
    .slice(-MAX_NAME)
    .replace(/[\p{Cc}\p{Cs}\p{Bidi_Control}\u2028\u2029]/gu, '')
    .replace(/[\\/:*?"<>|]/g, '_')
    .replace(/^\.+/, '');
  return plain || 'export';
}

/** Accents go, and what then is not plain becomes `_`: also `%`, which some clients take for the begin of an encoded byte. */
function asciiOf(name: string): string {
  return name
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .replace(/[^\x20-\x7e]|["\\%]/gu, '_');
}

/** Source: RFC 8187, "Indicating Character Encoding and Language for HTTP Header Field Parameters", `value-chars`. */
function extendedValue(name: string): string {
  return encodeURIComponent(name).replace(
    /['()*]/g,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}
