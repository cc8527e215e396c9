import { afterAll, beforeAll, expect, it } from 'vitest';
import { CreateDeviceDocument } from '../examples/generated/documents.ts';
import { physicalName } from '../local/stack/names.ts';
import { readingsLocation } from '../local/stack/readings-location.ts';
import { makeOrganization, type Organization } from './support/people.ts';
import { storeReadings } from './support/readings.ts';
import { historyOf } from './support/sensors.ts';
import { startSonde, store, type Sonde } from './support/sonde.ts';

/** What there is, and what there is not, where readings are kept in the one store or in the other. */
let sonde: Sonde;
let harbour: Organization;

const COMPACTION = physicalName('compact-readings');

beforeAll(async () => {
  sonde = await startSonde();
  harbour = await makeOrganization(sonde, 'Harbour');
});
afterAll(() => sonde.close());

it('keeps readings in the store that was chosen, and in no other', async () => {
  const { createDevice } = await harbour.operator.request(CreateDeviceDocument, { input: { name: 'Buoy' } });
  const reading = { organizationId: harbour.id, deviceId: createDevice.id, metric: 'level', value: 1.5, text: null };
  await storeReadings(sonde, [{ ...reading, time: 1_700_000_000_000_000_000n, receivedAt: Date.now() }]);
  expect(await historyOf(harbour.viewer, createDevice.id)).toMatchObject([{ metric: 'level', value: 1.5 }]);

  const { dynamodb, lambda, timestream } = sonde.services;
  expect(readingsLocation(lambda).kind).toBe(store);
  const { TableNames } = (await dynamodb.call('ListTables', {})) as { TableNames: string[] };
  expect(TableNames.includes(physicalName('readings'))).toBe(store === 'dynamodb');
  const { Databases } = (await timestream.call('ListDatabases', {})) as { Databases: object[] };
  expect(Databases).toHaveLength(store === 'timestream' ? 1 : 0);
});

it('merges readings each five minutes where they are in DynamoDB, and has nothing that does where they are not', async () => {
  const { lambda, scheduler } = sonde.services;
  if (store === 'timestream') {
    expect(() => lambda.getFunctionConfiguration({ FunctionName: COMPACTION })).toThrow(COMPACTION);
    await expect(scheduler.fire(COMPACTION)).rejects.toThrow(COMPACTION);
    return;
  }
  expect(await scheduler.call('GetSchedule', { Name: COMPACTION })).toMatchObject({
    ScheduleExpression: 'rate(5 minutes)',
    State: 'ENABLED',
  });
  // Nothing is due yet: the hour in which it was written is not over.
  expect(await lambda.invoke(COMPACTION, {})).toEqual({ payload: { hours: 0, left: 0, oldestSeconds: 0 } });
});
