import { Logger } from '@aws-lambda-powertools/logger';

/** What the domain may log: a message and figures about it, never a payload, a reading or a secret. */
export interface Log {
  info(message: string, fields: LogFields): void;
  warn(message: string, fields: LogFields): void;
  error(message: string, fields: LogFields): void;
}

type LogFields = Readonly<Record<string, string | number | Error>>;

/** Structured JSON logs to CloudWatch. The level is `POWERTOOLS_LOG_LEVEL`, INFO without it. */
export function createLogger(functionName: string): Log & Pick<Logger, 'addContext'> {
  return new Logger({ serviceName: `sonde-${functionName}` });
}

/** What was thrown, as an `Error`. */
export function asError(thrown: unknown): Error {
  return thrown instanceof Error ? thrown : new Error(String(thrown));
}
