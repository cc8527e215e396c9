import * as v from 'valibot';
import type { ResolverError } from '../types.ts';
import { LibraryError, type Callee } from './run.ts';

/** An error that the realm's engine threw: it is no `Error` of this realm. */
const engineError = v.object({ name: v.string(), message: v.string(), stack: v.string() });

/**
 * A run-time failure of the code as AppSync reports it: `code.js:<line>:<column>: <what>`, of type `Code`
 * (aws/aws-appsync-community issue 328 shows one). `undefined` for an error that is not the code's.
 * @param fileName under which the code was compiled
 * @param columnOf the column in the code of one in what was compiled
 */
export function toCodeError(error: unknown, fileName: string, columnOf: ColumnOf): ResolverError | undefined {
  return withPlainStacks(() => describe(error, fileName, columnOf));
}

/** Where the code is that called `callee`, which is running now: `code.js:<line>:<column>: `, or nothing where no code did. */
export function positionOfCall(callee: Callee, fileName: string, columnOf: ColumnOf): string {
  return withPlainStacks(() => {
    const here = { stack: '' };
    // Frames are counted from the callee on: a stack has ten.
    Error.captureStackTrace(here, callee);
    return position(here.stack, fileName, columnOf);
  });
}

type ColumnOf = (line: number, column: number) => number;

/**
 * Runs `read` without the `Error.prepareStackTrace` that tools install for source maps. A stack is formatted when it is first read, and theirs cannot take
 * the frames of the realm, whose functions have no `call`.
 */
function withPlainStacks<T>(read: () => T): T {
  const installed = Object.getOwnPropertyDescriptor(Error, 'prepareStackTrace');
  Reflect.deleteProperty(Error, 'prepareStackTrace');
  try {
    return read();
  } finally {
    if (installed) Object.defineProperty(Error, 'prepareStackTrace', installed);
  }
}

function describe(error: unknown, fileName: string, columnOf: ColumnOf): ResolverError | undefined {
  const at = (stack: string) => position(stack, fileName, columnOf);
  if (error instanceof LibraryError) return codeError(`${at(error.stack ?? '')}${error.message}`);
  if (error instanceof Error) return undefined;
  const thrown = v.safeParse(engineError, error);
  if (!thrown.success) return undefined;
  const { name, message, stack } = thrown.output;
  return codeError(`${at(stack)}${name}: ${message}`);
}

function codeError(message: string): ResolverError {
  return { message, errorType: 'Code', data: null, errorInfo: null };
}

function position(stack: string, fileName: string, columnOf: ColumnOf): string {
  for (const text of stack.split('\n')) {
    const at = text.indexOf(`${fileName}:`);
    const found = at < 0 ? null : /^:(\d+):(\d+)/.exec(text.slice(at + fileName.length));
    if (!found) continue;
    const [line, column] = found.slice(1).map(Number);
    return `code.js:${line ?? 1}:${columnOf(line ?? 1, column ?? 1)}: `;
  }
  return '';
}
