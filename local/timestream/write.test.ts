import { describe, expect, test } from 'vitest';
import { DATABASE, startHarness, TABLE } from './test-support.ts';

const NOW = Date.parse('2026-03-01T12:00:00Z');

test('what is written is read back, with nanoseconds, text and NULL', async () => {
  await using timestream = await startHarness({ clock: () => NOW });
  await timestream.createTable();
  const time = (BigInt(NOW) * 1_000_000n + 123_456_789n).toString();
  await timestream.write([
    {
      Dimensions: [{ Name: 'device_id', Value: 'a' }],
      MeasureName: 'temperature',
      MeasureValueType: 'MULTI',
      MeasureValues: [
        { Name: 'value', Type: 'DOUBLE', Value: '21.5' },
        { Name: 'text', Type: 'VARCHAR', Value: "it's ✓" },
      ],
      Time: time,
      TimeUnit: 'NANOSECONDS',
    },
  ]);
  await timestream.write([
    {
      Dimensions: [{ Name: 'device_id', Value: 'b' }],
      MeasureName: 'humidity',
      MeasureValueType: 'MULTI',
      MeasureValues: [{ Name: 'value', Type: 'DOUBLE', Value: '1' }],
      Time: String(NOW),
    },
  ]);
  expect(await timestream.rows(`SELECT * FROM "${DATABASE}"."${TABLE}" ORDER BY device_id`)).toEqual([
    ['a', 'temperature', '2026-03-01 12:00:00.123456789', '21.5', "it's ✓"],
    ['b', 'humidity', '2026-03-01 12:00:00.000000000', '1.0', null],
  ]);
});
