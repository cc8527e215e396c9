import vm from 'node:vm';
import * as v from 'valibot';
import { builtIns, functionTakers, LENGTH_LIMIT, LOOP_LIMIT, STEP_LIMIT } from './features.ts';
import { replaceMatches } from './java-pattern.ts';
import { library, type LibraryFunction, type LibraryPart } from './library/index.ts';
import { realmScript } from './realm-script.ts';
import { LibraryError, type Run } from './run.ts';

/** The one context that all code runs in. Making it takes milliseconds, so that it waits for the first code. */
export interface Realm {
  readonly context: vm.Context;
  /**
   * Runs a handler of a compiled script.
   * @param imports pairs of module and name, as JSON
   * @param context `ctx` as JSON
   * @returns what the handler returned, as JSON; `undefined` where it returned nothing
   */
  run(factory: unknown, imports: string, handler: string, context: string): string | undefined;
  /** The stash as the last run left it, as JSON. */
  takeStash(): string;
  /** What library functions see while a handler runs. */
  current: Run | undefined;
}

const argumentList = v.array(v.unknown());
const startFunction = v.pipe(v.function(), v.returns(v.unknown()));
const entryPoint = v.object({
  run: v.pipe(v.function(), v.returns(v.optional(v.string()))),
  takeStash: v.pipe(v.function(), v.returns(v.string())),
});

let shared: Realm | undefined;

export function sharedRealm(): Realm {
  shared ??= makeRealm();
  return shared;
}

function makeRealm(): Realm {
  const functions: LibraryFunction[] = [];
  const shape = JSON.stringify(shapeOf(library, functions));

  function call(index: number, argumentsText: string): string | undefined {
    const values: unknown = JSON.parse(argumentsText);
    const run = realm.current;
    if (!run) throw new Error('A library function was called outside a handler');
    return JSON.stringify(asCodeError(() => functions[index]?.(run, ...v.parse(argumentList, values))));
  }
  function replace(text: string, pattern: string, replacement: string, all: boolean): string {
    return asCodeError(() => replaceMatches(text, pattern, replacement, all));
  }

  const context = vm.createContext({}, { codeGeneration: { strings: false, wasm: false } });
  const start: unknown = new vm.Script(realmScript, { filename: 'appsync-realm.js' }).runInContext(context);
  const limits = { loop: LOOP_LIMIT, steps: STEP_LIMIT, length: LENGTH_LIMIT, functionTakers };
  const entry = v.parse(startFunction, start)(JSON.stringify(builtIns), JSON.stringify(limits), shape, call, replace);
  const realm: Realm = { context, current: undefined, ...v.parse(entryPoint, entry) };
  return realm;
}

/** Makes a library error anew here, a few calls from the code, so that its stack reaches the line that is wrong. */
function asCodeError<T>(action: () => T): T {
  try {
    return action();
  } catch (error) {
    // A text that would be too long for the engine.
    const isOfCode = error instanceof LibraryError || error instanceof RangeError;
    throw isOfCode ? new LibraryError(error.message, { cause: error }) : error;
  }
}

/** The library with a number for every function, by which the realm calls it. */
function shapeOf(part: LibraryPart, functions: LibraryFunction[]): unknown {
  if (typeof part === 'function') return functions.push(part) - 1;
  return Object.fromEntries(Object.entries(part).map(([name, value]) => [name, shapeOf(value, functions)]));
}
