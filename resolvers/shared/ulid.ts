/** Crockford's base 32, whose digits are in the order of their characters. Source: the ULID specification, "Encoding". */
const DIGITS = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
/** The characters of the time: 48 bits of milliseconds, the most significant first. */
const TIME_LENGTH = 10;

/**
 * The beginning that ULIDs of a time have. It comes before all ULIDs of that time and of later ones, and after all of earlier ones.
 * @param time milliseconds since 1970, less than 2 to the 48th
 */
export function ulidTime(time: number): string {
  let rest = time;
  let text = '';
  for (const _ of DIGITS.slice(0, TIME_LENGTH)) {
    text = `${DIGITS.charAt(rest % 32)}${text}`;
    rest = Math.floor(rest / 32);
  }
  return text;
}

/** The time of a ULID, in milliseconds since 1970. */
export function timeOfUlid(id: string): number {
  let time = 0;
  for (const digit of id.slice(0, TIME_LENGTH)) time = time * 32 + DIGITS.indexOf(digit);
  return time;
}
