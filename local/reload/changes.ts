/** What has changed since it was last looked at. */
export interface Batch {
  files: readonly string[];
  /** When the first of them changed, in ms of `performance.now()`. */
  since: number;
  /** Whether something has changed meanwhile: what was made of this batch is old. */
  isOvertaken: () => boolean;
}

export interface Changes {
  add(file: string): void;
  /** Waits for the work that is being done, and does no more. */
  close(): Promise<void>;
}

/** An editor writes a file in more than one step, and a save of several files takes a moment. */
const SETTLE_MS = 40;

/**
 * Collects changes and has them worked on, one batch after another: never two at once, so that nothing old comes after what is newer. A batch that was
 * overtaken comes again with what overtook it, unless `work` answers `true`, that it is done all the same.
 */
export function collectChanges(work: (batch: Batch) => Promise<boolean>, settleMs = SETTLE_MS): Changes {
  const files = new Set<string>();
  let since = 0;
  let timer: NodeJS.Timeout | undefined;
  let working: Promise<void> | undefined;
  let closed = false;
  const isClosed = (): boolean => closed;

  async function workAll(): Promise<void> {
    while (files.size > 0 && !isClosed()) {
      const batch = { files: [...files], since, isOvertaken: () => closed || files.size > 0 };
      files.clear();
      const done = await work(batch);
      if (done || isClosed()) continue;
      for (const file of batch.files) files.add(file);
      since = batch.since;
    }
    working = undefined;
  }

  return {
    add(file) {
      if (closed) return;
      if (files.size === 0) since = performance.now();
      files.add(file);
      if (working) return;
      clearTimeout(timer);
      timer = setTimeout(() => {
        working ??= workAll();
      }, settleMs);
    },
    async close() {
      closed = true;
      clearTimeout(timer);
      await working;
    },
  };
}
