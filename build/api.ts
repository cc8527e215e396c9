import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { ApiArtifact, DataSourceArtifact, ResolverArtifact } from './artifacts.ts';
import { bundleProblems, bundleResolvers } from './bundle.ts';
import { findRefusals } from './checks/appsync-code.ts';
import { findUnwired, readGoodSchema } from './checks/appsync-schema.ts';
import { findUnaudited } from './checks/audited-mutations.ts';
import { findIdleDirectives } from './checks/authorization-directives.ts';
import { findWrongAccess } from './checks/data-source-access.ts';
import { findUnfilteredSubscriptions } from './checks/subscription-filters.ts';
import { MAX_PIPELINE_FUNCTIONS } from '../local/appsync/quotas.ts';
import { readDefinition, type ApiDefinition, type DataSourceDefinition, type FieldDefinition } from './definition.ts';

export type { ApiDefinition } from './definition.ts';

/**
 * Makes `dist/api.json` of `schema/` and `resolvers/`. Rejects where AppSync would refuse it, where a subscription could deliver another
 * organization's data, where a role has other rights than its code needs, and where a change would leave no audit event: with every reason, not with the
 * first alone.
 * @param definition what the project's own `resolvers/wiring.ts` and `resolvers/tables.ts` say, unless given
 */
export async function buildApi(projectRoot: string, definition?: ApiDefinition): Promise<ApiArtifact> {
  return buildDefinition(projectRoot, definition ?? (await readDefinition(projectRoot)));
}

async function buildDefinition(projectRoot: string, definition: ApiDefinition): Promise<ApiArtifact> {
  const unknown = findUnknownNames(definition);
  const { code, problems } = await bundleAll(projectRoot, definition);
  const { schema, problems: refused } = await readGoodSchema(join(projectRoot, 'schema'));
  // What follows runs the code, which must be good.
  failOn([...unknown, ...problems, ...refused]);

  const artifact: ApiArtifact = {
    schema,
    authorization: ['AMAZON_COGNITO_USER_POOLS', 'AWS_IAM'],
    tables: definition.tables,
    dataSources: Object.fromEntries(
      Object.entries(definition.dataSources).map(([name, source]) => [name, describeDataSource(source)]),
    ),
    ...makeResolvers(definition, code),
  };
  failOn([
    ...findLongPipelines(artifact),
    ...findUnwired(schema, Object.keys(definition.wiring)),
    ...findIdleDirectives(artifact),
    ...findUnfilteredSubscriptions(artifact),
    ...findWrongAccess(artifact),
    ...findUnaudited(artifact, definition.auditedByFunctions),
  ]);
  return artifact;
}

/** The resolvers of all fields, and the functions of those that are pipelines. */
function makeResolvers(
  definition: ApiDefinition,
  code: ReadonlyMap<string, string>,
): Pick<ApiArtifact, 'functions' | 'resolvers'> {
  const codeOf = (file: string) => code.get(file) ?? '';
  const functions = Object.fromEntries(
    Object.entries(definition.steps).map(([name, dataSource]) => [name, { dataSource, code: codeOf(stepFile(name)) }]),
  );
  const resolvers: Record<string, ResolverArtifact> = {};
  for (const [field, entry] of Object.entries(definition.wiring)) {
    resolvers[field] = makeResolver(field, entry, codeOf(fieldFile(field)), codeOf(FRAME), functions);
  }
  return { functions, resolvers };
}

function findLongPipelines({ resolvers }: ApiArtifact): string[] {
  return Object.entries(resolvers).flatMap(([field, resolver]) =>
    resolver.kind === 'PIPELINE' && resolver.functions.length > MAX_PIPELINE_FUNCTIONS
      ? [`${field} has ${resolver.functions.length} functions; AppSync takes ${MAX_PIPELINE_FUNCTIONS} in a pipeline`]
      : [],
  );
}

/** The types of `resolvers/wiring.ts` say the same, to who asks them. */
function findUnknownNames({ dataSources, steps, wiring }: ApiDefinition): string[] {
  const unknownSource = (by: string, name: string | undefined) =>
    name === undefined || Object.hasOwn(dataSources, name)
      ? []
      : [`resolvers/wiring.ts (wiring) ${by} names the data source ${name}, which is not there`];
  return [
    ...Object.entries(steps).flatMap(([step, dataSource]) => unknownSource(`the step ${step}`, dataSource)),
    ...Object.entries(wiring).flatMap(([field, { dataSource, before, after }]) => [
      ...unknownSource(field, dataSource),
      ...[...before, ...after]
        .filter((name) => !Object.hasOwn(steps, name))
        .map((name) => `resolvers/wiring.ts (wiring) ${field} names the step ${name}, which is not there`),
    ]),
  ];
}

/** Frames the steps of every field that does not do so itself. */
const FRAME = 'resolvers/steps/pipeline.ts';
const stepFile = (name: string) => `resolvers/steps/${name}.ts`;
const fieldFile = (field: string) => `resolvers/${field}.ts`;

/** The bundles of all files that `definition` names, by file, and why AppSync would refuse them. */
async function bundleAll(projectRoot: string, { steps, wiring }: ApiDefinition) {
  const files = [...new Set([...Object.keys(steps).map(stepFile), FRAME, ...Object.keys(wiring).map(fieldFile)])];
  const isThere = (file: string) => existsSync(join(projectRoot, file));
  const problems = new Set(
    files.filter((file) => !isThere(file)).map((file) => `${file} is missing, but resolvers/wiring.ts names it`),
  );
  const code = await bundleResolvers(projectRoot, files.filter(isThere)).catch((error: unknown) => {
    for (const problem of bundleProblems(error)) problems.add(problem);
    return new Map<string, string>();
  });
  for (const [file, bundle] of code) {
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
  { dataSource, before, after }: FieldDefinition,
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
