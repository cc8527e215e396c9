import { build } from 'esbuild';
import * as v from 'valibot';
import type { TableDefinition } from './artifacts.ts';
import { bundleProblems } from './bundle.ts';

const Table = v.object({
  partitionKey: v.string(),
  sortKey: v.exactOptional(v.string()),
  timeToLive: v.exactOptional(v.string()),
  indexes: v.exactOptional(v.record(v.string(), v.object({ partitionKey: v.string(), sortKey: v.string() }))),
  purpose: v.string(),
});
const DataSource = v.variant('type', [
  v.object({ type: v.literal('AMAZON_DYNAMODB'), rights: v.record(v.string(), v.array(v.string())) }),
  v.object({ type: v.literal('AWS_LAMBDA'), function: v.string() }),
  v.object({ type: v.literal('NONE') }),
]);
const Field = v.object({
  dataSource: v.exactOptional(v.string()),
  before: v.array(v.string()),
  after: v.array(v.string()),
});
const Definition = v.object({
  tables: v.record(v.string(), Table),
  dataSources: v.record(v.string(), DataSource),
  steps: v.record(v.string(), v.string()),
  wiring: v.record(v.string(), Field),
  auditedByFunctions: v.record(v.string(), v.string()),
});

export type DataSourceDefinition =
  | { readonly type: 'AMAZON_DYNAMODB'; readonly rights: Readonly<Record<string, readonly string[]>> }
  | { readonly type: 'AWS_LAMBDA'; readonly function: string }
  | { readonly type: 'NONE' };

export interface FieldDefinition {
  /** Where the field's own code sends its request; absent where it only frames the steps. */
  readonly dataSource?: string;
  readonly before: readonly string[];
  readonly after: readonly string[];
}

/** What is said of the API beside its schema and its code: `resolvers/tables.ts` and `resolvers/wiring.ts`. */
export interface ApiDefinition {
  tables: Readonly<Record<string, TableDefinition>>;
  dataSources: Readonly<Record<string, DataSourceDefinition>>;
  /** The data source of every step. */
  steps: Readonly<Record<string, string>>;
  wiring: Readonly<Record<string, FieldDefinition>>;
  /** The mutations whose Lambda function writes the audit event, each with the reason. */
  auditedByFunctions: Readonly<Record<string, string>>;
}

const SOURCE = `export * from './resolvers/wiring.ts';\nexport { tables } from './resolvers/tables.ts';\n`;

/** What `resolvers/tables.ts` and `resolvers/wiring.ts` of a project say now, however often they were read before. */
export async function readDefinition(projectRoot: string): Promise<ApiDefinition> {
  const text = await bundleDefinition(projectRoot);
  // Node keeps a module for as long as it runs, by its address: this one's is its text, so that another text is another module.
  const module: unknown = await import(`data:text/javascript;base64,${Buffer.from(text).toString('base64')}`);
  const parsed = v.safeParse(Definition, module);
  if (parsed.success) return parsed.output;
  const problems = parsed.issues.map((issue) => `${v.getDotPath(issue) ?? 'an export'}: ${issue.message}`);
  throw new Error(problems.map((problem) => `resolvers/wiring.ts or resolvers/tables.ts: ${problem}`).join('\n'));
}

async function bundleDefinition(projectRoot: string): Promise<string> {
  const { outputFiles } = await build({
    stdin: { contents: SOURCE, resolveDir: projectRoot, sourcefile: 'definition.ts', loader: 'ts' },
    absWorkingDir: projectRoot,
    bundle: true,
    write: false,
    format: 'esm',
    platform: 'node',
    logLevel: 'silent',
  }).catch((error: unknown) => {
    throw new Error(bundleProblems(error).join('\n'), { cause: error });
  });
  return outputFiles[0]?.text ?? '';
}
