import { Logger } from '@aws-lambda-powertools/logger';
import * as v from 'valibot';

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

/** What was thrown, as an `Error` for the log. A failed parse carries what it parsed: only where and why it failed is kept. */
export function asError(thrown: unknown): Error {
  if (v.isValiError(thrown)) {
    const places = thrown.issues.map((issue) => `${issue.type} at ${v.getDotPath(issue) ?? 'the root'}`);
    const error = new Error(`Not as expected: ${places.join(', ')}`);
    return Object.assign(error, { stack: `${error.toString()}\n${stackOf(thrown)}` });
  }
  return thrown instanceof Error ? thrown : new Error(String(thrown));
}

/** The frames of a stack, without the message before them. */
function stackOf({ stack = '' }: Error): string {
  return stack
    .split('\n')
    .filter((line) => /^\s+at /.test(line))
    .join('\n');
}
