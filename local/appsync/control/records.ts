import * as v from 'valibot';
import { openRecords, type Collections } from '../../shared/records.ts';
import { tagMap } from '../../shared/tags.ts';
import { syncConfig } from '../sync-config.ts';

/**
 * What the AppSync stand-in keeps, as the operations' inputs and answers have it. Source: AWS AppSync API Reference.
 */
const authenticationType = v.picklist(['AMAZON_COGNITO_USER_POOLS', 'AWS_IAM', 'API_KEY']);
const poolMembers = { userPoolId: v.string(), awsRegion: v.string(), appIdClientRegex: v.optional(v.string()) };

export const userPoolConfig = v.object({ ...poolMembers, defaultAction: v.picklist(['ALLOW', 'DENY']) });
const additionalProvider = v.object({ authenticationType, userPoolConfig: v.optional(v.object(poolMembers)) });

/** What an update replaces. */
export const apiSettings = v.object({
  name: v.pipe(v.string(), v.nonEmpty()),
  authenticationType,
  userPoolConfig: v.optional(userPoolConfig),
  additionalAuthenticationProviders: v.optional(v.pipe(v.array(additionalProvider), v.maxLength(50))),
  logConfig: v.optional(
    v.object({
      fieldLogLevel: v.picklist(['NONE', 'ERROR', 'ALL', 'INFO', 'DEBUG']),
      cloudWatchLogsRoleArn: v.string(),
      excludeVerboseContent: v.optional(v.boolean(), false),
    }),
  ),
  xrayEnabled: v.optional(v.boolean(), false),
  enhancedMetricsConfig: v.optional(
    v.object({
      resolverLevelMetricsBehavior: v.picklist(['FULL_REQUEST_RESOLVER_METRICS', 'PER_RESOLVER_METRICS']),
      dataSourceLevelMetricsBehavior: v.picklist(['FULL_REQUEST_DATA_SOURCE_METRICS', 'PER_DATA_SOURCE_METRICS']),
      operationLevelMetricsConfig: v.picklist(['ENABLED', 'DISABLED']),
    }),
  ),
  introspectionConfig: v.optional(v.picklist(['ENABLED', 'DISABLED']), 'ENABLED'),
  queryDepthLimit: v.optional(v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(75)), 0),
  resolverCountLimit: v.optional(v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(10_000)), 0),
  ownerContact: v.optional(v.pipe(v.string(), v.maxLength(256))),
});

const api = v.object({ ...apiSettings.entries, apiId: v.string(), tags: tagMap });

/** Times are seconds since the epoch. */
const apiKey = v.object({
  id: v.string(),
  description: v.optional(v.string()),
  expires: v.number(),
  deletes: v.number(),
});

/** `definition` is what is served: the newest that was accepted. `status` and `details` are of the newest that was sent. */
const schema = v.object({
  definition: v.optional(v.string()),
  status: v.picklist(['SUCCESS', 'FAILED']),
  details: v.string(),
});

/** Times in minutes. */
const deltaSyncConfig = v.object({
  // Terraform's provider leaves a 0 out.
  baseTableTTL: v.optional(v.pipe(v.number(), v.integer(), v.minValue(0)), 0),
  deltaSyncTableName: v.pipe(v.string(), v.nonEmpty()),
  deltaSyncTableTTL: v.pipe(v.number(), v.integer(), v.minValue(1)),
});

export const dynamodbConfig = v.object({
  tableName: v.string(),
  awsRegion: v.string(),
  useCallerCredentials: v.optional(v.boolean()),
  versioned: v.optional(v.boolean()),
  /** Set where the data source is versioned. */
  deltaSyncConfig: v.optional(deltaSyncConfig),
});

const dataSourceMembers = {
  name: v.string(),
  description: v.optional(v.string()),
  metricsConfig: v.optional(v.string()),
};
const dataSource = v.variant('type', [
  v.object({
    ...dataSourceMembers,
    type: v.literal('AMAZON_DYNAMODB'),
    serviceRoleArn: v.string(),
    dynamodbConfig,
  }),
  v.object({
    ...dataSourceMembers,
    type: v.literal('AWS_LAMBDA'),
    serviceRoleArn: v.string(),
    lambdaConfig: v.object({ lambdaFunctionArn: v.string() }),
  }),
  v.object({ ...dataSourceMembers, type: v.literal('NONE'), serviceRoleArn: v.optional(v.string()) }),
]);

export const runtime = v.object({ name: v.literal('APPSYNC_JS'), runtimeVersion: v.literal('1.0.0') });

/** 0 in the state of older versions, which knew no batches. */
const maxBatchSize = v.optional(v.number(), 0);

const pipelineFunction = v.object({
  functionId: v.string(),
  name: v.string(),
  description: v.optional(v.string()),
  dataSourceName: v.string(),
  runtime,
  code: v.string(),
  maxBatchSize,
  syncConfig: v.optional(syncConfig),
});

const resolverMembers = {
  typeName: v.string(),
  fieldName: v.string(),
  runtime,
  code: v.string(),
  metricsConfig: v.optional(v.string()),
  maxBatchSize,
  syncConfig: v.optional(syncConfig),
};
const resolver = v.variant('kind', [
  v.object({ ...resolverMembers, kind: v.literal('UNIT'), dataSourceName: v.string() }),
  v.object({
    ...resolverMembers,
    kind: v.literal('PIPELINE'),
    pipelineConfig: v.object({ functions: v.array(v.string()) }),
  }),
]);

const domain = v.object({
  domainName: v.string(),
  certificateArn: v.string(),
  description: v.optional(v.string()),
  appsyncDomainName: v.string(),
  tags: tagMap,
  /** The API that is associated with it. */
  apiId: v.optional(v.string()),
});

/** Keys: an API's id, then `/` and the name, the id or `Type.field`; a domain's name. */
const kinds = {
  apis: api,
  apiKeys: apiKey,
  schemas: schema,
  environments: v.record(v.string(), v.string()),
  dataSources: dataSource,
  functions: pipelineFunction,
  resolvers: resolver,
  domains: domain,
};

export type Records = Collections<typeof kinds>;
export type ApiRecord = v.InferOutput<typeof api>;
export type ApiKeyRecord = v.InferOutput<typeof apiKey>;
export type DataSourceRecord = v.InferOutput<typeof dataSource>;
export type FunctionRecord = v.InferOutput<typeof pipelineFunction>;
export type ResolverRecord = v.InferOutput<typeof resolver>;
export type DomainRecord = v.InferOutput<typeof domain>;

export const openAppSyncRecords = (directory: string): Promise<{ records: Records; close: () => Promise<void> }> =>
  openRecords(directory, kinds);

export const resolverKey = (apiId: string, typeName: string, fieldName: string): string =>
  `${apiId}/${typeName}.${fieldName}`;
