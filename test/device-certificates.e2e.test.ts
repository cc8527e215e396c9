import {
  AttachPolicyCommand,
  AttachThingPrincipalCommand,
  CreateThingCommand,
  DeleteThingCommand,
  DeleteCertificateCommand,
  IoTClient,
  RegisterCertificateWithoutCACommand,
  UpdateCertificateCommand,
  type CertificateStatus,
} from '@aws-sdk/client-iot';
import { DeleteConnectionCommand, IoTDataPlaneClient } from '@aws-sdk/client-iot-data-plane';
import type { IClientOptions, MqttClient } from 'mqtt';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { CreateDeviceDocument } from '../examples/generated/documents.ts';
import { makeSelfSigned } from '../local/iot/testing/certificates.ts';
import {
  certify,
  connectOverTls,
  ended,
  provision,
  type Proof,
  type ProvisionedDevice,
} from '../local/iot/testing/devices.ts';
import { serveIot } from '../local/iot/testing/serve-iot.ts';
import { DEVICE_POLICY, DEVICE_THING_TYPE } from '../local/stack/names.ts';
import { makeOrganization, type Organization } from './support/people.ts';
import { historyOf, stored, topicOf } from './support/sensors.ts';
import { startSonde, type Sonde } from './support/sonde.ts';

let sonde: Sonde;
let harbour: Organization;
let meadow: Organization;
let iot: IoTClient;
let data: IoTDataPlaneClient;
/** Of the harbour: a device of this test alone, and another one. */
let probe: ProvisionedDevice;
let other: ProvisionedDevice;
const clients: MqttClient[] = [];

beforeAll(async () => {
  sonde = await startSonde();
  harbour = await makeOrganization(sonde, 'Harbour');
  meadow = await makeOrganization(sonde, 'Meadow');
  const { awsUrl: endpoint, region } = sonde.addresses;
  const options = { endpoint, region, credentials: { accessKeyId: 'test', secretAccessKey: 'test' } };
  iot = new IoTClient(options);
  data = new IoTDataPlaneClient(options);
  other = await makeProvisioned(harbour);
});
afterAll(async () => {
  iot.destroy();
  data.destroy();
  await sonde.close();
});
beforeEach(async () => {
  probe = await makeProvisioned(harbour);
});
afterEach(async () => {
  await Promise.all(clients.splice(0).map((client) => client.endAsync(true)));
});

/** A device with a row, and with a thing and a certificate that are made by hand. */
async function makeProvisioned({ id: organization, operator }: Organization): Promise<ProvisionedDevice> {
  const { createDevice } = await operator.request(CreateDeviceDocument, { input: { name: 'Tank' } });
  const names = { policyName: DEVICE_POLICY, thingTypeName: DEVICE_THING_TYPE };
  return provision(iot, { thingName: createDevice.id, organization, ...names });
}

async function connect(proof: Proof | undefined, options: IClientOptions): Promise<MqttClient> {
  const rootCaPem = await (await fetch(sonde.addresses.rootCaUrl)).text();
  const port = Number(new URL(sonde.addresses.mqttsUrl).port);
  const client = await connectOverTls({ port, rootCaPem }, proof, options);
  clients.push(client);
  return client;
}
const connectProbe = () => connect(probe, { clientId: probe.thingName });
const ownTopic = () => topicOf(harbour.id, probe.thingName);
const message = (level: number) => JSON.stringify({ readings: { level } });
const setStatus = (newStatus: CertificateStatus) =>
  iot.send(new UpdateCertificateCommand({ certificateId: probe.certificateId, newStatus }));

it('a device with a certificate stores readings as itself, before and after a restart', async () => {
  const client = await connectProbe();
  await client.publishAsync(ownTopic(), message(1), { qos: 1 });
  await stored(harbour.viewer, probe.thingName, 1);
  await sonde.stop();
  await sonde.start();
  const again = await connectProbe();
  await again.publishAsync(ownTopic(), message(2), { qos: 1 });
  const readings = await stored(harbour.viewer, probe.thingName, 2);
  expect(readings.map(({ value }) => value)).toEqual([1, 2]);
});

