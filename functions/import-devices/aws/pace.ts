const SECOND = 1000;
/** In ms. */
const SLOWEST = 2 * SECOND;

/** Turns that come at most so many a second, and more slowly after {@link slow}. */
export class Pace {
  private readonly least: number;
  private readonly wait: (milliseconds: number) => Promise<unknown>;
  private interval: number;
  private next = 0;

  /** @param rate a second, at most */
  constructor(rate: number, wait: (milliseconds: number) => Promise<unknown>) {
    this.least = SECOND / rate;
    this.interval = this.least;
    this.wait = wait;
  }

  /** Resolves when it is the caller's turn. */
  async turn(): Promise<void> {
    const now = performance.now();
    const at = Math.max(now, this.next);
    this.next = at + this.interval;
    if (at > now) await this.wait(at - now);
  }

  /** Somebody was too busy: half as many a second from now on. */
  slow(): void {
    this.interval = Math.min(this.interval * 2, SLOWEST);
  }

  /** All is well: by and by as many as at first. */
  quicken(): void {
    this.interval = Math.max(this.interval * 0.95, this.least);
  }
}
