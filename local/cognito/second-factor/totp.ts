import { Secret, TOTP } from 'otpauth';

/** What authenticator apps take for granted, and Cognito has: SHA-1, six digits, 30 seconds ("TOTP software token MFA"). */
const PERIOD_SECONDS = 30;
/** As many steps early or late may a clock be. */
const WINDOW = 1;
/** Cognito's secrets are 52 characters of base32. */
const SECRET_BYTES = 32;

export function createSecret(): string {
  return new Secret({ size: SECRET_BYTES }).base32;
}

/** The time step of RFC 6238 whose code this is, within one step of `now` (ms since the epoch), or undefined. */
export function stepOfCode(secret: string, code: string, now: number): number | undefined {
  // The library rejects what has another length in bytes than in characters.
  if (!/^[0-9]{6}$/.test(code)) return undefined;
  const totp = new TOTP({ secret: Secret.fromBase32(secret), algorithm: 'SHA1', digits: 6, period: PERIOD_SECONDS });
  const delta = totp.validate({ token: code, timestamp: now, window: WINDOW });
  return delta === null ? undefined : totp.counter({ timestamp: now }) + delta;
}

/** Of the steps whose codes were taken, those whose codes would still be in time. */
export function stepsInTime(steps: readonly number[], now: number): number[] {
  const current = Math.floor(now / 1000 / PERIOD_SECONDS);
  return steps.filter((step) => Math.abs(step - current) <= WINDOW);
}
