import * as v from 'valibot';
import { expect, it } from 'vitest';
import { ReadingsLocation } from './location.ts';

it.each([
  ['timestream:sonde_local/readings', { kind: 'timestream', database: 'sonde_local', table: 'readings' }],
  ['dynamodb:sonde-local-readings/400', { kind: 'dynamodb', table: 'sonde-local-readings', retentionDays: 400 }],
])('finds the store in %s', (text, location) => {
  expect(v.parse(ReadingsLocation, text)).toEqual(location);
});

it.each([
  '',
  'readings',
  'postgres:sonde/readings',
  'timestream:',
  'timestream:sonde_local',
  'timestream:sonde_local/',
  'timestream:sonde_local/readings/more',
  'timestream:sonde_local/read"ings',
  'dynamodb:sonde-local-readings',
  'dynamodb:sonde-local-readings/0',
  'dynamodb:sonde-local-readings/1.5',
  'dynamodb:sonde-local-readings/100000',
  'dynamodb:sonde-local-readings/400/more',
])('refuses %j', (text) => {
  expect(() => v.parse(ReadingsLocation, text)).toThrow(
    'must be timestream:<database>/<table> or dynamodb:<table>/<days that readings are kept>',
  );
});
