import { TOTP } from 'otpauth';
import type { Fixture } from './service.ts';

const STEP = 30_000;

/** An authenticator app by the service's clock, which it stops, so that no code runs out unseen. */
export function authenticator({ time }: Fixture) {
  time.stopped = Date.now();
  const now = () => (time.stopped ?? Date.now()) + time.ahead;
  return {
    /** Goes to the next step: each code is good once. */
    nextStep(): void {
      time.ahead += STEP;
    },
    /** The code of the present step, or so many after it. */
    code: (secret: string, steps = 0) => new TOTP({ secret }).generate({ timestamp: now() + steps * STEP }),
    /** Six digits that are no code of a step near. */
    wrongCode(secret: string): string {
      const near = new Set([-2, -1, 0, 1, 2].map((steps) => this.code(secret, steps)));
      const found = Array.from({ length: 6 }, (_, digit) => `${digit}`.repeat(6)).find((code) => !near.has(code));
      if (found === undefined) throw new Error('All codes are near');
      return found;
    },
  };
}
