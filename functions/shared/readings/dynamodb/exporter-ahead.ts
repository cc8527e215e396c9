/** How much is read before it is asked for. */
export interface Reach<T> {
  /** Of how many sources at a time. */
  sources: number;
  /** A source is not asked for more while what came of it and was not taken is at least so much. */
  size: number;
  sizeOf: (item: T) => number;
}

/**
 * All of one source, then all of the next, while some of the following ones are read already. Rejects with the first error in that order.
 * @param sources each is begun when it is called; those that were begun are ended, where nobody wants more
 */
export async function* readAhead<T>(
  sources: AsyncIterable<() => AsyncIterable<T>>,
  { sources: most, size, sizeOf }: Reach<T>,
): AsyncGenerator<T, void, undefined> {
  const iterator = sources[Symbol.asyncIterator]();
  const opened: Promise<Buffered<T> | undefined>[] = [];
  const open = (): void => {
    const next = begun(iterator, size, sizeOf);
    // Its error is met in its turn, if that comes.
    next.catch(() => undefined);
    opened.push(next);
  };

  try {
    for (let index = 0; index < most; index++) open();
    for (let first = await opened[0]; first; first = await opened[0]) {
      for (let item = await first.take(); item !== undefined; item = await first.take()) yield item;
      await opened.shift();
      open();
    }
  } finally {
    for (const each of await Promise.allSettled(opened)) if (each.status === 'fulfilled') await each.value?.close();
    await iterator.return?.();
  }
}

/** The next source; undefined where there are no more. */
async function begun<T>(
  sources: AsyncIterator<() => AsyncIterable<T>>,
  size: number,
  sizeOf: (item: T) => number,
): Promise<Buffered<T> | undefined> {
  const next = await sources.next();
  return next.done === true ? undefined : new Buffered(next.value(), size, sizeOf);
}

/** A source that is read by itself, up to a size ahead of who takes. */
class Buffered<T> {
  private readonly source: AsyncIterable<T>;
  private readonly most: number;
  private readonly sizeOf: (item: T) => number;
  private readonly items: T[] = [];
  private readonly ended: Promise<void>;
  private size = 0;
  private hasEnded = false;
  private isClosed = false;
  private wake: () => void = () => undefined;

  constructor(source: AsyncIterable<T>, most: number, sizeOf: (item: T) => number) {
    this.source = source;
    this.most = most;
    this.sizeOf = sizeOf;
    this.ended = this.fill();
    // It is met where all that came before it has been taken, if that comes.
    this.ended.catch(() => undefined);
  }

  /** The next item; undefined at the end. */
  async take(): Promise<T | undefined> {
    while (this.items.length === 0 && !this.hasEnded) await this.change();
    const item = this.items.shift();
    if (item === undefined) {
      await this.ended;
      return undefined;
    }
    this.size -= this.sizeOf(item);
    this.wake();
    return item;
  }

  /** Ends the source. Never rejects. */
  async close(): Promise<void> {
    this.isClosed = true;
    this.wake();
    await this.ended.catch(() => undefined);
  }

  private async fill(): Promise<void> {
    try {
      for await (const item of this.source) {
        this.items.push(item);
        this.size += this.sizeOf(item);
        this.wake();
        while (this.size >= this.most && !this.isClosed) await this.change();
        if (this.isClosed) return;
      }
    } finally {
      this.hasEnded = true;
      this.wake();
    }
  }

  /** Resolves when something has been put, taken or ended: one of two waits only, as a source that is full has what can be taken. */
  private change(): Promise<void> {
    return new Promise((resolve) => {
      this.wake = resolve;
    });
  }
}
