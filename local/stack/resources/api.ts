import type { ApiArtifact, DataSourceArtifact, FunctionsArtifact } from '../../../build/artifacts.ts';
import { defineApi, type ApiToDefine } from '../../appsync/define-api.ts';
import { redefineApi } from '../../appsync/redefine-api.ts';
import { functionArn, localArn } from '../../shared/arns.ts';
import type { JsonCaller } from '../../shared/json-service.ts';
import { physicalName, roleArn } from '../names.ts';
import { ensureRole, grant, grantEach, type Access, type Iam } from './roles.ts';

interface ApiParts {
  api: ApiArtifact;
  functions: FunctionsArtifact;
  userPoolId: string;
}

interface ApiServices {
  appsync: { call: JsonCaller };
  iam: Iam;
}

/** The API of the artifact, each data source with the rights that it asks for there; functions that call the API get theirs. */
export async function ensureApi({ appsync, iam }: ApiServices, parts: ApiParts): Promise<void> {
  await ensureDataSourceRoles(iam, parts.api);
  const { apiId } = await defineApi(appsync.call, apiToDefine(parts));
  const { functions } = parts;
  await Promise.all(
    Object.entries(functions).map(async ([name, { graphqlFields }]) => {
      if (graphqlFields.length === 0) return;
      const resources = graphqlFields.map((field) =>
        localArn('appsync', `apis/${apiId}/types/${field.replace('.', '/fields/')}`),
      );
      await grant(iam, name, { purpose: 'graphql', actions: ['appsync:GraphQL'], resources });
    }),
  );
}

/** Changes the API that is there into that of the artifact, while it is served. */
export async function updateApi({ appsync, iam }: ApiServices, parts: ApiParts): Promise<void> {
  await ensureDataSourceRoles(iam, parts.api);
  await redefineApi(appsync.call, apiToDefine(parts));
}

async function ensureDataSourceRoles(iam: Iam, { dataSources }: ApiArtifact): Promise<void> {
  await Promise.all(
    Object.entries(dataSources).map(async ([name, source]) => {
      if (source.type === 'NONE') return;
      await ensureRole(iam, dataSourceRole(name), 'appsync.amazonaws.com');
      await grantEach(iam, dataSourceRole(name), 'data-source', accessOf(source));
    }),
  );
}

function apiToDefine({ api, functions, userPoolId }: ApiParts): ApiToDefine {
  return {
    name: physicalName('api'),
    artifact: api,
    userPoolId,
    tables: Object.fromEntries(Object.keys(api.tables).map((table) => [table, { name: physicalName(table) }])),
    functions: Object.fromEntries(Object.keys(functions).map((name) => [name, functionArn(physicalName(name))])),
    dataSourceRole: (name) => roleArn(dataSourceRole(name)),
  };
}

const dataSourceRole = (name: string): string => `api-${name}`;

function accessOf(source: Exclude<DataSourceArtifact, { type: 'NONE' }>): Access[] {
  if (source.type === 'AWS_LAMBDA')
    return [{ actions: ['lambda:InvokeFunction'], resources: [functionArn(physicalName(source.function))] }];
  return Object.entries(source.rights).map(([table, actions]) => ({
    actions,
    resources: [localArn('dynamodb', `table/${physicalName(table)}`)],
  }));
}
