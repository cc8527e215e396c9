import type { Clock } from '../shared/service.ts';

/**
 * The sending rate: recipients a second. A message may exceed it where anything is left, and then nothing goes out until that is made up for.
 * Source: Amazon SES Developer Guide, "Managing your Amazon SES sending limits".
 */
export class SendingRate {
  readonly #perSecond: number;
  readonly #clock: Clock;
  readonly #most: number;
  #left: number;
  #at: number;

  constructor(perSecond: number, clock: Clock) {
    this.#perSecond = perSecond;
    this.#clock = clock;
    this.#most = Math.max(1, perSecond);
    this.#left = this.#most;
    this.#at = clock();
  }

  /** @returns whether a message to so many recipients may go out now */
  take(recipients: number): boolean {
    const now = this.#clock();
    this.#left = Math.min(this.#most, this.#left + ((now - this.#at) / 1000) * this.#perSecond);
    this.#at = now;
    if (this.#left < 1) return false;
    this.#left -= recipients;
    return true;
  }
}
