import { join } from 'node:path';
import * as v from 'valibot';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { lostReadings } from '../../deploy/lost-readings.ts';
import { CreateDeviceDocument } from '../../examples/generated/documents.ts';
import { physicalName } from '../../local/stack/names.ts';
import { readingsLocation } from '../../local/stack/readings-location.ts';
import { applied, appliedSonde, SETTINGS, type Applied } from '../support/applied.ts';
import { csvRecords, fileAt, fileUrl, finished, requested } from '../support/exports.ts';
import { makeOrganization, type Organization } from '../support/people.ts';
import { historyOf, publish, stored, topicOf } from '../support/sensors.ts';
import type { Sonde } from '../support/sonde.ts';
import { succeed } from '../support/terraform.ts';

/** From one readings store to the other and back, as an operator would, with both kept until nothing in them is wanted. */
let stack: Applied;
let sonde: Sonde;
let organization: Organization;
let inTimestream: string;
let inDynamoDb: string;

beforeAll(async () => {
  stack = await applied();
  sonde = await appliedSonde();
  organization = await makeOrganization(sonde, 'Stores');
  inTimestream = await measure(1);
  const guards = ['timestream', 'dynamodb'].map((store) => `-target=module.readings.terraform_data.${store}_guard`);
  await succeed(apply('-var=deletion_protection=true', ...guards));
});
afterAll(() => sonde.close());

const ON_DYNAMODB = '-var=readings_store=dynamodb';
const keeping = (store: string): string => `-var=kept_readings_stores=["${store}"]`;
const TIME = '2026-03-01T12:00:00Z';

// Nobody else changes anything: to look is for the plan that must find no difference.
const KNOWN = [...SETTINGS, '-refresh=false'];
const apply = (...options: string[]) => stack.terraform(['apply', '-auto-approve', ...KNOWN, ...options]);

/** Has a new device send one reading, and waits until it is stored. @returns the device's id */
async function measure(level: number): Promise<string> {
  const { createDevice } = await organization.operator.request(CreateDeviceDocument, { input: { name: 'Buoy' } });
  await publish(sonde, topicOf(organization.id, createDevice.id), { time: TIME, readings: { level } });
  await stored(organization.viewer, createDevice.id, 1);
  return createDevice.id;
}

const levelsOf = async (deviceId: string): Promise<(number | null | undefined)[]> =>
  (await historyOf(organization.viewer, deviceId)).map(({ value }) => value);

it('refuses to let protected readings go, before anything else is done', async () => {
  const { code, output } = await apply(ON_DYNAMODB);
  expect(code).toBe(1);
  expect(words(output)).toContain(
    'The Timestream table sonde_local/readings would be destroyed with all readings in it, and it is protected. To keep it beside the store in use: kept_readings_stores = ["timestream"].',
  );
  expect(readingsLocation(sonde.services.lambda).kind).toBe('timestream');
  expect(await levelsOf(inTimestream)).toEqual([1]);
  const { TableNames } = v.parse(Tables, await sonde.services.dynamodb.call('ListTables', {}));
  expect(TableNames).not.toContain(physicalName('readings'));
});

const Tables = v.object({ TableNames: v.array(v.string()) });

/** What Terraform says, without the line breaks and the frame that it puts in. */
const words = (output: string): string => output.replaceAll(/[\s│]+/g, ' ');

it('has both stores, the other one kept', async () => {
  await succeed(apply(ON_DYNAMODB, keeping('timestream')));
  expect(readingsLocation(sonde.services.lambda).kind).toBe('dynamodb');
});

it('plans no difference afterwards', async () => {
  const options = [...SETTINGS, ON_DYNAMODB, keeping('timestream')];
  const { code, output } = await stack.terraform(['plan', '-detailed-exitcode', ...options]);
  expect(output).toContain('No changes. Your infrastructure matches the configuration.');
  expect(code).toBe(0);
});

it('stores and reads in DynamoDB, and exports from there', async () => {
  inDynamoDb = await measure(2);
  expect(await levelsOf(inDynamoDb)).toEqual([2]);
  expect(await levelsOf(inTimestream)).toEqual([]);

  const { operator } = organization;
  const id = await requested(operator, { from: '2026-03-01T00:00:00Z', to: '2026-03-02T00:00:00Z' });
  expect(await finished(sonde, id)).toMatchObject({ status: 'SUCCEEDED' });
  const rows = csvRecords(await fileAt(await fileUrl(operator, id)));
  expect(rows).toEqual([expect.objectContaining({ device_id: inDynamoDb, value: '2' })]);
});

it('says which readings would go if the other store were kept no longer', async () => {
  const file = join(stack.folder, '..', 'stores.tfplan');
  await succeed(stack.terraform(['plan', `-out=${file}`, ...KNOWN, ON_DYNAMODB]));
  const { output } = await stack.terraform(['show', '-json', file]);
  expect(lostReadings(JSON.parse(output))).toEqual([{ store: 'timestream', name: 'sonde_local/readings' }]);
});

it('goes back, and finds what was there', async () => {
  await succeed(apply(keeping('dynamodb')));
  expect(await levelsOf(inTimestream)).toEqual([1]);
  expect(await levelsOf(inDynamoDb)).toEqual([]);
  await expect(sonde.services.lambda.invoke(physicalName('compact-readings'), {})).resolves.not.toHaveProperty('error');
});

it('lets readings go that are neither in use, nor kept, nor protected', async () => {
  await succeed(apply());
  const { TableNames } = v.parse(Tables, await sonde.services.dynamodb.call('ListTables', {}));
  expect(TableNames).not.toContain(physicalName('readings'));
  expect(await levelsOf(inTimestream)).toEqual([1]);
});
