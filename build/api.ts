import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { ApiArtifact, DataSourceArtifact, ResolverArtifact, TableDefinition } from './artifacts.ts';
import { bundleResolver } from './bundle.ts';
import { findRefusals } from './checks/appsync-code.ts';
import { findUnaudited } from './checks/audited-mutations.ts';
import { findWrongAccess } from './checks/data-source-access.ts';
import { findUnfilteredSubscriptions } from './checks/subscription-filters.ts';
import { readSchema } from './schema.ts';
import { tables } from '../resolvers/tables.ts';
import {
  auditedByFunctions,
  dataSources,
  steps,
  wiring,
  type DataSourceDefinition,
  type FieldWiring,
} from '../resolvers/wiring.ts';

/** "AWS AppSync endpoints and quotas": functions in a pipeline. */
const MAX_PIPELINE_FUNCTIONS = 10;

/** What is said of the API beside its schema and its code: `resolvers/tables.ts` and `resolvers/wiring.ts`. */
export interface ApiDefinition {
  tables: Readonly<Record<string, TableDefinition>>;
  dataSources: Readonly<Record<string, DataSourceDefinition>>;
  /** The data source of every step. */
  steps: Readonly<Record<string, string>>;
  wiring: Readonly<Record<string, FieldWiring>>;
  /** The mutations whose Lambda function writes the audit event, each with the reason. */
  auditedByFunctions: Readonly<Record<string, string>>;
}

/**
 * Makes `dist/api.json` of `schema/` and `resolvers/`. Rejects where AppSync would refuse it, where a subscription could deliver another
 * organization's data, where a role has other rights than its code needs, and where a change would leave no audit event: with every reason, not with the
 * first alone.
 */
export async function buildApi(
  projectRoot: string,
  definition: ApiDefinition = { tables, dataSources, steps, wiring, auditedByFunctions },
): Promise<ApiArtifact> {
  const { code, problems } = await bundleAll(projectRoot, definition);
  const codeOf = (file: string) => code.get(file) ?? '';

  const functions = Object.fromEntries(
    Object.entries(definition.steps).map(([name, dataSource]) => [name, { dataSource, code: codeOf(stepFile(name)) }]),
  );
  const resolvers: Record<string, ResolverArtifact> = {};
  for (const [field, entry] of Object.entries(definition.wiring)) {
    const resolver = makeResolver(field, entry, codeOf(fieldFile(field)), codeOf(FRAME), functions);
    resolvers[field] = resolver;
    if (resolver.kind === 'PIPELINE' && resolver.functions.length > MAX_PIPELINE_FUNCTIONS) {
      problems.push(
        `${field} has ${resolver.functions.length} functions; AppSync takes ${MAX_PIPELINE_FUNCTIONS} in a pipeline`,
      );
    }
  }
  // What follows runs the code, which must be good.
  failOn(problems);

  const artifact: ApiArtifact = {
    schema: await readSchema(join(projectRoot, 'schema')),
    authorization: ['AMAZON_COGNITO_USER_POOLS', 'AWS_IAM'],
    tables: definition.tables,
    dataSources: Object.fromEntries(
      Object.entries(definition.dataSources).map(([name, source]) => [name, describeDataSource(source)]),
    ),
    functions,
    resolvers,
  };
  failOn([
    ...findUnfilteredSubscriptions(artifact),
    ...findWrongAccess(artifact),
    ...findUnaudited(artifact, definition.auditedByFunctions),
  ]);
  return artifact;
}

/** Frames the steps of every field that does not do so itself. */
const FRAME = 'resolvers/steps/pipeline.ts';
const stepFile = (name: string) => `resolvers/steps/${name}.ts`;
const fieldFile = (field: string) => `resolvers/${field}.ts`;

/** The bundles of all files that `definition` names, by file, and why AppSync would refuse them. */
async function bundleAll(projectRoot: string, { steps, wiring }: ApiDefinition) {
  const files = [...Object.keys(steps).map(stepFile), FRAME, ...Object.keys(wiring).map(fieldFile)];
  const code = new Map<string, string>();
  const problems = new Set<string>();
  for (const file of files) {
    if (!existsSync(join(projectRoot, file))) {
      problems.add(`${file} is missing, but resolvers/wiring.ts names it`);
      continue;
    }
    const bundle = await bundleResolver(projectRoot, file);
    code.set(file, bundle);
    for (const refusal of await findRefusals(projectRoot, file, bundle)) problems.add(refusal);
  }
  return { code, problems: [...problems] };
}

function failOn(problems: readonly string[]): void {
  if (problems.length > 0) throw new Error(problems.join('\n'));
}

/** A unit resolver, or a pipeline; the own code of a field with steps becomes a function among them. */
function makeResolver(
  field: string,
  { dataSource, before, after }: FieldWiring,
  code: string,
  frame: string,
  functions: Record<string, { dataSource: string; code: string }>,
): ResolverArtifact {
  if (dataSource === undefined) return { kind: 'PIPELINE', functions: [...before, ...after], code };
  if (before.length + after.length === 0) return { kind: 'UNIT', dataSource, code };
  const own = field.replace('.', '_');
  functions[own] = { dataSource, code };
  return { kind: 'PIPELINE', functions: [...before, own, ...after], code: frame };
}

function describeDataSource(source: DataSourceDefinition): DataSourceArtifact {
  if (source.type !== 'AMAZON_DYNAMODB') return source;
  const rights = Object.entries(source.rights).map(
    ([table, actions]) => [table, actions.map((action) => `dynamodb:${action}`)] as const,
  );
  const [table] = rights[0] ?? [];
  if (table === undefined) throw new Error('a DynamoDB data source needs a table');
  return { type: source.type, table, rights: Object.fromEntries(rights) };
}
