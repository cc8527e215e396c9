/** Crockford's base 32, which ULIDs are written in: its digits are in the order of their characters. Source: the ULID specification, "Encoding". */
const DIGITS = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
const BITS = 5n;

/** The lowest digits of a number, the most significant first. */
export function base32(value: bigint, digits: number): string {
  return Array.from({ length: digits }, (_, index) => {
    const shift = BITS * BigInt(digits - 1 - index);
    return DIGITS.charAt(Number((value >> shift) & 31n));
  }).join('');
}
