import { resolve } from 'node:path';
import { expect, it } from 'vitest';
import { readSettings, stateDirectory } from './settings.ts';

it('has a default for everything', () => {
  expect(readSettings({})).toEqual({
    ports: { graphql: 4000, aws: 4566, mqtt: 1883, mqtts: 8883 },
    directory: resolve('.sonde'),
    store: 'timestream',
    signUp: 'invited',
    trace: 'off',
  });
});

it('takes what is set', () => {
  const environment = {
    SONDE_PORT: '0',
    SONDE_AWS_PORT: '1',
    SONDE_MQTT_PORT: '65535',
    SONDE_MQTTS_PORT: '0',
    SONDE_DATA: '/tmp/x',
    SONDE_STORE: 'dynamodb',
    SONDE_SIGN_UP: 'open',
    SONDE_TRACE: 'full',
  };
  expect(readSettings(environment)).toEqual({
    ports: { graphql: 0, aws: 1, mqtt: 65535, mqtts: 0 },
    directory: '/tmp/x',
    store: 'dynamodb',
    signUp: 'open',
    trace: 'whole',
  });
});

it.each([
  [{ SONDE_PORT: 'abc' }, 'SONDE_PORT must be a port: a whole number from 0 (any free one) to 65535'],
  [{ SONDE_MQTT_PORT: '65536' }, 'SONDE_MQTT_PORT must be at most 65535'],
  [{ SONDE_AWS_PORT: '-1' }, 'SONDE_AWS_PORT must be a port: a whole number from 0 (any free one) to 65535'],
  [{ SONDE_DATA: '' }, 'SONDE_DATA must name a folder'],
  [
    { SONDE_STORE: 'mongodb' },
    'SONDE_STORE must be "timestream" or "dynamodb", which readings are kept in, and not mongodb',
  ],
  [{ SONDE_TRACE: 'yes' }, 'SONDE_TRACE must be "1", or "full" for whole values'],
  [{ SONDE_SIGN_UP: 'all' }, 'SONDE_SIGN_UP must be "invited" or "open"'],
])('says what is wrong with %o', (environment, message) => {
  expect(() => readSettings(environment)).toThrow(message);
});

it('keeps the state of each store in a folder of its own', () => {
  expect(stateDirectory({ directory: '/tmp/x', store: 'timestream' })).toBe('/tmp/x');
  expect(stateDirectory({ directory: '/tmp/x', store: 'dynamodb' })).toBe('/tmp/x/on-dynamodb');
});
