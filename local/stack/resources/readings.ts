import { DUE_INDEX } from '../../../functions/shared/readings/dynamodb/marks.ts';
import type { ReadingsLocation } from '../../../functions/shared/readings/location.ts';
import { unlessThere } from '../../shared/aws-error.ts';
import type { JsonCaller } from '../../shared/json-service.ts';
import { physicalName, READINGS, READINGS_DAYS } from '../names.ts';

interface Services {
  dynamodb: { call: JsonCaller };
  timestream: { call: JsonCaller };
}

/** What readings are kept in. */
export async function ensureReadings(
  { dynamodb, timestream }: Services,
  store: ReadingsLocation['kind'],
): Promise<void> {
  await (store === 'dynamodb' ? ensureReadingsTable(dynamodb.call) : ensureReadingsDatabase(timestream.call));
}

/** The database of Timestream and its table. */
export async function ensureReadingsDatabase(timestream: JsonCaller): Promise<void> {
  const { database: DatabaseName, table: TableName } = READINGS;
  await unlessThere('ConflictException', () => timestream('CreateDatabase', { DatabaseName }));
  await unlessThere('ConflictException', () =>
    timestream('CreateTable', {
      DatabaseName,
      TableName,
      RetentionProperties: {
        MemoryStoreRetentionPeriodInHours: 24,
        MagneticStoreRetentionPeriodInDays: READINGS_DAYS,
      },
      MagneticStoreWriteProperties: { EnableMagneticStoreWrites: true },
      Schema: { CompositePartitionKey: [{ Type: 'DIMENSION', Name: 'device_id', EnforcementInRecord: 'REQUIRED' }] },
    }),
  );
}

/** The table of DynamoDB. */
export async function ensureReadingsTable(dynamodb: JsonCaller): Promise<void> {
  const TableName = physicalName('readings');
  const table = {
    TableName,
    BillingMode: 'PAY_PER_REQUEST',
    AttributeDefinitions: [
      { AttributeName: 'pk', AttributeType: 'S' },
      { AttributeName: 'sk', AttributeType: 'S' },
      { AttributeName: 'due', AttributeType: 'S' },
      { AttributeName: 'dueAt', AttributeType: 'N' },
    ],
    KeySchema: keys('pk', 'sk'),
    GlobalSecondaryIndexes: [
      { IndexName: DUE_INDEX, KeySchema: keys('due', 'dueAt'), Projection: { ProjectionType: 'KEYS_ONLY' } },
    ],
  };
  if (!(await unlessThere('ResourceInUseException', () => dynamodb('CreateTable', table)))) return;
  const TimeToLiveSpecification = { Enabled: true, AttributeName: 'expires' };
  await dynamodb('UpdateTimeToLive', { TableName, TimeToLiveSpecification });
}

function keys(partition: string, sort: string) {
  return [
    { AttributeName: partition, KeyType: 'HASH' },
    { AttributeName: sort, KeyType: 'RANGE' },
  ];
}
