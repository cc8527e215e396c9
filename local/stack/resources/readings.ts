import { unlessThere } from '../../shared/aws-error.ts';
import type { JsonCaller } from '../../shared/json-service.ts';
import { READINGS } from '../names.ts';

/** Readings that a sensor sends late are kept if they are not older than this: the demo's history goes back years. */
const MAGNETIC_RETENTION_DAYS = 73_000;

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
