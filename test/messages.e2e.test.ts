import { connectAsync } from 'mqtt';
import { ulid } from 'ulid';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { CreateDeviceDocument, DeleteDeviceDocument } from '../examples/generated/documents.ts';
import { makeOrganization, type Organization } from './support/people.ts';
import { deadLetters, historyOf, latestOf, publish, stored, topicOf, type DeadLetter } from './support/sensors.ts';
import { startSonde, type Sonde } from './support/sonde.ts';
import { putRow, rowsOf } from './support/tables.ts';

/** What sensors send: a message that cannot be stored ends in the dead-letter queue with its reason, and what is good beside it is stored. */
let sonde: Sonde;
let organization: Organization;
let other: Organization;

beforeAll(async () => {
  sonde = await startSonde();
  organization = await makeOrganization(sonde, 'Harbour');
  other = await makeOrganization(sonde, 'Meadow');
});
afterAll(() => sonde.close());

async function makeDevice({ operator }: Organization): Promise<string> {
  const { createDevice } = await operator.request(CreateDeviceDocument, { input: { name: 'Buoy' } });
  return createDevice.id;
}

const FAR = '2199-12-31T23:59:59Z';
const readings = (count: number) => Object.fromEntries(Array.from({ length: count }, (_, index) => [`m${index}`, 0]));
const one = (reason: string) => `1 of 1 readings cannot be stored: ${reason}`;

/** Messages of which nothing can be stored, and why. */
const useless: readonly (readonly [message: string | object, reason: string])[] = [
  ['21.5 °C', 'The message is not JSON in UTF-8'],
  ['', 'The message is not JSON in UTF-8'],
  ['{"readings": {"level": NaN}}', 'The message is not JSON in UTF-8'],
  ['21.5', '21.5 is neither an object with `readings` nor an array'],
  [[], 'The message is an empty array; send at least one reading'],
  [{}, one('`readings` is not an object of values by metric, such as {"temperature": 21.5}')],
  [{ readings: {} }, one('`readings` is empty; send at least one value')],
  [
    { readings: { level: null } },
    one('"level": null is neither a number nor a text; leave the metric out where there is no value'),
  ],
  [{ readings: { level: true } }, one('"level": true is neither a number nor a text; send 1 or 0, or "on" or "off"')],
  ['{"readings": {"level": 1e400}}', one('"level": the size of a number is 0 or from 1e-130 to 9.9e+125')],
  [
    { readings: { 'le vel': 1 } },
    one(
      '"le vel": a metric name is a letter or digit, then letters, digits, `-`, `:`, `.`, `/` or `_`, at most 64 characters in all',
    ),
  ],
  [
    { time: FAR, readings: { level: 1 } },
    one(`"level": its time, ${FAR}, is more than 15 minutes after it was received; set the device's clock`),
  ],
  [{ time: '1969-12-31T23:59:59Z', readings: { level: 1 } }, one('"level": its time is before 1970')],
  [
    { time: 'noon', readings: { level: 1 } },
    one('"level": its time, "noon", is not one with an offset, such as 2026-03-29T01:59:59Z'),
  ],
  [
    { time: 1_772_366_400, readings: { level: 1 } },
    one('"level": its time, 1772366400, looks like seconds; send milliseconds since 1970, or an ISO 8601 text'),
  ],
  [
    { organizationId: 'other', readings: { level: 1 } },
    one('"organizationId" is unknown; an object has `time` and `readings`'),
  ],
  [{ readings: readings(10_000) }, 'The message has 10,000 readings; it may have 1,000'],
];

it('refuses what it cannot store, with the reason, and stores what is good of the same batch', async () => {
  const [good, bad] = [await makeDevice(organization), await makeDevice(organization)];
  const time = '2026-03-01T12:00:00Z';
  await publish(sonde, topicOf(organization.id, good), { time, readings: { level: 1 } });
  await publish(sonde, topicOf(organization.id, bad), ...useless.map(([message]) => message));
  await publish(sonde, topicOf(organization.id, good), { time, readings: { state: 'open' } });

  const letters = await deadLetters(sonde, useless.length);
  const text = (message: string | object) => (typeof message === 'string' ? message : JSON.stringify(message));
  expect(sorted(letters)).toEqual(
    sorted(
      useless.map(([message, reason]) => ({
        organization: organization.id,
        device: bad,
        payload: text(message),
        errorType: 'ValidationError',
        reason,
      })),
    ),
  );
  expect(await historyOf(organization.viewer, bad)).toEqual([]);
  expect(await latestOf(organization.viewer, bad)).toEqual([{ deviceId: bad, lastSeenAt: null, readings: [] }]);
  const reading = { deviceId: good, time, value: null, text: null, unit: null };
  const expected = [
    { ...reading, metric: 'level', value: 1 },
    { ...reading, metric: 'state', text: 'open' },
  ];
  expect(await stored(organization.viewer, good, 2)).toEqual(expected);
  expect(await latestOf(organization.viewer, good)).toEqual([{ deviceId: good, lastSeenAt: time, readings: expected }]);
});

