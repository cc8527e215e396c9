import { replaceTablePlaceholders, type ApiArtifact, type DataSourceArtifact } from '../../build/artifacts.ts';
import { LOCAL_REGION } from '../shared/service.ts';

export interface ApiToDefine {
  name: string;
  /** `dist/api.json` */
  artifact: ApiArtifact;
  userPoolId: string;
  /** By the logical names of the artifact. */
  tables: Readonly<Record<string, { name: string }>>;
  /** ARNs, by the logical names of the artifact. */
  functions: Readonly<Record<string, string>>;
  /** ARN of the role that a data source acts as. */
  dataSourceRole: (dataSource: string) => string;
  /** Further settings, as CreateGraphqlApi has them. */
  settings?: Readonly<Record<string, unknown>>;
}

const RUNTIME = { name: 'APPSYNC_JS', runtimeVersion: '1.0.0' };

/** The inputs of AppSync's operations, less the API's id, by what the artifact calls a thing. */
export interface ApiInputs {
  dataSource(name: string): object;
  function(name: string): object;
  /** @param functionIds of the functions, by their names in the artifact */
  resolver(key: string, functionIds: Readonly<Record<string, string>>): object;
}

export function apiInputs(wanted: ApiToDefine): ApiInputs {
  const { dataSources, functions } = wanted.artifact;
  return {
    dataSource: (name) => ({ name, ...dataSourceInput(wanted, name, given(dataSources, name)) }),
    function(name) {
      const { dataSource: dataSourceName, code } = given(functions, name);
      return { name, dataSourceName, ...codeInput(wanted, code) };
    },
    resolver: (key, functionIds) => resolverInput(wanted, functionIds, key),
  };
}

function dataSourceInput(wanted: ApiToDefine, source: string, definition: DataSourceArtifact): object {
  const { type } = definition;
  if (type === 'NONE') return { type };
  const serviceRoleArn = wanted.dataSourceRole(source);
  if (type === 'AWS_LAMBDA')
    return { type, serviceRoleArn, lambdaConfig: { lambdaFunctionArn: given(wanted.functions, definition.function) } };
  const { name: tableName } = given(wanted.tables, definition.table);
  return { type, serviceRoleArn, dynamodbConfig: { tableName, awsRegion: LOCAL_REGION } };
}

function resolverInput(wanted: ApiToDefine, functionIds: Readonly<Record<string, string>>, key: string): object {
  const resolver = given(wanted.artifact.resolvers, key);
  const [typeName, fieldName] = key.split('.');
  const common = { typeName, fieldName, kind: resolver.kind, ...codeInput(wanted, resolver.code) };
  if (resolver.kind === 'UNIT') return { ...common, dataSourceName: resolver.dataSource };
  return { ...common, pipelineConfig: { functions: resolver.functions.map((name) => given(functionIds, name)) } };
}

function codeInput({ tables }: ApiToDefine, code: string): object {
  const names = Object.fromEntries(Object.entries(tables).map(([table, { name }]) => [table, name]));
  return { runtime: RUNTIME, code: replaceTablePlaceholders(code, names) };
}

function given<Value>(values: Readonly<Record<string, Value>>, name: string): Value {
  const value = Object.hasOwn(values, name) ? values[name] : undefined;
  if (value === undefined) throw new Error(`Nothing is given for ${name}`);
  return value;
}
