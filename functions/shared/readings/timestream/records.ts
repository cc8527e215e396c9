import type {
  _Record as TimestreamRecord,
  Dimension,
  WriteRecordsCommandInput,
} from '@aws-sdk/client-timestream-write';
import type { ReceivedReading } from '../store.ts';
import type { TableName } from './literals.ts';

/**
 * The request that writes readings: what they have in common is said once, for a write is billed by its size.
 * The version makes a redelivery the same record. Source: Timestream Developer Guide, "WriteRecords" and "Writing data (inserts and upserts)".
 */
export function writeRequest(name: TableName, readings: readonly ReceivedReading[]): WriteRecordsCommandInput {
  const organizationId = common(readings.map((reading) => reading.organizationId));
  const deviceId = common(readings.map((reading) => reading.deviceId));
  const version = common(readings.map((reading) => reading.receivedAt));
  return {
    DatabaseName: name.database,
    TableName: name.table,
    CommonAttributes: {
      MeasureValueType: 'MULTI',
      TimeUnit: 'NANOSECONDS',
      ...withDimensions([...dimension('organization_id', organizationId), ...dimension('device_id', deviceId)]),
      ...(version !== undefined && { Version: version }),
    },
    Records: readings.map((reading) => ({
      ...withDimensions([
        ...(organizationId === undefined ? dimension('organization_id', reading.organizationId) : []),
        ...(deviceId === undefined ? dimension('device_id', reading.deviceId) : []),
      ]),
      MeasureName: reading.metric,
      MeasureValues: measureValues(reading),
      Time: reading.time.toString(),
      ...(version === undefined && { Version: reading.receivedAt }),
    })),
  };
}

function measureValues({ value, text }: ReceivedReading): TimestreamRecord['MeasureValues'] {
  return [
    ...(value === null ? [] : [{ Name: 'value', Value: value.toString(), Type: 'DOUBLE' as const }]),
    ...(text === null ? [] : [{ Name: 'text', Value: text, Type: 'VARCHAR' as const }]),
  ];
}

function dimension(name: string, value: string | undefined): Dimension[] {
  return value === undefined ? [] : [{ Name: name, Value: value }];
}

function withDimensions(dimensions: Dimension[]): { Dimensions?: Dimension[] } {
  return dimensions.length === 0 ? {} : { Dimensions: dimensions };
}

function common<T>(values: readonly T[]): T | undefined {
  const [first] = values;
  return values.every((value) => value === first) ? first : undefined;
}
