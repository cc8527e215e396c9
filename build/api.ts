import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { ApiArtifact, DataSourceArtifact, ResolverArtifact } from './artifacts.ts';
import { bundleResolver } from './bundle.ts';
import { readSchema } from './schema.ts';
import { tables } from '../resolvers/tables.ts';
import { dataSources, steps, wiring, type DataSourceDefinition, type FieldWiring } from '../resolvers/wiring.ts';

/** "AWS AppSync endpoints and quotas": the evaluated code of one resolver or function. */
const MAX_CODE_CHARACTERS = 32_768;
/** The same page: functions in a pipeline. */
const MAX_PIPELINE_FUNCTIONS = 10;

/** Makes `dist/api.json` of `schema/` and `resolvers/`. Rejects with every reason for which AppSync would refuse it, not with the first alone. */
export async function buildApi(projectRoot: string): Promise<ApiArtifact> {
  const problems: string[] = [];
  const bundle = async (file: string): Promise<string> => {
    if (!existsSync(join(projectRoot, file))) {
      problems.push(`${file} is missing, but resolvers/wiring.ts names it`);
      return '';
    }
    const code = await bundleResolver(projectRoot, file);
    if (code.length > MAX_CODE_CHARACTERS) {
      problems.push(`${file} bundles to ${code.length} characters; AppSync takes ${MAX_CODE_CHARACTERS}`);
    }
    return code;
  };

  const functions: Record<string, { dataSource: string; code: string }> = {};
  for (const [name, dataSource] of Object.entries(steps)) {
    functions[name] = { dataSource, code: await bundle(`resolvers/steps/${name}.ts`) };
  }

  const frame = await bundle('resolvers/steps/pipeline.ts');
  const resolvers: Record<string, ResolverArtifact> = {};
  for (const [field, entry] of Object.entries(wiring)) {
    const code = await bundle(`resolvers/${field}.ts`);
    resolvers[field] = makeResolver(field, entry, code, frame, functions);
    if (entry.before.length + entry.after.length >= MAX_PIPELINE_FUNCTIONS) {
      problems.push(`${field} has too many steps; AppSync takes ${MAX_PIPELINE_FUNCTIONS} functions in a pipeline`);
    }
  }
  if (problems.length > 0) throw new Error(problems.join('\n'));

  return {
    schema: await readSchema(join(projectRoot, 'schema')),
    authorization: ['AMAZON_COGNITO_USER_POOLS', 'AWS_IAM'],
    tables,
    dataSources: Object.fromEntries(
      Object.entries(dataSources).map(([name, source]) => [name, describeDataSource(source)]),
    ),
    functions,
    resolvers,
  };
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
  const [table] = source.tables;
  if (table === undefined) throw new Error('a DynamoDB data source needs a table');
  return {
    type: source.type,
    table,
    tables: source.tables,
    actions: source.actions.map((action) => `dynamodb:${action}`),
  };
}
