import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { latestTable } from '../../functions/shared/ingestion/latest-table.ts';
import type { ReadingsLocation } from '../../functions/shared/readings/location.ts';
import type { ReceivedReading } from '../../functions/shared/readings/store.ts';
import { fromMilliseconds } from '../../functions/shared/time.ts';
import type { Log } from '../shared/log.ts';
import type { Addresses } from '../stack/addresses.ts';
import { physicalName } from '../stack/names.ts';
import { demoDevices, type DemoDevice } from './devices.ts';
import { DEMO_ORGANIZATION } from './people.ts';
import type { SeriesRow } from './series.ts';
import { historyStore, type StoreHistory } from './store-history.ts';

/**
 * Stores the history of the demo devices, until `now`. Twice the same `now` changes nothing.
 * @returns whether all of it is stored; not if `signal` ended it
 */
export async function seedHistory(
  { awsUrl, region, location }: Addresses & { location: ReadingsLocation },
  now: number,
  { log, signal }: { log: Log; signal: AbortSignal },
): Promise<boolean> {
  const options = { endpoint: awsUrl, region, credentials: { accessKeyId: 'demo', secretAccessKey: 'demo' } };
  const dynamodb = new DynamoDBClient(options);
  const store = await historyStore(location, now, options);
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
      if (signal.aborted) return false;
      const readings = toReadings(device, await device.history(now), now);
      if (!(await storeDevice(device, readings, store, { log, signal }))) return false;
      const metrics = device.row.metrics.length;
      const failed = await latest.update(readings.slice(-metrics));
      if (failed.size > 0) throw new Error(`The newest readings of "${device.row.name}" could not be stored`);
    }
    return true;
  } finally {
    dynamodb.destroy();
  }
}

/** @returns whether all of it is stored; not if `signal` ended it */
async function storeDevice(
  { row: { name } }: DemoDevice,
  readings: readonly ReceivedReading[],
  store: StoreHistory,
  { log, signal }: { log: Log; signal: AbortSignal },
): Promise<boolean> {
  let stored = 0;
  try {
    for await (stored of store(readings)) {
      log.info(`  ${name}: ${stored} of ${readings.length} readings`);
      if (signal.aborted) break;
    }
  } catch (error) {
    throw new Error(`The history of "${name}" could not be stored`, { cause: error });
  }
  return stored === readings.length;
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
