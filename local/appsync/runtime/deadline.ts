import vm from 'node:vm';
import * as v from 'valibot';
import { LibraryError } from './run.ts';

/** Milliseconds: much more than a pattern takes that is not wrong. */
const LIMIT = 1_000;

/** It is no `Error` of this realm. */
const late = v.object({ code: v.literal('ERR_SCRIPT_EXECUTION_TIMEOUT') });

const script = new vm.Script('action()');
const sandbox = { action: (): void => undefined };
vm.createContext(sandbox);

/**
 * Runs what can take for ever, such as a pattern that has many ways to match, for a second at most.
 * @param what for the message
 * @throws {LibraryError} when it takes longer
 */
export function withDeadline<T>(what: string, action: () => T): T {
  const results: { value: T }[] = [];
  sandbox.action = () => {
    results.push({ value: action() });
  };
  try {
    script.runInContext(sandbox, { timeout: LIMIT });
  } catch (error) {
    throw v.is(late, error) ? new LibraryError(`${what} takes more than ${LIMIT} ms`) : error;
  }
  const [result] = results;
  if (!result) throw new Error(`${what} ended without a result`);
  return result.value;
}
