import { invalidArgument } from '../errors.ts';
import type { S3Request } from '../request.ts';

/** How a list writes keys: as they are, or with `encoding-type=url` as forms do, save for `/`. */
export function keyEncoding({ query }: S3Request): {
  encode: (key: string) => string;
  encodingType: string | undefined;
} {
  const encodingType = query.get('encoding-type');
  if (encodingType === undefined) return { encode: (key) => key, encodingType };
  if (encodingType !== 'url')
    throw invalidArgument('encoding-type', encodingType, 'Invalid Encoding Method specified in Request');
  return { encode: urlEncode, encodingType };
}

function urlEncode(key: string): string {
  return encodeURIComponent(key)
    .replace(/[!'()~]/g, (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`)
    .replaceAll('%2F', '/')
    .replaceAll('%20', '+');
}

/** The number of entries of a page: `max-keys` and its like, at most 1,000. */
export function pageSize({ query }: S3Request, name: string): number {
  const text = query.get(name);
  if (text === undefined || text === '') return 1000;
  if (!/^\d{1,10}$/.test(text) || Number(text) > 2 ** 31 - 1)
    throw invalidArgument(name, text, `Provided ${name} not an integer or within integer range`);
  return Math.min(Number(text), 1000);
}
