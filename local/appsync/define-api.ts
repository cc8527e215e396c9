import * as v from 'valibot';
import type { JsonCaller } from '../shared/json-service.ts';
import { LOCAL_REGION } from '../shared/service.ts';
import { listAll } from './list-all.ts';
import { apiInputs, type ApiInputs, type ApiToDefine } from './api-inputs.ts';

export type { ApiToDefine } from './api-inputs.ts';

const graphqlApi = v.object({ apiId: v.string(), name: v.string(), uris: v.object({ GRAPHQL: v.string() }) });
const listed = v.object({ graphqlApis: v.array(graphqlApi) });
const createdApi = v.object({ graphqlApi });
const createdFunction = v.object({ functionConfiguration: v.object({ functionId: v.string() }) });
const schemaStatus = v.object({ status: v.string(), details: v.optional(v.string(), '') });

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
  const inputs = apiInputs(wanted);
  await Promise.all(
    Object.keys(artifact.dataSources).map((source) =>
      call('CreateDataSource', { apiId, ...inputs.dataSource(source) }),
    ),
  );
  const functionIds = Object.fromEntries(
    await Promise.all(Object.keys(artifact.functions).map((key) => createFunction(call, apiId, inputs, key))),
  );
  await Promise.all(
    Object.keys(artifact.resolvers).map((key) =>
      call('CreateResolver', { apiId, ...inputs.resolver(key, functionIds) }),
    ),
  );
  return { apiId, url: uris.GRAPHQL };
}

async function deleteNamed(call: JsonCaller, name: string): Promise<void> {
  for (const apiId of await findNamed(call, name)) await call('DeleteGraphqlApi', { apiId });
}

/** The ids of the APIs of a name. */
export async function findNamed(call: JsonCaller, name: string): Promise<string[]> {
  const apis = await listAll(call, 'ListGraphqlApis', {}, (page) => v.parse(listed, page).graphqlApis);
  return apis.filter((api) => api.name === name).map(({ apiId }) => apiId);
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

/** Rejects with what AppSync says of a schema that it refuses. */
export async function createSchema(call: JsonCaller, apiId: string, definition: string): Promise<void> {
  await call('StartSchemaCreation', { apiId, definition: Buffer.from(definition).toString('base64') });
  const { status, details } = v.parse(schemaStatus, await call('GetSchemaCreationStatus', { apiId }));
  if (status !== 'SUCCESS') throw new Error(`AppSync refuses the schema: ${details}`);
}

/** @returns its name in the artifact and its id */
export async function createFunction(
  call: JsonCaller,
  apiId: string,
  inputs: ApiInputs,
  name: string,
): Promise<[name: string, functionId: string]> {
  const created = v.parse(createdFunction, await call('CreateFunction', { apiId, ...inputs.function(name) }));
  return [name, created.functionConfiguration.functionId];
}
