import type { ApiArtifact, DataSourceArtifact, FunctionsArtifact } from '../../../build/artifacts.ts';
import { defineApi } from '../../appsync/define-api.ts';
import { functionArn, localArn } from '../../shared/arns.ts';
import type { JsonCaller } from '../../shared/json-service.ts';
import { physicalName, roleArn } from '../names.ts';
import { ensureRole, grant, grantEach, type Access, type Iam } from './roles.ts';

/** The API of the artifact, each data source with the rights that it asks for there; functions that call the API get theirs. */
export async function ensureApi(
  { appsync, iam }: { appsync: { call: JsonCaller }; iam: Iam },
  { api, functions, userPoolId }: { api: ApiArtifact; functions: FunctionsArtifact; userPoolId: string },
): Promise<void> {
  await Promise.all(
    Object.entries(api.dataSources).map(async ([name, source]) => {
      if (source.type === 'NONE') return;
      await ensureRole(iam, dataSourceRole(name), 'appsync.amazonaws.com');
      await grantEach(iam, dataSourceRole(name), 'data-source', accessOf(source));
    }),
  );
  const { apiId } = await defineApi(appsync.call, {
    name: physicalName('api'),
    artifact: api,
    userPoolId,
    tables: Object.fromEntries(Object.keys(api.tables).map((table) => [table, { name: physicalName(table) }])),
    functions: Object.fromEntries(Object.keys(functions).map((name) => [name, functionArn(physicalName(name))])),
    dataSourceRole: (name) => roleArn(dataSourceRole(name)),
  });
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

const dataSourceRole = (name: string): string => `api-${name}`;

function accessOf(source: Exclude<DataSourceArtifact, { type: 'NONE' }>): Access[] {
  if (source.type === 'AWS_LAMBDA')
    return [{ actions: ['lambda:InvokeFunction'], resources: [functionArn(physicalName(source.function))] }];
  return Object.entries(source.rights).map(([table, actions]) => ({
    actions,
    resources: [localArn('dynamodb', `table/${physicalName(table)}`)],
  }));
}
