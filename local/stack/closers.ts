/** Something to be ended. */
export interface Closable {
  close(): Promise<void>;
}

/** Ends what was started, the last first, once. */
export class Closers {
  #closing: Promise<void> | undefined;
  readonly #started: Closable[] = [];

  /** Remembers what is to be ended, and gives it back. */
  add<T extends Closable>(started: T): T {
    this.#started.push(started);
    return started;
  }

  /** Tries to end everything; rejects with what went wrong when all has been tried. */
  close(): Promise<void> {
    this.#closing ??= this.#closeAll();
    return this.#closing;
  }

  async #closeAll(): Promise<void> {
    const failures: unknown[] = [];
    for (const started of this.#started.reverse()) {
      try {
        await started.close();
      } catch (error) {
        failures.push(error);
      }
    }
    if (failures.length > 0) throw new AggregateError(failures, 'Not everything could be ended cleanly');
  }
}
