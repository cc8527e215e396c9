import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { unzipSync } from 'fflate';
import * as v from 'valibot';
import type { FunctionArtifact } from '../build/artifacts.ts';
import { ENTRY, startPaths } from '../build/modules.ts';
import { readArtifacts } from '../local/stack/artifacts.ts';
import { count, median } from './shared/figures.ts';

/**
 * What each function weighs, and how long it takes from the start of Node until its handler is there, beside Node that has nothing to do. Right before
 * each start of a function Node starts alone, so that a slow second of the machine is both theirs. `ROUNDS=5 make bench-start` is a quicker look.
 */
const ROUNDS = v.parse(v.pipe(v.string(), v.transform(Number), v.integer(), v.minValue(1)), process.env.ROUNDS ?? '15');
const MOST_BYTES = 400_000;
const MOST_TIMES = 2.5;

/** Of the variables that functions read at the door, those whose values have a form. */
const VARIABLES: Readonly<Record<string, string>> = {
  EXPORT_DAYS: '7',
  MAIL_FROM: 'Sonde <sonde@demo.example>',
  SIGN_UP: 'invited',
};

/** A function that knows where readings are kept loads another part of its code for each store. */
const STORES = { timestream: 'timestream:sonde/readings', dynamodb: 'dynamodb:sonde-readings/400' } as const;

interface FunctionCode {
  name: string;
  bytes: number;
  file: string;
  env: Readonly<Record<string, string>>;
}

/** Milliseconds of the starts, those at the same index right after each other. */
interface Starts {
  bare: number[];
  ours: number[];
}

const directory = await mkdtemp(join(tmpdir(), 'sonde-bench-'));
try {
  const functions = await readFunctions();
  const starts = new Map(functions.map(({ name }): [string, Starts] => [name, { bare: [], ours: [] }]));
  for (let round = 0; round < ROUNDS; round++)
    for (const code of functions) {
      starts.get(code.name)?.bare.push(await start('', {}));
      starts.get(code.name)?.ours.push(await startFunction(code));
    }
  print(functions, starts);
} finally {
  await rm(directory, { recursive: true, force: true });
}

async function readFunctions(): Promise<FunctionCode[]> {
  const { functions, zips } = await readArtifacts(resolve(import.meta.dirname, '../dist'));
  const codes = await Promise.all(
    Object.entries(functions).map(async ([name, artifact]) => {
      const modules = Object.entries(unzipSync(zips[name] ?? new Uint8Array()));
      await mkdir(join(directory, name));
      for (const [module, code] of modules) await writeFile(join(directory, name, module), code);
      const bytes = mostAtStart(Object.fromEntries(modules));
      return environmentsOf(artifact).map(({ store, env }) => {
        return {
          name: store === undefined ? name : `${name}, ${store}`,
          bytes,
          file: join(directory, name, ENTRY),
          env,
        };
      });
    }),
  );
  return codes.flat();
}

function environmentsOf({ environment, readingsStore }: FunctionArtifact) {
  const env = Object.fromEntries(environment.map(variable));
  if (!environment.includes('READINGS_STORE')) return [{ store: undefined, env }];
  const stores = readingsStore === undefined ? (['timestream', 'dynamodb'] as const) : [readingsStore];
  return stores.map((store) => ({ store, env: { ...env, READINGS_STORE: STORES[store] } }));
}

/** The bytes of the largest of the starts that a function may have. */
function mostAtStart(modules: Readonly<Record<string, Uint8Array>>): number {
  const texts = Object.fromEntries(
    Object.entries(modules).map(([name, code]) => [name, new TextDecoder().decode(code)]),
  );
  const sizes = startPaths(texts).map((path) => path.reduce((sum, name) => sum + (modules[name]?.length ?? 0), 0));
  return Math.max(...sizes);
}

function variable(name: string): [string, string] {
  return [name, VARIABLES[name] ?? (name.endsWith('_URL') ? 'http://127.0.0.1/' : name.toLowerCase())];
}

function startFunction({ file, env }: FunctionCode): Promise<number> {
  const url = JSON.stringify(pathToFileURL(file).href);
  return start(`import(${url}).then(({ handler }) => { if (typeof handler !== 'function') process.exit(1); })`, env);
}

/** From the start of a process to its end, which is when its script has run. @returns ms */
async function start(script: string, env: Readonly<Record<string, string>>): Promise<number> {
  const begun = performance.now();
  const child = spawn(process.execPath, ['-e', script], {
    env: { AWS_REGION: 'eu-west-1', AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true', ...env },
    stdio: 'ignore',
  });
  await once(child, 'exit');
  if (child.exitCode !== 0) throw new Error(`It did not start: node -e ${JSON.stringify(script)}`);
  return performance.now() - begun;
}

function print(functions: readonly FunctionCode[], starts: ReadonlyMap<string, Starts>): void {
  const heavy: string[] = [];
  const slow: string[] = [];
  console.log(`Size and cold start of the functions, of ${ROUNDS} starts each beside one of bare Node`);
  console.log(`${''.padEnd(28)}bytes at start   ms, median (fastest)   bare Node   times, median (fastest)`);
  for (const { name, bytes } of functions) {
    const { bare, ours } = starts.get(name) ?? { bare: [], ours: [] };
    const ratio = median(ours.map((milliseconds, index) => milliseconds / (bare[index] ?? NaN)));
    const fastest = Math.min(...ours) / Math.min(...bare);
    if (bytes >= MOST_BYTES) heavy.push(name);
    if (ratio >= MOST_TIMES) slow.push(name);
    const columns = [
      name.padEnd(28),
      count(bytes).padStart(14),
      milliseconds(ours).padStart(23),
      milliseconds(bare).padStart(12),
      `${ratio.toFixed(2)} (${fastest.toFixed(2)})`.padStart(25),
    ];
    console.log(columns.join(''));
  }
  console.log(`the aim is less than ${count(MOST_BYTES)} bytes; not met by ${heavy.join(', ') || 'none'}`);
  console.log(`the aim is less than ${MOST_TIMES} times bare Node; not met by ${slow.join(', ') || 'none'}`);
}

function milliseconds(starts: readonly number[]): string {
  return `${median(starts).toFixed(0)} (${Math.min(...starts).toFixed(0)})`;
}
