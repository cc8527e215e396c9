import * as v from 'valibot';
import type { ResolverError } from '../types.ts';
import { LibraryError } from './run.ts';

/** An error that the realm's engine threw: it is no `Error` of this realm. */
const engineError = v.object({ name: v.string(), message: v.string(), stack: v.string() });

/**
 * A run-time failure of the code as AppSync reports it: `code.js:<line>:<column>: <what>`, of type `Code`
 * (aws/aws-appsync-community issue 328 shows one). `undefined` for an error that is not the code's.
 * @param fileName under which the code was compiled
 */
export function toCodeError(error: unknown, fileName: string): ResolverError | undefined {
  return withPlainStacks(() => describe(error, fileName));
}

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

function describe(error: unknown, fileName: string): ResolverError | undefined {
  if (error instanceof LibraryError) return codeError(error.message, error.stack ?? '', fileName);
  if (error instanceof Error) return undefined;
  const thrown = v.safeParse(engineError, error);
  if (!thrown.success) return undefined;
  const { name, message, stack } = thrown.output;
  return codeError(`${name}: ${message}`, stack, fileName);
}

function codeError(what: string, stack: string, fileName: string): ResolverError {
  return { message: `${position(stack, fileName)}${what}`, errorType: 'Code', data: null, errorInfo: null };
}

function position(stack: string, fileName: string): string {
  for (const line of stack.split('\n')) {
    const at = line.indexOf(`${fileName}:`);
    const found = at < 0 ? null : /^:(\d+):(\d+)/.exec(line.slice(at + fileName.length));
    if (found) return `code.js:${found[1] ?? ''}:${found[2] ?? ''}: `;
  }
  return '';
}
