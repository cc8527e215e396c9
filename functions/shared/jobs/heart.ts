/** What is done again and again beside something else, one at a time, until it is stopped. */
export class Heart {
  private readonly stopped = new AbortController();
  private readonly beating: Promise<void>;

  /** @param interval in ms, from the begin of one beat to that of the next @param beat never rejects */
  constructor(interval: number, beat: () => Promise<void>) {
    this.beating = this.run(interval, beat);
  }

  /** Resolves when the last beat is over. */
  async stop(): Promise<void> {
    this.stopped.abort();
    await this.beating;
  }

  private async run(interval: number, beat: () => Promise<void>): Promise<void> {
    let next = performance.now() + interval;
    while (await pause(next - performance.now(), this.stopped.signal)) {
      next = performance.now() + interval;
      await beat();
    }
  }
}

/** @returns true after the time, in ms; false as soon as `stopped` is aborted */
export function pause(milliseconds: number, stopped: AbortSignal): Promise<boolean> {
  return new Promise((resolve) => {
    if (stopped.aborted) {
      resolve(false);
      return;
    }
    const stop = (): void => {
      clearTimeout(timer);
      resolve(false);
    };
    const timer = setTimeout(() => {
      stopped.removeEventListener('abort', stop);
      resolve(true);
    }, milliseconds);
    stopped.addEventListener('abort', stop, { once: true });
  });
}
