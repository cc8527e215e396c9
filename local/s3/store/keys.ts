/**
 * Keys of the index. Its order is that of their UTF-8 bytes, which is the order of S3's lists. Names of buckets have no `!`; object keys may hold
 * any character, so that they come last or are ended by two zero characters, with those in them escaped.
 */
export const bucketKey = (bucket: string) => `bucket!${bucket}`;
export const objectKey = (bucket: string, key: string) => `object!${bucket}!${key}`;
export const uploadKey = (bucket: string, key: string, uploadId: string) =>
  `upload!${bucket}!${escapeZeros(key)}\0\0${uploadId}`;
export const partKey = (uploadId: string, number: number) => `part!${uploadId}!${String(number).padStart(5, '0')}`;

/** All keys that begin with `prefix`, as `gte` and `lt` of bytes. `prefix` must not be empty. */
export function rangeOf(prefix: string): { gte: Buffer; lt: Buffer } {
  return { gte: Buffer.from(prefix), lt: successor(Buffer.from(prefix)) };
}

/** The least key after all keys that begin with `prefix`: UTF-8 has no byte 0xff, so the last one can be counted up. */
export function successor(prefix: Buffer): Buffer {
  const next = Buffer.from(prefix);
  const last = next.length - 1;
  next[last] = (next[last] ?? 0) + 1;
  return next;
}

/** The least key after `key`. */
export function justAfter(key: string): Buffer {
  return Buffer.from(`${key}\0`);
}

function escapeZeros(key: string): string {
  return key.replaceAll('\0', '\0\x01');
}

/** The object key and upload id that {@link uploadKey} was made of. */
export function readUploadKey(bucket: string, indexKey: string): { key: string; uploadId: string } {
  const end = indexKey.lastIndexOf('\0\0');
  return {
    key: indexKey.slice(`upload!${bucket}!`.length, end).replaceAll('\0\x01', '\0'),
    uploadId: indexKey.slice(end + 2),
  };
}
