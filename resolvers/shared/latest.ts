import type { Context, DynamoDBBatchGetItemRequest } from '@aws-appsync/utils';
import { batchGet } from '@aws-appsync/utils/dynamodb';
import type { Metric, Reading } from '../../schema/generated/types.ts';
import { batchItems } from './batch.ts';
import type { DeviceRow, LatestRow } from './rows.ts';

const TABLE = '__TABLE_latest__';

/** Asks for the newest readings of up to 100 devices of an organization, each named once. */
export function requestLatest(organizationId: string, deviceIds: string[]): DynamoDBBatchGetItemRequest {
  return batchGet({ tables: { [TABLE]: { keys: deviceIds.map((deviceId) => ({ organizationId, deviceId })) } } });
}

/** The rows that {@link requestLatest} found, by device id. Ends with an InternalError if the data source failed. */
export function latestRows(ctx: Context): Record<string, LatestRow | undefined> {
  const rows: Record<string, LatestRow> = {};
  for (const row of batchItems<LatestRow>(ctx, TABLE)) {
    if (row) rows[row.deviceId] = row;
  }
  return rows;
}

/**
 * The newest readings of a device, by metric name. Their units, and whether they are declared, are from the device's metrics as they are now: the row has
 * neither, so that a metric which is declared after its last reading shows at once, as it does in `readings`.
 * @param row undefined before the device's first reading
 * @param metrics only these; all of them when absent
 */
export function latestReadings(
  device: Pick<DeviceRow, 'id' | 'metrics'>,
  row: LatestRow | undefined,
  metrics?: string[] | null,
): Reading[] {
  const declared = byName(device.metrics);
  const rows = row?.readings ?? {};
  const readings = Object.keys(rows)
    .sort()
    .flatMap((metric) => {
      const reading = rows[metric];
      if (!reading) return [];
      const { time, value, text } = reading;
      const known = Object.hasOwn(declared, metric) ? declared[metric] : undefined;
      return [
        {
          deviceId: device.id,
          metric,
          time,
          value: value ?? null,
          text: text ?? null,
          unit: known?.unit ?? null,
          declared: !!known,
        },
      ];
    });
  return metrics ? readings.filter(({ metric }) => metrics.indexOf(metric) >= 0) : readings;
}

function byName(metrics: Metric[]): Record<string, Metric> {
  const named: Record<string, Metric> = {};
  for (const metric of metrics) named[metric.name] = metric;
  return named;
}
