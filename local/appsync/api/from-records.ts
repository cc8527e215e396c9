import type { JsonCaller } from '../../shared/json-service.ts';
import type { LambdaInvoker, Roles } from '../../shared/ports.ts';
import type { Clock } from '../../shared/service.ts';
import { RequestRefused, type AuthorizationMode } from '../auth/caller.ts';
import type { ApiRecord, DataSourceRecord, FunctionRecord, Records, ResolverRecord } from '../control/records.ts';
import { actingAs } from '../data-sources/acting-as.ts';
import { dynamoDbDataSource } from '../data-sources/dynamodb.ts';
import { lambdaDataSource } from '../data-sources/lambda.ts';
import { noneDataSource } from '../data-sources/none.ts';
import { loadedApi, type LoadedApi } from '../execution/engine.ts';
import { defaultLimits, type ApiLimits } from '../execution/scope.ts';
import type { CodeLibrary } from '../runtime/code-library.ts';
import { tracedParts } from '../trace/parts.ts';
import type { Tracer } from '../trace/tracer.ts';
import type { DataSource } from '../types.ts';
import {
  executableApi,
  type ApiDefinition,
  type ApiParts,
  type ResolverDefinition,
  type StepDefinition,
} from './executable.ts';

export interface World {
  records: Records;
  code: CodeLibrary;
  dynamodb: JsonCaller;
  lambda: LambdaInvoker;
  roles: Roles;
  clock: Clock;
  /** Who is told what the API does, if anybody. */
  tracer?: Tracer;
}

/** Makes the API that the records describe ready to answer. @throws RequestRefused where it has no schema */
export function loadFromRecords({ records, code, tracer, ...services }: World, api: ApiRecord): LoadedApi {
  const parts: ApiParts<DataSourceRecord> = {
    loadCode: (source) => code.load(source),
    dataSource: (record) => dataSourceOf(services, record),
  };
  const { apiId } = api;
  const told = tracer ? tracedParts(tracer, { apiId, records }, parts) : parts;
  const executable = executableApi(definitionOf(records, api), told);
  return loadedApi(executable, limitsOf(api));
}

/** The modes of an API's providers, the default one first. */
const modesOf = ({ authenticationType, additionalAuthenticationProviders = [] }: ApiRecord): AuthorizationMode[] => [
  authenticationType,
  ...additionalAuthenticationProviders.map((each) => each.authenticationType),
];

function definitionOf(records: Records, api: ApiRecord): ApiDefinition<DataSourceRecord> {
  const ofApi = `${api.apiId}/`;
  const schema = records.schemas.get(api.apiId)?.definition;
  if (schema === undefined) throw new RequestRefused('GraphQLSchemaException', 'The GraphQL API has no schema.', 400);
  const dataSources = records.dataSources.list(ofApi).map((each) => [each.name, each] as const);
  const functions = records.functions
    .list(ofApi)
    .map((each) => [each.functionId, stepOf(each.dataSourceName, each)] as const);
  const resolvers = records.resolvers
    .list(ofApi)
    .map((each) => [`${each.typeName}.${each.fieldName}`, resolverOf(each)] as const);
  return {
    schema,
    authorization: modesOf(api),
    defaultAction: api.userPoolConfig?.defaultAction ?? 'ALLOW',
    dataSources: Object.fromEntries(dataSources),
    functions: Object.fromEntries(functions),
    resolvers: Object.fromEntries(resolvers),
    environment: records.environments.get(api.apiId) ?? {},
  };
}

function resolverOf(record: ResolverRecord): ResolverDefinition {
  const { kind, code } = record;
  return kind === 'UNIT'
    ? { kind, ...stepOf(record.dataSourceName, record) }
    : { kind, code, functions: record.pipelineConfig.functions };
}

function stepOf(dataSource: string, step: ResolverRecord | FunctionRecord): StepDefinition {
  const { code, maxBatchSize, syncConfig } = step;
  return { dataSource, code, maxBatchSize, ...(syncConfig && { syncConfig }) };
}

function dataSourceOf(
  { dynamodb, lambda, roles, clock }: Omit<World, 'records' | 'code' | 'tracer'>,
  record: DataSourceRecord,
): DataSource {
  switch (record.type) {
    case 'AMAZON_DYNAMODB': {
      const { tableName: table, deltaSyncConfig: delta } = record.dynamodbConfig;
      const authorize = actingAs(roles, record.serviceRoleArn);
      if (!delta) return dynamoDbDataSource({ call: dynamodb, table, authorize, lambda });
      const { deltaSyncTableName: deltaTable, baseTableTTL: baseTableTtl, deltaSyncTableTTL: deltaTableTtl } = delta;
      const versioning = { deltaTable, baseTableTtl, deltaTableTtl, clock };
      return dynamoDbDataSource({ call: dynamodb, table, authorize, lambda, versioning });
    }
    case 'AWS_LAMBDA': {
      const { lambdaFunctionArn: functionArn } = record.lambdaConfig;
      return lambdaDataSource({ lambda, functionArn, authorize: actingAs(roles, record.serviceRoleArn) });
    }
    case 'NONE':
      return noneDataSource();
  }
}

function limitsOf({ queryDepthLimit, resolverCountLimit, introspectionConfig }: ApiRecord): ApiLimits {
  return {
    queryDepthLimit,
    // 0 is "as many as AppSync lets".
    resolverCountLimit: resolverCountLimit === 0 ? defaultLimits.resolverCountLimit : resolverCountLimit,
    introspection: introspectionConfig,
  };
}
