import { createHmac } from 'node:crypto';
import { fromBytes } from '../srp/integer.ts';
import { N, type PasswordVerifier } from '../srp/srp.ts';
import type { Pool } from '../store.ts';
import { fold } from '../users/directory.ts';

/**
 * What an unknown user's challenge is made of. The same name in the same pool gets the same id and salt each time, as a real user
 * does ("Managing user existence error responses", after RFC 5054 section 2.5.1.3); no password fits the verifier.
 */
export function decoy({ decoySecret }: Pool, name: string): { userId: string; password: PasswordVerifier } {
  const derive = (what: string) =>
    createHmac('sha256', decoySecret)
      .update(`${what}\0${fold(name)}`)
      .digest();
  const verifier = fromBytes(Buffer.concat(Array.from({ length: 12 }, (_, part) => derive(`verifier ${part}`)))) % N;
  return {
    userId: uuid(derive('user')),
    password: { salt: fromBytes(derive('salt').subarray(0, 16)).toString(16), verifier: verifier.toString(16) },
  };
}

/** A version 4 UUID of the first 16 bytes. */
function uuid(bytes: Buffer): string {
  const hex = bytes.toString('hex');
  const variant = '89ab'.charAt(Number.parseInt(hex.charAt(16), 16) % 4);
  return [
    hex.slice(0, 8),
    hex.slice(8, 12),
    `4${hex.slice(13, 16)}`,
    variant + hex.slice(17, 20),
    hex.slice(20, 32),
  ].join('-');
}
