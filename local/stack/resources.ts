import type { FunctionArtifact, TableDefinition } from '../../build/artifacts.ts';
import type { Iot } from '../iot/iot.ts';
import type { Lambda } from '../lambda/lambda.ts';
import { queueArn } from '../shared/arns.ts';
import { unlessThere } from '../shared/aws-error.ts';
import type { JsonCaller } from '../shared/json-service.ts';
import type { S3 } from '../s3/index.ts';
import type { Sqs } from '../sqs/sqs.ts';
import {
  BUCKETS,
  EXPORT_DAYS,
  INGEST_DEAD_LETTER_QUEUE,
  INGEST_QUEUE,
  MAIL_FROM,
  physicalName,
  READINGS,
  roleArn,
} from './names.ts';

/**
 * Makes what Terraform makes on AWS, by the services' own operations. Each function here leaves alone what is there already: the state survives a
 * restart.
 */

/** A message may fail four times before it is set aside. */
const MAX_RECEIVE_COUNT = 5;
/** Readings that a sensor sends late are kept if they are not older than this: the demo's history goes back years. */
const MAGNETIC_RETENTION_DAYS = 73_000;

export async function ensureTables(
  dynamodb: JsonCaller,
  tables: Readonly<Record<string, TableDefinition>>,
): Promise<void> {
  await Promise.all(
    Object.entries(tables).map(([name, definition]) => ensureTable(dynamodb, physicalName(name), definition)),
  );
}

async function ensureTable(dynamodb: JsonCaller, TableName: string, definition: TableDefinition): Promise<void> {
  const { timeToLive, indexes = {} } = definition;
  const keys = keySchema(definition);
  const GlobalSecondaryIndexes = Object.entries(indexes).map(([IndexName, index]) => ({
    IndexName,
    KeySchema: keySchema(index),
    Projection: { ProjectionType: 'KEYS_ONLY' },
  }));
  const attributes = [keys, ...GlobalSecondaryIndexes.map(({ KeySchema }) => KeySchema)]
    .flat()
    .map(({ AttributeName }) => AttributeName);
  const input = {
    TableName,
    BillingMode: 'PAY_PER_REQUEST',
    KeySchema: keys,
    AttributeDefinitions: [...new Set(attributes)].map((AttributeName) => ({ AttributeName, AttributeType: 'S' })),
    // An empty list is refused.
    ...(GlobalSecondaryIndexes.length > 0 && { GlobalSecondaryIndexes }),
  };
  if (!(await unlessThere('ResourceInUseException', () => dynamodb('CreateTable', input)))) return;
  if (timeToLive !== undefined) {
    const TimeToLiveSpecification = { Enabled: true, AttributeName: timeToLive };
    await dynamodb('UpdateTimeToLive', { TableName, TimeToLiveSpecification });
  }
}

function keySchema({ partitionKey, sortKey }: Pick<TableDefinition, 'partitionKey' | 'sortKey'>) {
  return [
    { AttributeName: partitionKey, KeyType: 'HASH' },
    ...(sortKey === undefined ? [] : [{ AttributeName: sortKey, KeyType: 'RANGE' }]),
  ];
}

export async function ensureReadings(timestream: JsonCaller): Promise<void> {
  const { database: DatabaseName, table: TableName } = READINGS;
  await unlessThere('ConflictException', () => timestream('CreateDatabase', { DatabaseName }));
  await unlessThere('ConflictException', () =>
    timestream('CreateTable', {
      DatabaseName,
      TableName,
      RetentionProperties: {
        MemoryStoreRetentionPeriodInHours: 24,
        MagneticStoreRetentionPeriodInDays: MAGNETIC_RETENTION_DAYS,
      },
      MagneticStoreWriteProperties: { EnableMagneticStoreWrites: true },
      Schema: { CompositePartitionKey: [{ Type: 'DIMENSION', Name: 'device_id', EnforcementInRecord: 'REQUIRED' }] },
    }),
  );
}

/** What the worker has not removed by then, it never will. */
const EXPIRATION_DAYS = { exports: EXPORT_DAYS + 1, unload: 1 };

