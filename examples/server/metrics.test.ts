import { expect, it } from 'vitest';
import { metricsText } from './metrics.ts';
import type { Reading } from './newest.ts';
import { realtimeUrl } from './realtime.ts';

it('writes what Prometheus reads', () => {
  const time = '2026-03-01T12:00:00.250Z';
  const readings: Reading[] = [
    { deviceId: 'a', metric: 'temperature', time, value: -21.5, text: null, unit: 'Cel' },
    { deviceId: 'a', metric: 'state', time, value: null, text: 'open', unit: null },
  ];
  const devices = new Map([
    ['a', { name: 'The "roof"\\\n', readings: new Map(readings.map((each) => [each.metric, each])) }],
  ]);
  expect(metricsText(devices, true)).toMatchInlineSnapshot(`
    "# HELP sonde_live Whether new readings arrive as they are measured.
    # TYPE sonde_live gauge
    sonde_live 1
    # HELP sonde_devices How many devices there are.
    # TYPE sonde_devices gauge
    sonde_devices 1
    # HELP sonde_reading The newest value of a metric of a device.
    # TYPE sonde_reading gauge
    sonde_reading{device_id="a",device="The \\"roof\\"\\\\\\n",metric="temperature",unit="Cel"} -21.5
    # HELP sonde_reading_timestamp_seconds When the newest reading of a metric of a device was measured, in Unix time.
    # TYPE sonde_reading_timestamp_seconds gauge
    sonde_reading_timestamp_seconds{device_id="a",device="The \\"roof\\"\\\\\\n",metric="temperature",unit="Cel"} 1772366400.25
    sonde_reading_timestamp_seconds{device_id="a",device="The \\"roof\\"\\\\\\n",metric="state",unit=""} 1772366400.25
    "
  `);
});

it.each([
  [
    'https://abc.appsync-api.eu-west-1.amazonaws.com/graphql',
    'wss://abc.appsync-realtime-api.eu-west-1.amazonaws.com/graphql',
  ],
  ['https://api.example.com/graphql', 'wss://api.example.com/graphql/realtime'],
  ['http://127.0.0.1:4000/graphql', 'ws://127.0.0.1:4000/graphql/realtime'],
])('subscribes to %s at %s', (url, realtime) => {
  expect(realtimeUrl(url)).toBe(realtime);
});
