import * as v from 'valibot';
import { LOCAL_REGION } from '../../shared/service.ts';
import { functionArn } from '../sync-config.ts';
import { requireApi, type Control, type ControlOperations } from './control.ts';
import { apiArn, requireRole } from './graphql-apis.ts';
import { apiInput, askedPage, resourceName } from './inputs.ts';
import { dynamodbConfig, type DataSourceRecord } from './records.ts';
import { badRequest, notFound, parseInput, refuseMembers, unsupported } from './refusals.ts';

const TYPES = ['AMAZON_DYNAMODB', 'AWS_LAMBDA', 'NONE'] as const;
const TYPES_NOT_HERE = [
  'AMAZON_ELASTICSEARCH',
  'AMAZON_OPENSEARCH_SERVICE',
  'HTTP',
  'RELATIONAL_DATABASE',
  'AMAZON_EVENTBRIDGE',
  'AMAZON_BEDROCK_RUNTIME',
];
const NOT_HERE = [
  'elasticsearchConfig',
  'openSearchServiceConfig',
  'httpConfig',
  'relationalDatabaseConfig',
  'eventBridgeConfig',
];

const named = v.object({ ...apiInput.entries, name: resourceName });
const typed = v.object({ type: v.picklist([...TYPES, ...TYPES_NOT_HERE]) });
const common = v.object({
  ...named.entries,
  type: v.picklist(TYPES),
  description: v.optional(v.string()),
  serviceRoleArn: v.optional(v.string()),
  metricsConfig: v.optional(v.picklist(['ENABLED', 'DISABLED'])),
});
const dynamoDb = v.object({ dynamodbConfig });
const lambda = v.object({ lambdaConfig: v.object({ lambdaFunctionArn: functionArn }) });

/** What resolvers and functions ask. */
export const dataSourceOperations: ControlOperations = (control) => ({
  CreateDataSource: {
    route: 'POST /v1/apis/:apiId/datasources',
    async run(input) {
      const { apiId, record } = readDataSource(control, input);
      if (control.records.dataSources.has(`${apiId}/${record.name}`))
        throw badRequest(`Data source with name ${record.name} already exists`);
      return put(control, apiId, record);
    },
  },
  GetDataSource: {
    route: 'GET /v1/apis/:apiId/datasources/:name',
    run(input) {
      const { apiId, name } = parseInput(named, input);
      requireApi(control, apiId);
      return { dataSource: describe(apiId, requireDataSource(control, apiId, name)) };
    },
  },
  ListDataSources: {
    route: 'GET /v1/apis/:apiId/datasources',
    run(input) {
      const { apiId } = requireApi(control, parseInput(apiInput, input).apiId);
      const { page, ...next } = askedPage(control.records.dataSources.list(`${apiId}/`), ({ name }) => name, input);
      return { dataSources: page.map((record) => describe(apiId, record)), ...next };
    },
  },
  UpdateDataSource: {
    route: 'POST /v1/apis/:apiId/datasources/:name',
    async run(input) {
      const { apiId, record } = readDataSource(control, input);
      requireDataSource(control, apiId, record.name);
      return put(control, apiId, record);
    },
  },
  DeleteDataSource: {
    route: 'DELETE /v1/apis/:apiId/datasources/:name',
    async run(input) {
      const { apiId, name } = parseInput(named, input);
      requireApi(control, apiId);
      requireDataSource(control, apiId, name);
      const user = userOf(control, apiId, name);
      if (user !== undefined)
        throw badRequest(`Cannot delete the data source ${name}, which is currently used by ${user}.`);
      await control.records.dataSources.delete(`${apiId}/${name}`);
      control.changed(apiId);
      return {};
    },
  },
});

export function requireDataSource({ records }: Control, apiId: string, name: string): DataSourceRecord {
  const found = records.dataSources.get(`${apiId}/${name}`);
  if (!found) throw notFound(`No data source found named ${name}`);
  return found;
}

async function put(control: Control, apiId: string, record: DataSourceRecord): Promise<object> {
  await control.records.dataSources.put(`${apiId}/${record.name}`, record);
  control.changed(apiId);
  return { dataSource: describe(apiId, record) };
}

function userOf({ records }: Control, apiId: string, name: string): string | undefined {
  const resolver = records.resolvers
    .list(`${apiId}/`)
    .find((each) => each.kind === 'UNIT' && each.dataSourceName === name);
  if (resolver) return `the resolver ${resolver.typeName}.${resolver.fieldName}`;
  const user = records.functions.list(`${apiId}/`).find(({ dataSourceName }) => dataSourceName === name);
  return user && `the function ${user.name}`;
}

function readDataSource(control: Control, input: unknown): { apiId: string; record: DataSourceRecord } {
  const { type: asked } = parseInput(typed, input);
  if (TYPES_NOT_HERE.includes(asked)) throw unsupported(`data sources of type ${asked}`);
  refuseMembers(input, NOT_HERE);
  const { apiId, type, serviceRoleArn, ...members } = parseInput(common, input);
  requireApi(control, apiId);
  if (type === 'NONE')
    return { apiId, record: { ...members, type, ...(serviceRoleArn !== undefined && { serviceRoleArn }) } };
  if (serviceRoleArn === undefined) throw badRequest('Service role arn not specified.');
  requireRole(control, serviceRoleArn);
  if (type === 'AWS_LAMBDA') {
    const { lambdaConfig } = parseInput(lambda, input);
    return { apiId, record: { ...members, type, serviceRoleArn, lambdaConfig } };
  }
  const { dynamodbConfig: table } = parseInput(dynamoDb, input);
  if (table.versioned === true && !table.deltaSyncConfig)
    throw badRequest('A versioned data source requires a deltaSyncConfig.');
  if (table.versioned !== true && table.deltaSyncConfig)
    throw badRequest('A deltaSyncConfig is for versioned data sources.');
  if (table.useCallerCredentials) throw unsupported('useCallerCredentials');
  if (table.awsRegion !== LOCAL_REGION) throw unsupported(`a table in another Region than ${LOCAL_REGION}`);
  return { apiId, record: { ...members, type, serviceRoleArn, dynamodbConfig: table } };
}

function describe(apiId: string, record: DataSourceRecord): object {
  return { dataSourceArn: `${apiArn(apiId)}/datasources/${record.name}`, ...record };
}