it('stores what is good of a message, and says what is not', async () => {
  const device = await makeDevice(organization);
  const time = '2026-03-01T12:00:00Z';
  const message = [
    { time, readings: { level: 1, 'le vel': 2 } },
    { time: FAR, readings: { level: 3 } },
    { time, readings: { level: 4 } },
  ];
  await publish(sonde, topicOf(organization.id, device), message);
  expect(await deadLetters(sonde, 1)).toEqual([
    {
      organization: organization.id,
      device,
      payload: JSON.stringify(message),
      errorType: 'ValidationError',
      reason:
        '3 of 4 readings cannot be stored: "le vel": a metric name is a letter or digit, then letters, digits, `-`, `:`, `.`, `/` or `_`, at most 64 characters in all; ' +
        `"level": its time, ${FAR}, is more than 15 minutes after it was received; set the device's clock; ` +
        `"level": it has two values at ${time}; the first is kept`,
    },
  ]);
  expect(await stored(organization.viewer, device, 1)).toEqual([
    { deviceId: device, metric: 'level', time, value: 1, text: null, unit: null },
  ]);
});

it('knows a device by its topic only: one that there is not, or that another organization has, is refused', async () => {
  const foreign = await makeDevice(other);
  const unknown = ulid();
  const message = { readings: { level: 1 } };
  const before = await rowsOf(sonde, 'latest');
  const refused = [
    [organization.id, unknown],
    [organization.id, foreign],
    [ulid(), foreign],
    [organization.id, 'buoy'],
    ['harbour', foreign],
  ] as const;
  for (const [organizationId, device] of refused) await publish(sonde, topicOf(organizationId, device), message);
  expect(sorted(await deadLetters(sonde, refused.length))).toEqual(
    sorted(
      refused.map(([organizationId, device]) => ({
        organization: organizationId,
        device,
        payload: JSON.stringify(message),
        errorType: 'NotFoundError',
        reason: `There is no device "${device}" in organization "${organizationId}"; create it, then send the message again`,
      })),
    ),
  );
  expect(await historyOf(other.viewer, foreign)).toEqual([]);
  expect(await rowsOf(sonde, 'latest')).toEqual(before);
});

it('keeps the readings of devices apart that have the same id in two organizations', async () => {
  const id = await makeDevice(other);
  const topic = topicOf(other.id, id);
  const reading = { deviceId: id, metric: 'level', time: '2026-03-01T12:00:00Z', value: 1, text: null, unit: null };
  const device = (latest: readonly object[]) => ({
    latest: [{ deviceId: id, lastSeenAt: latest.length > 0 ? reading.time : null, readings: latest }],
    history: latest,
  });
  const seen = async ({ viewer }: Organization) => ({
    latest: await latestOf(viewer, id),
    history: await historyOf(viewer, id),
  });
  await publish(sonde, topic, { time: reading.time, readings: { level: 1 } });
  await stored(other.viewer, id, 1);

  const [row] = (await rowsOf(sonde, 'devices')).filter((row) => row.id === id);
  await putRow(sonde, 'devices', { ...row, organizationId: organization.id });
  expect(await seen(organization)).toEqual(device([]));
  await publish(sonde, topicOf(organization.id, id), { time: reading.time, readings: { level: 2 } });
  await stored(organization.viewer, id, 1);
  expect(await seen(organization)).toEqual(device([{ ...reading, value: 2 }]));
  expect(await seen(other)).toEqual(device([reading]));

  await organization.operator.request(DeleteDeviceDocument, { input: { id, expectedVersion: 1 } });
  expect(await seen(other)).toEqual(device([reading]));
});

it('ends the connection of a sensor that publishes to a foreign topic', async () => {
  const device = await makeDevice(organization);
  for (const topic of ['elsewhere', `dt/sonde/${organization.id}`, `dt/sonde/${organization.id}/${device}/more`]) {
    const client = await connectAsync(sonde.addresses.mqttUrl, { reconnectPeriod: 0 });
    const closed = new Promise<void>((resolve) => {
      client.once('close', () => {
        resolve();
      });
    });
    client.publish(topic, JSON.stringify({ readings: { level: 1 } }), { qos: 0 });
    await closed;
    client.end(true);
  }
  expect(await historyOf(organization.viewer, device)).toEqual([]);
});

it('stores a message once, however often it comes', async () => {
  const device = await makeDevice(organization);
  const message = { time: '2026-03-01T12:00:00.123456789Z', readings: { level: 1 } };
  await publish(sonde, topicOf(organization.id, device), message, message);
  await publish(sonde, topicOf(organization.id, device), message, { time: message.time, readings: { last: 1 } });
  const readings = [
    { deviceId: device, metric: 'last', time: message.time, value: 1, text: null, unit: null },
    { deviceId: device, metric: 'level', time: message.time, value: 1, text: null, unit: null },
  ];
  expect(await stored(organization.viewer, device, 2)).toEqual(readings);
  expect(await latestOf(organization.viewer, device)).toEqual([
    { deviceId: device, lastSeenAt: message.time, readings },
  ]);
});

function sorted(letters: readonly DeadLetter[]): DeadLetter[] {
  const key = ({ organization, device, payload }: DeadLetter) => `${organization}/${device}/${payload}`;
  return [...letters].sort((one, other) => (key(one) < key(other) ? -1 : 1));
}