export async function ensureBuckets(s3: S3): Promise<void> {
  await Promise.all(
    Object.entries(EXPIRATION_DAYS).map(async ([purpose, days]) => {
      const bucket = BUCKETS[purpose as keyof typeof BUCKETS];
      await s3.createBucket(bucket);
      await s3.putLifecycle(bucket, [{ id: 'expire', expirationDays: days, abortUploadsAfterDays: 1 }]);
    }),
  );
}

/** Makes the sender one from whom mail is taken. */
export async function ensureSender(ses: JsonCaller): Promise<void> {
  await unlessThere('AlreadyExistsException', () => ses('CreateEmailIdentity', { EmailIdentity: MAIL_FROM }));
}

/** @returns the URLs of the queue and of its dead-letter queue */
export async function ensureQueues(sqs: JsonCaller): Promise<{ ingest: string; deadLetter: string }> {
  const deadLetter = await queueUrl(sqs, INGEST_DEAD_LETTER_QUEUE, {});
  const RedrivePolicy = JSON.stringify({
    deadLetterTargetArn: queueArn(INGEST_DEAD_LETTER_QUEUE),
    maxReceiveCount: MAX_RECEIVE_COUNT,
  });
  // Six times the function's time-out, as AWS Lambda's guide to SQS event sources asks.
  return { ingest: await queueUrl(sqs, INGEST_QUEUE, { VisibilityTimeout: '360', RedrivePolicy }), deadLetter };
}

async function queueUrl(sqs: JsonCaller, QueueName: string, Attributes: Record<string, string>): Promise<string> {
  const { QueueUrl } = (await sqs('CreateQueue', { QueueName, Attributes })) as { QueueUrl: string };
  return QueueUrl;
}

/** Gives every function its code and its environment of this start. */
export async function ensureFunctions(
  lambda: Lambda,
  functions: Readonly<Record<string, FunctionArtifact>>,
  zips: Readonly<Record<string, Uint8Array>>,
  environments: Readonly<Record<string, Record<string, string>>>,
): Promise<void> {
  await Promise.all(
    Object.entries(functions).map(async ([name, artifact]) => {
      const FunctionName = physicalName(name);
      const ZipFile = zips[name];
      const configuration = {
        FunctionName,
        Description: artifact.description,
        Handler: artifact.handler,
        Runtime: 'nodejs22.x',
        Role: roleArn(name),
        Timeout: artifact.timeoutSeconds,
        MemorySize: artifact.memoryMb,
        Environment: { Variables: environments[name] },
      };
      const made = await unlessThere('ResourceConflictException', () =>
        lambda.createFunction({ ...configuration, Code: { ZipFile } }),
      );
      if (made) return;
      await lambda.updateFunctionCode({ FunctionName, ZipFile });
      await lambda.updateFunctionConfiguration(configuration);
    }),
  );
}

/** Sensors' messages go from the rule to the queue, and from there in batches to `ingest`. */
export async function ensureIngestion(
  { lambda, iot, sqs }: { lambda: Lambda; iot: Iot; sqs: Sqs },
  sql: string,
): Promise<void> {
  await unlessThere('ResourceConflictException', () =>
    lambda.createEventSourceMapping({
      EventSourceArn: queueArn(INGEST_QUEUE),
      FunctionName: physicalName('ingest'),
      BatchSize: 1000,
      MaximumBatchingWindowInSeconds: 1,
      FunctionResponseTypes: ['ReportBatchItemFailures'],
      ScalingConfig: { MaximumConcurrency: 2 },
    }),
  );
  const action = (queue: string) => ({
    sqs: { queueUrl: sqs.source(queueArn(queue)).arn, roleArn: roleArn('readings-rule'), useBase64: false },
  });
  iot.createTopicRule({
    ruleName: 'sonde_local_readings',
    topicRulePayload: {
      sql,
      awsIotSqlVersion: '2016-03-23',
      actions: [action(INGEST_QUEUE)],
      errorAction: action(INGEST_DEAD_LETTER_QUEUE),
    },
  });
}
