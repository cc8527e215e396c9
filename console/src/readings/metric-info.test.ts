import { expect, it } from 'vitest';
import { metricsOf, type MeasuringDevice } from './metric-info.ts';

const reading = (metric: string, time: string, value: number | null, text: string | null = null) => ({
  ...{ metric, time, value, text },
  unit: null,
});
const device: MeasuringDevice = {
  id: '01J00000000000000000000000',
  name: 'Buoy',
  metrics: [
    { name: 'level', label: 'Water level', unit: 'm' },
    { name: 'state', label: null, unit: null },
  ],
};
const latestReadings = [
  reading('level', '2026-01-01T00:00:00Z', 1),
  reading('state', '2026-01-01T00:00:00Z', null, 'open'),
  reading('wind', '2025-12-31T00:00:00Z', 4),
];

it('the metrics are those that the device names and those that it has sent', () => {
  const readings = new Map(latestReadings.map((each) => [each.metric, each]));
  expect(metricsOf(device, { lastSeenAt: '2026-01-01T00:00:00Z', readings })).toEqual([
    { name: 'level', label: 'Water level', unit: 'm', isText: false },
    { name: 'state', label: 'state', unit: null, isText: true },
    { name: 'wind', label: 'wind', unit: null, isText: false },
  ]);
});
