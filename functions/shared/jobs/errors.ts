/** The job is not as the worker saw it: cancelled, deleted, or in the hands of another worker. */
export class Overtaken extends Error {
  override readonly name = 'Overtaken';
}

/** Nothing is wrong, but now is not the time. */
export class TryLater extends Error {
  override readonly name = 'TryLater';
  readonly milliseconds: number;

  constructor(message: string, milliseconds: number, cause?: unknown) {
    super(message, { cause });
    this.milliseconds = milliseconds;
  }
}
