import { ulid } from 'ulid';
import type { RuntimeHost } from '../host.ts';

const BASE62 = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';
/** Seconds since the epoch at which KSUIDs begin to count. */
const KSUID_EPOCH = 1_400_000_000;
const KSUID_LENGTH = 27;

/** A random UUID (version 4). */
export function autoId({ randomBytes }: RuntimeHost): string {
  const bytes = Uint8Array.from(randomBytes(16));
  bytes[6] = ((bytes[6] ?? 0) & 0x0f) | 0x40;
  bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80;
  const hex = Buffer.from(bytes).toString('hex');
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-');
}

/** 26 characters that sort by time, in ms. */
export function autoUlid({ clock, randomBytes }: RuntimeHost): string {
  return ulid(clock(), () => (randomBytes(1)[0] ?? 0) / 256);
}

/** 27 characters of base 62 that sort by time, in seconds: 4 bytes of time, 16 random ones. */
export function autoKsuid({ clock, randomBytes }: RuntimeHost): string {
  const seconds = Math.floor(clock() / 1000) - KSUID_EPOCH;
  const time = Buffer.alloc(4);
  time.writeUInt32BE(seconds);
  let rest = BigInt(`0x${Buffer.concat([time, randomBytes(16)]).toString('hex')}`);
  let text = '';
  while (text.length < KSUID_LENGTH) {
    text = (BASE62[Number(rest % 62n)] ?? '') + text;
    rest /= 62n;
  }
  return text;
}
