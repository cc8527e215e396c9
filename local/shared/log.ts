/** Where the stand-ins say what a developer should see. */
export interface Log {
  info(message: string): void;
  warn(message: string): void;
  /** `cause` is printed with its stack. */
  error(message: string, cause?: unknown): void;
}

/** Writes to standard error, so that standard output stays for what a command answers. */
export const consoleLog: Log = {
  info: (message) => process.stderr.write(`${message}\n`),
  warn: (message) => process.stderr.write(`warning: ${message}\n`),
  error: (message, cause) =>
    process.stderr.write(`error: ${message}${cause === undefined ? '' : `\n${describe(cause)}`}\n`),
};

/** Says nothing: for tests that look at answers, not at logs. */
export const silentLog: Log = { info: () => undefined, warn: () => undefined, error: () => undefined };

function describe(cause: unknown): string {
  return cause instanceof Error ? (cause.stack ?? cause.message) : String(cause);
}
