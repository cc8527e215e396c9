import { afterAll, beforeAll, expect, it } from 'vitest';
import { followReading } from '../examples/live.ts';
import { makeOrganization, PASSWORD, type Organization } from './support/people.ts';
import { startSonde, type Sonde } from './support/sonde.ts';

let sonde: Sonde;
let organization: Organization;

beforeAll(async () => {
  sonde = await startSonde();
  organization = await makeOrganization(sonde, 'Harbour');
});
afterAll(() => sonde.close());

it("brings a sensor's reading to a signed-in person: live, from history and as latest", async () => {
  const before = Date.now();
  const { email } = organization.operator;
  const { live, history, latest, deviceId, organizationId } = await followReading(sonde.outputs, {
    email,
    password: PASSWORD,
  });
  const [reading] = history;
  const time = reading?.time ?? '';
  const expected = { deviceId, metric: 'temperature', time, value: 21.5, text: null, unit: 'Cel' };
  expect(organizationId).toBe(organization.id);
  expect(live).toEqual({ organizationId, deviceIds: [deviceId], readings: [expected] });
  expect(history).toEqual([expected]);
  expect(latest).toEqual([expected]);
  // It has the time at which the broker received it.
  expect(Date.parse(time)).toBeGreaterThanOrEqual(before);
  expect(Date.parse(time)).toBeLessThanOrEqual(Date.now());
});
