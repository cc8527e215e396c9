import { randomUUID } from 'node:crypto';
import type { Attributes } from 'dynalite/db/index.js';
import * as v from 'valibot';
import { localArn } from '../shared/arns.ts';
import {
  attributeDefinitions,
  keySchema,
  tableIndex,
  throughput,
  type TableDescription,
  type TableIndex,
} from './table-record.ts';

const UNLIMITED = -1;

/** Request units a second; -1 for as many as AWS allows. Source: DynamoDB API Reference, "OnDemandThroughput". */
const mostUnits = v.exactOptional(
  v.pipe(
    v.number(),
    v.integer(),
    v.check((units) => units === UNLIMITED || units >= 1, 'outside of valid range: it must be -1, or at least 1'),
  ),
);

/** The members of CreateTable and UpdateTable that say how a table is kept, not what is in it. */
export const tableSettings = v.object({
  DeletionProtectionEnabled: v.nullish(v.boolean()),
  TableClass: v.nullish(v.picklist(['STANDARD', 'STANDARD_INFREQUENT_ACCESS'])),
  SSESpecification: v.nullish(
    v.strictObject({
      Enabled: v.nullish(v.boolean()),
      SSEType: v.nullish(v.literal('KMS')),
      KMSMasterKeyId: v.nullish(v.string()),
    }),
  ),
  OnDemandThroughput: v.nullish(v.strictObject({ MaxReadRequestUnits: mostUnits, MaxWriteRequestUnits: mostUnits })),
  StreamSpecification: v.nullish(
    v.strictObject({ StreamEnabled: v.literal(false, 'DynamoDB Streams are not supported here') }),
  ),
});

const createRequest = v.object({
  TableName: v.string(),
  AttributeDefinitions: attributeDefinitions,
  KeySchema: keySchema,
  BillingMode: v.optional(v.string()),
  ProvisionedThroughput: v.optional(throughput),
  LocalSecondaryIndexes: v.optional(v.array(tableIndex)),
  GlobalSecondaryIndexes: v.optional(v.array(tableIndex)),
});

/**
 * The `TableDescription` of a new table.
 * @param request a checked input of CreateTable
 * @param now milliseconds since the epoch
 */
export function describeNew(request: Attributes, now: number): TableDescription {
  const {
    TableName: name,
    BillingMode: billingMode,
    ProvisionedThroughput: provisioned,
    LocalSecondaryIndexes: local,
    GlobalSecondaryIndexes: global,
    ...keys
  } = v.parse(createRequest, request);
  const arn = tableArn(name);
  return {
    TableName: name,
    TableArn: arn,
    TableId: randomUUID(),
    TableStatus: 'ACTIVE',
    CreationDateTime: now / 1000,
    ItemCount: 0,
    TableSizeBytes: 0,
    ...keys,
    ...describeBilling(billingMode, now),
    ProvisionedThroughput: describeThroughput(provisioned),
    LocalSecondaryIndexes: local?.map((index) => describeIndex(arn, index)),
    GlobalSecondaryIndexes: global?.map((index) => describeGlobalIndex(arn, index)),
    DeletionProtectionEnabled: false,
  };
}

export function describeBilling(mode: string | undefined, now: number): object {
  if (mode !== 'PAY_PER_REQUEST') return { BillingModeSummary: undefined };
  return { BillingModeSummary: { BillingMode: mode, LastUpdateToPayPerRequestDateTime: now / 1000 } };
}

export function describeThroughput(given: v.InferOutput<typeof throughput> | undefined) {
  return { NumberOfDecreasesToday: 0, ReadCapacityUnits: 0, WriteCapacityUnits: 0, ...given };
}

export function describeGlobalIndex(arn: string, index: TableIndex): TableIndex {
  return {
    ...describeIndex(arn, index),
    IndexStatus: 'ACTIVE',
    ProvisionedThroughput: describeThroughput(index.ProvisionedThroughput),
  };
}

function describeIndex(arn: string, index: TableIndex): TableIndex {
  return { ...index, IndexArn: `${arn}/index/${index.IndexName}`, IndexSizeBytes: 0, ItemCount: 0 };
}

/** The members of a `TableDescription` that follow from the settings that are given, and for some from those before. */
export function describeSettings(
  given: v.InferOutput<typeof tableSettings>,
  before?: Pick<TableDescription, 'OnDemandThroughput'>,
): Partial<TableDescription> {
  const { DeletionProtectionEnabled: isProtected, TableClass: tableClass, SSESpecification: encryption } = given;
  const { OnDemandThroughput: most } = given;
  return {
    ...(typeof isProtected === 'boolean' && { DeletionProtectionEnabled: isProtected }),
    ...(most &&
      Object.keys(most).length > 0 && { OnDemandThroughput: { ...NO_LIMITS, ...before?.OnDemandThroughput, ...most } }),
    ...(tableClass && { TableClassSummary: { TableClass: tableClass } }),
    ...(encryption && {
      SSEDescription: encryption.Enabled ? describeEncryption(encryption.KMSMasterKeyId) : undefined,
    }),
  };
}

const NO_LIMITS = { MaxReadRequestUnits: UNLIMITED, MaxWriteRequestUnits: UNLIMITED };

/** Nothing is encrypted on a laptop: this is only what was asked for. */
function describeEncryption(key: string | null | undefined): object {
  const arn = key?.startsWith('arn:') ? key : localArn('kms', `key/${key ?? 'aws-dynamodb'}`);
  return { Status: 'ENABLED', SSEType: 'KMS', KMSMasterKeyArn: arn };
}

export function tableArn(name: string): string {
  return localArn('dynamodb', `table/${name}`);
}
