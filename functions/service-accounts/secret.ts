import { randomBytes } from 'node:crypto';

/**
 * A secret of 256 random bits. Its beginning says what it is, for people, and for programs that look for secrets where none should be.
 * 32 bytes are 43 characters of base64url.
 */
export function newSecret(): string {
  return `sonde_${randomBytes(32).toString('base64url')}`;
}
