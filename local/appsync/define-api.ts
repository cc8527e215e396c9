import * as v from 'valibot';
import { replaceTablePlaceholders, type ApiArtifact, type DataSourceArtifact } from '../../build/artifacts.ts';
import type { JsonCaller } from '../shared/json-service.ts';
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

const graphqlApi = v.object({ apiId: v.string(), name: v.string(), uris: v.object({ GRAPHQL: v.string() }) });
const listed = v.object({ graphqlApis: v.array(graphqlApi), nextToken: v.optional(v.string()) });
const createdApi = v.object({ graphqlApi });
const createdFunction = v.object({ functionConfiguration: v.object({ functionId: v.string() }) });
const schemaStatus = v.object({ status: v.string(), details: v.optional(v.string(), '') });

const RUNTIME = { name: 'APPSYNC_JS', runtimeVersion: '1.0.0' };

/**
 * Makes the API of an artifact by AppSync's operations, as Terraform's module `api` does; another one of the same name is removed first.
 * Rejects with what AppSync refuses.
 * @param call calls an operation of AppSync
 * @returns the API's id and its GraphQL address
 */
export async function defineApi(call: JsonCaller, wanted: ApiToDefine): Promise<{ apiId: string; url: string }> {
  const { name, artifact } = wanted;
  await deleteNamed(call, name);
  const { apiId, uris } = v.parse(createdApi, await call('CreateGraphqlApi', apiInput(wanted))).graphqlApi;
  await createSchema(call, apiId, artifact.schema);
  await Promise.all(
    Object.entries(artifact.dataSources).map(([source, definition]) =>
      call('CreateDataSource', { apiId, name: source, ...dataSourceInput(wanted, source, definition) }),
    ),
  );
  const functionIds = Object.fromEntries(
    await Promise.all(Object.keys(artifact.functions).map((key) => createFunction(call, apiId, wanted, key))),
  );
  await Promise.all(
    Object.keys(artifact.resolvers).map((key) =>
      call('CreateResolver', { apiId, ...resolverInput(wanted, functionIds, key) }),
    ),
  );
  return { apiId, url: uris.GRAPHQL };
}

async function deleteNamed(call: JsonCaller, name: string): Promise<void> {
  let page: v.InferOutput<typeof listed> = { graphqlApis: [] };
  const found: string[] = [];
  do {
    page = v.parse(listed, await call('ListGraphqlApis', { nextToken: page.nextToken }));
    found.push(...page.graphqlApis.filter((api) => api.name === name).map(({ apiId }) => apiId));
  } while (page.nextToken !== undefined);
  for (const apiId of found) await call('DeleteGraphqlApi', { apiId });
}

function apiInput({ name, artifact, userPoolId, settings }: ApiToDefine): object {
  const [authenticationType, ...others] = artifact.authorization;
  const pool = { userPoolId, awsRegion: LOCAL_REGION };
  return {
    name,
    authenticationType,
    ...(authenticationType === 'AMAZON_COGNITO_USER_POOLS' && { userPoolConfig: { ...pool, defaultAction: 'ALLOW' } }),
    additionalAuthenticationProviders: others.map((type) => ({
      authenticationType: type,
      ...(type === 'AMAZON_COGNITO_USER_POOLS' && { userPoolConfig: pool }),
    })),
    ...settings,
  };
}

async function createSchema(call: JsonCaller, apiId: string, definition: string): Promise<void> {
  await call('StartSchemaCreation', { apiId, definition: Buffer.from(definition).toString('base64') });
  const { status, details } = v.parse(schemaStatus, await call('GetSchemaCreationStatus', { apiId }));
  if (status !== 'SUCCESS') throw new Error(`AppSync refuses the schema: ${details}`);
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

async function createFunction(
  call: JsonCaller,
  apiId: string,
  wanted: ApiToDefine,
  name: string,
): Promise<[name: string, functionId: string]> {
  const { dataSource: dataSourceName, code } = given(wanted.artifact.functions, name);
  const input = { apiId, name, dataSourceName, ...codeInput(wanted, code) };
  return [name, v.parse(createdFunction, await call('CreateFunction', input)).functionConfiguration.functionId];
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
