import { basename, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build, type BuildOptions, type BuildResult } from 'esbuild';
import * as v from 'valibot';
import { leanClients } from './lean-clients.ts';
import { reachable, type Modules } from './modules.ts';

/** What functions get instead of modules whose greater part no function can use. */
const alias = {
  '@aws-sdk/credential-provider-node': fileURLToPath(new URL('environment-credentials.ts', import.meta.url)),
  '@smithy/core/event-streams': fileURLToPath(new URL('no-event-streams.ts', import.meta.url)),
};

/** What both kinds of bundle have in common. Paths in esbuild's comments are relative to the project, so that the bytes are the same everywhere. */
const common = {
  bundle: true,
  write: false,
  format: 'esm',
  charset: 'utf8',
  legalComments: 'none',
  logLevel: 'silent',
} as const satisfies BuildOptions;

/** Bundles one resolver or step as APPSYNC_JS takes it. */
export async function bundleResolver(projectRoot: string, entry: string): Promise<string> {
  return onlyOutput(await build(resolverOptions(projectRoot, entry)), entry);
}

/**
 * Bundles many resolvers and steps in one go, which is much faster: each is what {@link bundleResolver} makes of it.
 * @returns the bundles by their entries
 */
export async function bundleResolvers(
  projectRoot: string,
  entries: readonly string[],
): Promise<ReadonlyMap<string, string>> {
  const options = resolverOptions(projectRoot, ...entries);
  const { outputFiles } = await build({ ...options, outdir: projectRoot, outbase: projectRoot });
  const bundles = new Map(outputFiles.map(({ path, text }) => [relative(projectRoot, path), text]));
  return new Map(entries.map((entry) => [entry, bundles.get(entry.replace(/\.ts$/, '.js')) ?? '']));
}

const Failure = v.object({
  errors: v.array(
    v.object({ text: v.string(), location: v.nullable(v.object({ file: v.string(), line: v.number() })) }),
  ),
});

/** What esbuild says is wrong with the code, as `file:line (esbuild) what`. Throws what is no such failure. */
export function bundleProblems(error: unknown): string[] {
  const failure = v.safeParse(Failure, error);
  if (!failure.success) throw error;
  return failure.output.errors.map(
    ({ text, location }) => `${location ? `${location.file}:${location.line} ` : ''}(esbuild) ${text}`,
  );
}

/** Where every line of a resolver's bundle comes from: its source map, as JSON. The sources are relative to the project. */
export async function mapResolver(projectRoot: string, entry: string): Promise<string> {
  const options = resolverOptions(projectRoot, entry);
  const { outputFiles } = await build({ ...options, sourcemap: 'external', outfile: join(projectRoot, 'bundle.js') });
  const map = outputFiles.find(({ path }) => path.endsWith('.map'));
  if (!map) throw new Error(`${entry}: esbuild made no source map`);
  return map.text;
}

/** A target below esnext would emit helpers that AppSync refuses. */
function resolverOptions(projectRoot: string, ...entryPoints: string[]) {
  return {
    ...common,
    absWorkingDir: projectRoot,
    entryPoints,
    target: 'esnext',
    external: ['@aws-appsync/*'],
  } as const satisfies BuildOptions;
}

/**
 * Bundles one Lambda function with all that it imports. What it imports dynamically is a module of its own, which a start that does not want it does
 * not read.
 */
export async function bundleFunction(projectRoot: string, entry: string): Promise<Modules> {
  const { outputFiles } = await build({
    ...common,
    absWorkingDir: projectRoot,
    entryPoints: { index: entry },
    outdir: projectRoot,
    outExtension: { '.js': '.mjs' },
    splitting: true,
    platform: 'node',
    target: 'node20',
    mainFields: ['module', 'main'],
    // Modules before CommonJS, of which nothing that is not used could be left out.
    conditions: ['module'],
    alias,
    plugins: [leanClients],
    minify: true,
    keepNames: true,
    // Some dependencies are CommonJS and require Node's own modules: an ES module has no `require` unless it makes one.
    banner: {
      js: "import{createRequire as __createRequire}from'node:module';const require=__createRequire(import.meta.url);",
    },
  });
  return reachable(Object.fromEntries(outputFiles.map(({ path, text }) => [basename(path), text])));
}

function onlyOutput(result: BuildResult<{ write: false }>, entry: string): string {
  const [output, ...others] = result.outputFiles;
  if (!output || others.length > 0) throw new Error(`${entry}: expected one output, got ${result.outputFiles.length}`);
  return output.text;
}
