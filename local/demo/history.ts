import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { latestTable } from '../../functions/shared/ingestion/latest-table.ts';
import type { ReadingsLocation } from '../../functions/shared/readings/location.ts';
import type { ReceivedReading } from '../../functions/shared/readings/store.ts';
import { createWriter } from '../../functions/shared/readings/writer.ts';
import { fromMilliseconds } from '../../functions/shared/time.ts';
import type { Log } from '../shared/log.ts';
import type { Addresses } from '../stack/addresses.ts';
import { physicalName } from '../stack/names.ts';
import { demoDevices, type DemoDevice } from './devices.ts';
import { DEMO_ORGANIZATION } from './people.ts';
import type { SeriesRow } from './series.ts';

const TIME_LIMIT_MS = 120_000;
const READINGS_A_STEP = 5_000;

/**
 * Stores the history of the demo devices, until `now`, by the code and the protocol that `ingest` has. Twice the same `now` changes nothing.
 * @returns whether all of it is stored; not if `signal` ended it
 */
export async function seedHistory(
  { awsUrl, region, location }: Addresses & { location: ReadingsLocation },
  now: number,
  { log, signal }: { log: Log; signal: AbortSignal },
): Promise<boolean> {
  const options = { endpoint: awsUrl, region, credentials: { accessKeyId: 'demo', secretAccessKey: 'demo' } };
  const dynamodb = new DynamoDBClient(options);
  const writer = await createWriter(location, { timeLimit: TIME_LIMIT_MS, aws: options });
  const quiet = {
    info: () => undefined,
    warn: () => undefined,
    error: (message: string) => {
      log.error(message);
    },
  };
  const latest = latestTable({ client: dynamodb, table: physicalName('latest'), log: quiet });
  try {
    for (const device of demoDevices) {
      const readings = toReadings(device, await device.history(now), now);
      for (let start = 0; start < readings.length; start += READINGS_A_STEP) {
        if (signal.aborted) return false;
        const { rejected, retryable } = await writer.write(readings.slice(start, start + READINGS_A_STEP));
        const [failure] = [...rejected.map(({ reason }) => reason), ...retryable.map(({ cause }) => cause.message)];
        if (failure !== undefined)
          throw new Error(`The history of "${device.row.name}" could not be stored: ${failure}`);
        log.info(
          `  ${device.row.name}: ${Math.min(start + READINGS_A_STEP, readings.length)} of ${readings.length} readings`,
        );
      }
      const metrics = device.row.metrics.length;
      const failed = await latest.update(readings.slice(-metrics));
      if (failed.size > 0) throw new Error(`The newest readings of "${device.row.name}" could not be stored`);
    }
    return true;
  } finally {
    dynamodb.destroy();
  }
}

/** One reading a metric and row, oldest first. */
function toReadings(
  { row: { id, metrics } }: DemoDevice,
  rows: readonly SeriesRow[],
  receivedAt: number,
): ReceivedReading[] {
  return rows.flatMap(({ time, readings }) =>
    metrics.map(({ name }) => {
      const measured = readings[name];
      if (measured === undefined) throw new Error(`The series of device ${id} has no ${name}`);
      return {
        organizationId: DEMO_ORGANIZATION.id,
        deviceId: id,
        metric: name,
        time: fromMilliseconds(time),
        value: typeof measured === 'number' ? measured : null,
        text: typeof measured === 'string' ? measured : null,
        receivedAt,
      };
    }),
  );
}
