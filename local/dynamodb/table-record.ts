import * as v from 'valibot';

export const attributeDefinitions = v.array(v.object({ AttributeName: v.string(), AttributeType: v.string() }));

export const keySchema = v.array(v.object({ AttributeName: v.string(), KeyType: v.string() }));

export const throughput = v.looseObject({ ReadCapacityUnits: v.number(), WriteCapacityUnits: v.number() });

/** An index as CreateTable takes it and as DescribeTable gives it. */
export const tableIndex = v.looseObject({
  IndexName: v.string(),
  KeySchema: keySchema,
  Projection: v.object({
    ProjectionType: v.optional(v.string()),
    NonKeyAttributes: v.optional(v.array(v.string())),
  }),
  ProvisionedThroughput: v.optional(throughput),
});

/** A `TableDescription` as DescribeTable gives it: what decides here is typed, the rest is kept as it is. */
const tableDescription = v.looseObject({
  TableName: v.string(),
  TableArn: v.string(),
  TableStatus: v.string(),
  AttributeDefinitions: attributeDefinitions,
  KeySchema: keySchema,
  LocalSecondaryIndexes: v.optional(v.array(tableIndex)),
  GlobalSecondaryIndexes: v.optional(v.array(tableIndex)),
  DeletionProtectionEnabled: v.boolean(),
  OnDemandThroughput: v.optional(v.object({ MaxReadRequestUnits: v.number(), MaxWriteRequestUnits: v.number() })),
});

/** All that is known of a table apart from its items, as it is on disk. */
export const tableRecord = v.object({
  description: tableDescription,
  tags: v.array(v.object({ Key: v.string(), Value: v.string() })),
  /** The attribute that holds an item's expiry, in seconds since the epoch. */
  timeToLiveAttribute: v.optional(v.string()),
  pointInTimeRecovery: v.optional(
    v.object({
      /** Seconds since the epoch. */
      enabledAt: v.number(),
      days: v.number(),
    }),
  ),
});

export type TableIndex = v.InferOutput<typeof tableIndex>;
export type TableDescription = v.InferOutput<typeof tableDescription>;
export type TableRecord = v.InferOutput<typeof tableRecord>;
