/** The texts of ES modules of one folder by their names: `index.mjs`, and what it imports in the end. */
export type Modules = Readonly<Record<string, string>>;

export const ENTRY = 'index.mjs';

/** As esbuild writes imports where it minifies. */
const STATIC = /(?:from|import)"\.\/([\w.-]+)"/g;
const DYNAMIC = /import\("\.\/([\w.-]+)"\)/g;

/** The modules that the entry imports in the end, statically or dynamically: a bundler also writes those that code wanted which it left out. */
export function reachable(modules: Modules): Modules {
  const names = closure([ENTRY], (name) => [...imported(modules, name, STATIC), ...imported(modules, name, DYNAMIC)]);
  return Object.fromEntries(Object.entries(modules).filter(([name]) => names.has(name)));
}

/** What a start may read: for each module that is imported dynamically its names and those of the entry, with all that both import statically. */
export function startPaths(modules: Modules): string[][] {
  const loaded = (names: string[]) => closure(names, (name) => imported(modules, name, STATIC));
  const choices = [...loaded([ENTRY])].flatMap((name) => imported(modules, name, DYNAMIC));
  return [[], ...choices.map((choice) => [choice])].map((choice) => [...loaded([ENTRY, ...choice])].sort());
}

function imported(modules: Modules, name: string, pattern: RegExp): string[] {
  const names = [...(modules[name] ?? '').matchAll(pattern)].map(([, found = '']) => found);
  return names.filter((found) => Object.hasOwn(modules, found));
}

function closure(names: readonly string[], next: (name: string) => readonly string[]): Set<string> {
  const found = new Set(names);
  for (const name of found) for (const other of next(name)) found.add(other);
  return found;
}
