import { randomInt } from 'node:crypto';

const LETTERS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ';
const SMALL = 'abcdefghijklmnopqrstuvwxyz0123456789';

/** An id of letters and digits, in both cases for pools and in small letters for clients, as AWS has them. */
export function randomId(length: number, alphabet = LETTERS + SMALL): string {
  return Array.from({ length }, () => alphabet[randomInt(alphabet.length)]).join('');
}

export const randomClientId = () => randomId(26, SMALL);
