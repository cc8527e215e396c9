import { createHash } from 'node:crypto';
import { ulid } from 'ulid';
import { base32 } from '../shared/base32.ts';
import type { Person } from './event.ts';
import type { Foundation } from './registry.ts';

const MAX_NAME = 200;
const ORGANIZATION = "'s organization";

/**
 * The organization to be made for a person who has none. Its id follows from the person and the attempt, so that two first sign-ins at once
 * try to make the same one, and one of them does.
 */
export function foundationFor({ sub, email, name }: Person, attempt: number, now: Date): Foundation {
  const identityName = beginning(name?.trim() ?? '', MAX_NAME) || localPart(email);
  return {
    organizationId: ulidOf(`${sub}/${attempt}`),
    organizationName: `${beginning(identityName, MAX_NAME - ORGANIZATION.length)}${ORGANIZATION}`,
    identityId: ulid(now.getTime()),
    identityName,
    email,
    sub,
  };
}

/** At most so many UTF-16 code units, and no half of a character that takes two. */
function beginning(text: string, length: number): string {
  return text.slice(0, length).replace(/[\uD800-\uDBFF]$/, '');
}

function localPart(email: string): string {
  const part = email.slice(0, email.lastIndexOf('@')).slice(0, MAX_NAME);
  return part.charAt(0).toUpperCase() + part.slice(1);
}

/** A ULID of a text's SHA-256: 128 bits, in 26 digits of 5 bits of which the first has 3. */
export function ulidOf(text: string): string {
  const bits = BigInt(`0x${createHash('sha256').update(text).digest('hex').slice(0, 32)}`);
  return base32(bits, 26);
}
