const DAY = 86_400_000;
/** As long as changing over many devices in the field may take. */
const SOON = 60 * DAY;

/** Whether a certificate is past its end, near it, or far from it. @param now epoch milliseconds */
export function expiryOf(expiresAt: string, now: number): 'expired' | 'soon' | 'far' {
  const left = Date.parse(expiresAt) - now;
  if (left <= 0) return 'expired';
  return left < SOON ? 'soon' : 'far';
}