it('a device brings a certificate of its own making', async () => {
  const proof = await registered({ notAfter: new Date('2099-01-01') });
  const client = await connect(proof, { clientId: probe.thingName });
  await client.publishAsync(ownTopic(), message(5), { qos: 1 });
  expect((await stored(harbour.viewer, probe.thingName, 1)).map(({ value }) => value)).toEqual([5]);
});

describe('nobody connects', () => {
  it.each<[string, () => Promise<Proof | undefined>]>([
    ['without a certificate', () => Promise.resolve(undefined)],
    ['with one that it signed itself', () => makeSelfSigned()],
    ['with one of another authority of the same name', foreign],
    ['with one of the authority that is not registered', unregistered],
    ['with one that has expired', () => registered({ notAfter: new Date(Date.now() - 1000) })],
    [
      'with one that is inactive',
      async () => {
        await setStatus('INACTIVE');
        return probe;
      },
    ],
    [
      'with one that is revoked',
      async () => {
        await setStatus('REVOKED');
        return probe;
      },
    ],
  ])('%s', async (_what, make) => {
    const proof = await make();
    await expect(connect(proof, { clientId: probe.thingName })).rejects.toThrow('The broker ended the connection');
  });

  it("with another device's id, or one of no device", async () => {
    const thingName = `${probe.thingName}-bare`;
    await iot.send(new CreateThingCommand({ thingName }));
    for (const clientId of [other.thingName, thingName, 'anybody', ''])
      await expect(connect(probe, { clientId })).rejects.toThrow('The broker ended the connection');
    await iot.send(new DeleteThingCommand({ thingName }));
  });
});

describe('the connection ends, and nothing is stored, at', () => {
  it.each([
    ['a topic outside of the policy', () => `dt/other/${harbour.id}/${probe.thingName}`, {}],
    ["another device's topic", () => topicOf(harbour.id, other.thingName), {}],
    ["another organization's topic", () => topicOf(meadow.id, probe.thingName), {}],
    ['a retained message', ownTopic, { retain: true }],
  ])('%s', async (_what, topic, options) => {
    const client = await connectProbe();
    let acknowledged = false;
    client.publish(topic(), message(3), { qos: 1, ...options }, (error) => {
      acknowledged = !error;
    });
    await ended(client);
    expect(acknowledged).toBe(false);
    // A later message has been stored: an earlier one would have been, too.
    const again = await connectProbe();
    await again.publishAsync(ownTopic(), message(4), { qos: 1 });
    expect((await stored(harbour.viewer, probe.thingName, 1)).map(({ value }) => value)).toEqual([4]);
    expect(await historyOf(harbour.viewer, other.thingName)).toEqual([]);
  });

  it('no subscription, which is refused', async () => {
    const client = await connectProbe();
    for (const filter of [ownTopic(), `dt/sonde/${harbour.id}/+`, '#'])
      await expect(client.subscribeAsync(filter)).rejects.toThrow();
  });
});

describe('a connection is ended', () => {
  it.each(['INACTIVE', 'REVOKED'] as const)('when its certificate becomes %s', async (status) => {
    const client = await connectProbe();
    await setStatus(status);
    await ended(client);
  });

  it('by DeleteConnection, and the device connects again', async () => {
    const client = await connectProbe();
    await data.send(new DeleteConnectionCommand({ clientId: probe.thingName }));
    await ended(client);
    await connectProbe();
  });
});

/** Of an authority that calls itself as the one here does. */
async function foreign(): Promise<Proof> {
  const elsewhere = await serveIot();
  try {
    return await certify(elsewhere.client);
  } finally {
    await elsewhere.end();
  }
}

async function unregistered(): Promise<Proof> {
  const made = await certify(iot, { active: false });
  await iot.send(new DeleteCertificateCommand({ certificateId: made.certificateId }));
  return made;
}

/** A certificate of the device's own making, which is registered and has all that a certificate of AWS IoT has. */
async function registered(validity: { notAfter: Date }): Promise<Proof> {
  const made = await makeSelfSigned(validity);
  const command = new RegisterCertificateWithoutCACommand({ certificatePem: made.certificatePem, status: 'ACTIVE' });
  const { certificateArn: target = '' } = await iot.send(command);
  await iot.send(new AttachThingPrincipalCommand({ thingName: probe.thingName, principal: target }));
  await iot.send(new AttachPolicyCommand({ policyName: DEVICE_POLICY, target }));
  return made;
}
