import { expect, it } from 'vitest';
import { exampleOf } from './example.ts';

it('has columns of different names, as the export has them', () => {
  const { header, rows } = exampleOf(
    {
      deviceIds: null,
      metrics: ['time', 'a', 'A'],
      from: '2026-06-01T00:00:00.000Z',
      to: '2026-06-02T00:00:00.000Z',
      format: 'CSV',
      layout: 'WIDE',
      summary: null,
    },
    { device: 'Buoy', units: new Map() },
  );
  expect(header).toEqual(['time', 'device_id', 'device_name', 'time_2', 'a', 'A_2']);
  expect(rows[0]).toHaveLength(header.length);
});
