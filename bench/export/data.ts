import type { Nanoseconds } from '../../functions/shared/time.ts';

/** What there is to be exported: one organization, whose devices measure something each minute. */
export const ORGANIZATION_ID = '01JB0000000000000000000000';
export const EXPORT_ID = '01JB0000000000000000000001';
export const METRICS = [
  { name: 'temperature', unit: '°C' },
  { name: 'humidity', unit: '%' },
  { name: 'co2', unit: 'ppm' },
  { name: 'pressure', unit: 'hPa' },
  { name: 'battery', unit: 'V' },
] as const;
export const DEVICES = Array.from({ length: 200 }, (_, index) => ({
  id: `01JB${String(index).padStart(4, '0')}XK7V2M9QH4T6WD3RC8`,
  name: `Cold room ${index + 1}, ${index % 2 === 0 ? 'north' : 'south'} wing`,
  units: METRICS.map(({ name, unit }) => [name, unit] as const),
}));
export const SERIES = DEVICES.length * METRICS.length;

/** The first minute of the data: every series has one reading in each minute from then on. */
export const BEGIN: Nanoseconds = 1_767_225_600_000_000_000n;
export const MINUTE: Nanoseconds = 60_000_000_000n;

/** Where the first `rows` rows end. */
export function endOf(rows: number): Nanoseconds {
  return BEGIN + BigInt(rows / SERIES) * MINUTE;
}

/** The folder of Timestream's data, in that of the stand-ins. */
export const TIMESTREAM = 'timestream';
