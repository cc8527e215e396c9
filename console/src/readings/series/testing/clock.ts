/** A clock that moves when it is told to. */
export class Clock {
  #now: number;
  #timers: { at: number; run: () => void }[] = [];

  constructor(now: number) {
    this.#now = now;
  }

  readonly now = (): number => this.#now;

  readonly later = (delay: number, run: () => void): (() => void) => {
    const timer = { at: this.#now + delay, run };
    this.#timers.push(timer);
    return () => {
      this.#timers = this.#timers.filter((other) => other !== timer);
    };
  };

  /** Goes on by so many ms, and runs what is due on the way. */
  advance(duration: number): void {
    const until = this.#now + duration;
    while (this.next() <= until) this.skip();
    this.#now = until;
  }

  /** When something is due next; infinite where nothing is. */
  next(): number {
    return Math.min(Infinity, ...this.#timers.map(({ at }) => at));
  }

  /** Goes on until something is due, and runs it. */
  skip(): void {
    const at = this.next();
    const due = this.#timers.find((timer) => timer.at === at);
    if (!due) return;
    this.#now = Math.max(this.#now, at);
    this.#timers = this.#timers.filter((timer) => timer !== due);
    due.run();
  }
}
