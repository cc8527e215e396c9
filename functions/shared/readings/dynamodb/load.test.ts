import { ScanCommand } from '@aws-sdk/client-dynamodb';
import { randomBytes } from 'node:crypto';
import { expect, it, onTestFinished } from 'vitest';
import type { ReceivedReading } from '../store.ts';
import { HOUR, hourOf, partitionOf } from './keys.ts';
import { loadReadings } from './load.ts';
import { mergeHour } from './merge-hour.ts';
import { MetricNames } from './metric-names.ts';
import type { Item } from './table.ts';
import { startTable, type TestTable } from './testing/start-table.ts';
import { dynamodbWriter } from './write.ts';

const retentionDays = 400;
const now = Date.UTC(2026, 5, 2);
const device = { organizationId: '01JZ8Q6V5X3M9T2B7C4D1E0F8G', deviceId: '01JZ8Q6V5X3M9T2B7C4D1E0001' };
const begin = BigInt(Date.UTC(2026, 4, 30, 20)) * 1_000_000n;

/** Over two days; one hour has more than a block holds. */
function history(): ReceivedReading[] {
  const readings = Array.from({ length: 60 }, (_, index): ReceivedReading[] => {
    const common = { ...device, time: begin + (BigInt(index) * HOUR) / 7n, receivedAt: now - 1000 };
    return [
      { ...common, metric: 'temperature', value: 20 + Math.sin(index), text: null },
      { ...common, metric: 'state', value: null, text: index % 2 === 0 ? 'open' : 'shut' },
    ];
  });
  const notes = Array.from({ length: 200 }, (_, index): ReceivedReading => {
    const text = randomBytes(600).toString('base64');
    return { ...device, metric: 'note', time: begin + BigInt(index) * 10n ** 9n, value: index, text, receivedAt: now };
  });
  return [...readings.flat(), ...notes];
}

async function itemsOf({ client, name }: TestTable): Promise<Map<string, Item>> {
  const { Items = [] } = await client.send(new ScanCommand({ TableName: name }));
  return new Map(Items.map((item) => [item.sk?.S ?? '', item]));
}

async function tableFor(clock: () => number): Promise<TestTable> {
  const table = await startTable({ clock });
  onTestFinished(() => table.close());
  return table;
}

it('leaves what writing and merging leave, without runs and marks', async () => {
  const signal = AbortSignal.timeout(20_000);
  const readings = history();
  const [loaded, merged] = await Promise.all([tableFor(() => now), tableFor(() => now)]);
  await loadReadings(readings, { table: loaded.table, retentionDays }, signal);

  const options = { table: merged.table, clock: () => now, retentionDays };
  expect(await dynamodbWriter({ ...options, timeLimit: 20_000 }).write(readings)).toEqual({
    rejected: [],
    retryable: [],
  });
  const later = { ...options, clock: () => now + 86_400_000, names: new MetricNames(merged.table) };
  for (const hour of new Set(readings.map(({ time }) => hourOf(time))))
    expect(await mergeHour(later, partitionOf(device), hour, signal)).toBe(true);

  const [one, other] = [await itemsOf(loaded), await itemsOf(merged)];
  const lasting = [...other.keys()].filter((key) => !key.startsWith('R#'));
  expect([...one.keys()].sort()).toEqual(lasting.sort());
  expect(lasting.filter((key) => key.startsWith('B#note#')).length).toBeGreaterThan(1);
  for (const [key, item] of one) {
    // Merging has names last longer, so that it writes them seldom.
    if (key.startsWith('M#'))
      expect(Number(other.get(key)?.expires?.N)).toBeGreaterThanOrEqual(Number(item.expires?.N));
    else expect(item, key).toEqual(other.get(key));
  }
});
