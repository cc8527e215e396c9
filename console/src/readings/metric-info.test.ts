import { describe, expect, it } from 'vitest';
import { metricsOf, withPushed, type MeasuringDevice } from './metric-info.ts';

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
  lastSeenAt: '2026-01-01T00:00:00Z',
  latestReadings: [
    reading('level', '2026-01-01T00:00:00Z', 1),
    reading('state', '2026-01-01T00:00:00Z', null, 'open'),
    reading('wind', '2025-12-31T00:00:00Z', 4),
  ],
};

it('the metrics are those that the device names and those that it has sent', () => {
  expect(metricsOf(device)).toEqual([
    { name: 'level', label: 'Water level', unit: 'm', isText: false },
    { name: 'state', label: 'state', unit: null, isText: true },
    { name: 'wind', label: 'wind', unit: null, isText: false },
  ]);
});

describe('pushed readings', () => {
  const pushed = (metric: string, time: string, value: number) => ({
    ...reading(metric, time, value),
    deviceId: device.id,
  });

  it('become the latest where they are newer', () => {
    const after = withPushed(device, [
      pushed('level', '2026-01-01T00:00:05Z', 2),
      pushed('wind', '2025-12-30T00:00:00Z', 9),
      pushed('new', '2026-01-01T00:00:01Z', 7),
    ]);
    expect(after.latestReadings.map(({ metric, value }) => [metric, value])).toEqual([
      ['level', 2],
      ['state', null],
      ['wind', 4],
      ['new', 7],
    ]);
    expect(after.lastSeenAt).toBe('2026-01-01T00:00:05Z');
  });
});
