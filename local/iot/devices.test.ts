import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { connect as connectTls } from 'node:tls';
import {
  AttachPolicyCommand,
  CreatePolicyCommand,
  CreatePolicyVersionCommand,
  CreateThingCommand,
  CreateThingTypeCommand,
  DeleteCertificateCommand,
  DetachPolicyCommand,
  DetachThingPrincipalCommand,
  CreateTopicRuleCommand,
  RegisterCertificateWithoutCACommand,
  UpdateCertificateCommand,
  UpdateThingCommand,
  type CertificateStatus,
} from '@aws-sdk/client-iot';
import {
  DeleteConnectionCommand,
  InvalidRequestException,
  ResourceNotFoundException,
} from '@aws-sdk/client-iot-data-plane';
import type { IClientOptions, MqttClient } from 'mqtt';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { makeSelfSigned } from './testing/certificates.ts';
import { certify, connectOverTls, ended, provision, type Proof, type ProvisionedDevice } from './testing/devices.ts';
import { serveIot, type ServedIot } from './testing/serve-iot.ts';

const arnOf = (resource: string) => `arn:aws:iot:eu-west-1:000000000000:${resource}`;
const documentOf = (...Statement: object[]) => JSON.stringify({ Version: '2012-10-17', Statement });
const allow = (Action: string | string[], ...resources: string[]) => ({
  Effect: 'Allow',
  Action,
  Resource: resources.map(arnOf),
});
const connectAsThing = {
  ...allow('iot:Connect', 'client/${iot:Connection.Thing.ThingName}'),
  Condition: { Bool: { 'iot:Connection.Thing.IsAttached': 'true' } },
};
const ownTopic = 'topic/dt/sonde/${iot:Connection.Thing.Attributes[organization]}/${iot:Connection.Thing.ThingName}';
/** As every device of Sonde has it. */
const devicePolicy = documentOf(connectAsThing, allow('iot:Publish', ownTopic));

let now: number;
let iot: ServedIot;
let delivered: Record<string, unknown>[];
const clients: MqttClient[] = [];

beforeEach(async () => {
  now = Date.now();
  delivered = [];
  iot = await serveIot({
    clock: () => now,
    deliver: (_queue, message) => {
      delivered.push(JSON.parse(message) as Record<string, unknown>);
      return Promise.resolve();
    },
  });
  await makePolicy('device', devicePolicy);
  await iot.client.send(
    new CreateTopicRuleCommand({
      ruleName: 'readings',
      topicRulePayload: {
        sql: "SELECT encode(*, 'base64') AS payload, topic() AS topic, principal() AS principal FROM '#'",
        awsIotSqlVersion: '2016-03-23',
        actions: [
          {
            sqs: {
              queueUrl: 'http://127.0.0.1:4566/000000000000/readings',
              roleArn: 'arn:aws:iam::000000000000:role/rule',
            },
          },
        ],
      },
    }),
  );
});
afterEach(async () => {
  await Promise.all(clients.splice(0).map((client) => client.endAsync(true)));
  await iot.end();
});

const makePolicy = (policyName: string, policyDocument: string) =>
  iot.client.send(new CreatePolicyCommand({ policyName, policyDocument }));
const attachPolicy = (policyName: string, { certificateArn }: ProvisionedDevice) =>
  iot.client.send(new AttachPolicyCommand({ policyName, target: certificateArn }));
const makeDevice = (thingName = 'probe-1', organization = 'acme', policyName = 'device') =>
  provision(iot.client, { thingName, organization, policyName });
const setStatus = ({ certificateId }: { certificateId: string }, newStatus: CertificateStatus) =>
  iot.client.send(new UpdateCertificateCommand({ certificateId, newStatus }));

async function connect(proof: Proof | undefined, options: IClientOptions): Promise<MqttClient> {
  const client = await connectOverTls({ port: iot.tlsPort(), rootCaPem: iot.rootCaPem() }, proof, options);
  clients.push(client);
  return client;
}
const connectDevice = (device: ProvisionedDevice, options: IClientOptions = {}) =>
  connect(device, { clientId: device.thingName, ...options });

describe('a device', () => {
  it('publishes on its own topic, and is known by its certificate', async () => {
    const device = await makeDevice();
    const client = await connectDevice(device);
    await client.publishAsync('dt/sonde/acme/probe-1', 'x', { qos: 1 });
    expect(delivered).toEqual([{ payload: 'eA==', topic: 'dt/sonde/acme/probe-1', principal: device.certificateId }]);
  });

  it('connects again after a restart, to the same broker', async () => {
    const device = await makeDevice();
    const rootCaPem = iot.rootCaPem();
    await connectDevice(device);
    await iot.restart();
    expect(iot.rootCaPem()).toBe(rootCaPem);
    const client = await connectDevice(device);
    await client.publishAsync('dt/sonde/acme/probe-1', 'x', { qos: 1 });
    expect(delivered).toHaveLength(1);
  });

  it('has a certificate that no authority signed', async () => {
    const device = await makeDevice();
    const own = await makeSelfSigned();
    const command = new RegisterCertificateWithoutCACommand({ certificatePem: own.certificatePem, status: 'ACTIVE' });
    const { certificateArn = '' } = await iot.client.send(command);
    await makePolicy('any', documentOf(allow('iot:*', '*')));
    await attachPolicy('any', { ...device, certificateArn });
    const client = await connect(own, { clientId: 'anything' });
    await client.publishAsync('a', 'x', { qos: 1 });
    const id = createHash('sha256').update(bytesOf(own.certificatePem)).digest('hex');
    expect(delivered).toMatchObject([{ principal: id }]);
  });

  it('is one of two hundred at once', async () => {
    const devices: ProvisionedDevice[] = [];
    for (let made = 0; made < 200; made++) devices.push(await makeDevice(`probe-${made}`));
    await Promise.all(
      devices.map(async (device) => {
        const client = await connectDevice(device);
        await client.publishAsync(`dt/sonde/acme/${device.thingName}`, device.thingName, { qos: 1 });
      }),
    );
    const expected = devices.map(({ thingName, certificateId }) => [`dt/sonde/acme/${thingName}`, certificateId]);
    expect(delivered.map(({ topic, principal }) => [topic, principal]).sort()).toEqual(expected.sort());
  });

  it.each(['TLSv1.2', 'TLSv1.3'] as const)('resumes a session of %s as who it was, while it may', async (version) => {
    const device = await makeDevice();
    const dial = (session?: Buffer) =>
      connectTls({
        host: '127.0.0.1',
        port: iot.tlsPort(),
        ca: iot.rootCaPem(),
        cert: device.certificatePem,
        key: device.privateKey,
        minVersion: version,
        maxVersion: version,
        ...(session && { session }),
      });
    const first = dial().resume();
    const [session] = (await once(first, 'session')) as [Buffer];
    first.destroy();
    const again = dial(session);
    again.write(connectPacket(device.thingName));
    const [answer] = (await once(again, 'data')) as [Buffer];
    expect([again.isSessionReused(), answer.toString('hex')]).toEqual([true, '20020000']);
    const closed = once(again, 'close');
    await setStatus(device, 'REVOKED');
    await closed;
    const last = dial(session);
    last.on('error', () => undefined);
    last.on('data', () => delivered.push({}));
    last.write(connectPacket(device.thingName));
    await once(last, 'close');
    expect(delivered).toEqual([]);
  });
});

describe('nobody connects', () => {
  it.each<[string, (device: ProvisionedDevice) => Promise<[Proof | undefined, string]>]>([
    ['without a certificate', () => Promise.resolve([undefined, 'probe-1'])],
    ['with a certificate that it signed itself', async () => [await makeSelfSigned(), 'probe-1']],
    ['with one of another authority of the same name', async () => [await foreign(), 'probe-1']],
    [
      'with one of the authority that is not registered',
      async (device) => {
        const other = await certify(iot.client, { active: false });
        await iot.client.send(new DeleteCertificateCommand({ certificateId: other.certificateId }));
        return [other, device.thingName];
      },
    ],
    [
      'with one that is inactive',
      async (device) => {
        await setStatus(device, 'INACTIVE');
        return [device, device.thingName];
      },
    ],
    [
      'with one that is revoked',
      async (device) => {
        await setStatus(device, 'REVOKED');
        return [device, device.thingName];
      },
    ],
    [
      'with one that has expired',
      (device) => {
        now = Date.parse('2050-01-01T00:00:00Z');
        return Promise.resolve([device, device.thingName]);
      },
    ],
    [
      'with one that is not valid yet',
      (device) => {
        now -= 86_400_000;
        return Promise.resolve([device, device.thingName]);
      },
    ],
    [
      "with another thing's id",
      async (device) => {
        await iot.client.send(new CreateThingCommand({ thingName: 'probe-2' }));
        return [device, 'probe-2'];
      },
    ],
    ['with an id of no thing', (device) => Promise.resolve([device, 'probe-9'])],
    ['with no id', (device) => Promise.resolve([device, ''])],
    ['with an id of more than 128 bytes', (device) => Promise.resolve([device, 'x'.repeat(129)])],
    [
      'with a certificate that is detached from the thing',
      async (device) => {
        const { thingName, certificateArn: principal } = device;
        await iot.client.send(new DetachThingPrincipalCommand({ thingName, principal }));
        return [device, thingName];
      },
    ],
    [
      'with a certificate that has no policy',
      async (device) => {
        const { thingName, certificateArn: target } = device;
        await iot.client.send(new DetachPolicyCommand({ policyName: 'device', target }));
        return [device, thingName];
      },
    ],
    [
      'with a certificate that a policy denies it to',
      async (device) => {
        await makePolicy('denial', documentOf({ ...allow('iot:Connect', '*'), Effect: 'Deny' }));
        await attachPolicy('denial', device);
        return [device, device.thingName];
      },
    ],
  ])('%s', async (_what, make) => {
    const device = await makeDevice();
    const [proof, clientId] = await make(device);
    await expect(connect(proof, { clientId })).rejects.toThrow('The broker ended the connection');
  });

  it('over TLS to the broker without, nor without to the broker with', async () => {
    const device = await makeDevice();
    const rootCaPem = iot.rootCaPem();
    const options = { clientId: device.thingName, connectTimeout: 500 };
    await expect(connectOverTls({ port: iot.port(), rootCaPem }, device, options)).rejects.toThrow();
    await expect(connect(undefined, { ...options, protocol: 'mqtt' })).rejects.toThrow();
  });
});

describe('the connection ends, and nothing is delivered, at', () => {
  it.each([
    ['a topic outside of the policy', 'dt/other/acme/probe-1', { qos: 1 }],
    ["another device's topic", 'dt/sonde/acme/probe-2', { qos: 1 }],
    ["another organization's topic", 'dt/sonde/zenith/probe-1', { qos: 1 }],
    ['a topic below its own', 'dt/sonde/acme/probe-1/x', { qos: 1 }],
    ['a topic of the broker itself', '$SYS/x/new/clients', { qos: 1 }],
    ['a retained message', 'dt/sonde/acme/probe-1', { qos: 1, retain: true }],
    ['a message of QoS 2', 'dt/sonde/acme/probe-1', { qos: 2 }],
  ] as const)('%s', async (_what, topic, options) => {
    await makeDevice('probe-2');
    const client = await connectDevice(await makeDevice());
    let acknowledged = false;
    client.publish(topic, 'x', options, (error) => {
      acknowledged = !error;
    });
    await ended(client);
    expect([acknowledged, delivered]).toEqual([false, []]);
  });

  it.each([
    ['its own topic', 'dt/sonde/acme/probe-1'],
    ['all topics', '#'],
    ['topics of all devices', 'dt/sonde/+/+'],
    ['shared subscriptions', '$share/a/dt/sonde/+/+'],
  ])('no subscription, which is refused: to %s', async (_what, filter) => {
    const client = await connectDevice(await makeDevice());
    await expect(client.subscribeAsync(filter)).rejects.toThrow();
    expect(client.connected).toBe(true);
  });
});

describe('what a device may do is what its policies say at that moment', () => {
  it('when the policy changes', async () => {
    const client = await connectDevice(await makeDevice());
    const policyDocument = documentOf(connectAsThing, allow('iot:Publish', 'topic/new'));
    const change = new CreatePolicyVersionCommand({ policyName: 'device', policyDocument, setAsDefault: true });
    await iot.client.send(change);
    await client.publishAsync('new', 'x', { qos: 1 });
    client.publish('dt/sonde/acme/probe-1', 'x', { qos: 1 }, () => undefined);
    await ended(client);
    expect(delivered).toMatchObject([{ topic: 'new' }]);
  });

  it('when the thing becomes another organization’s', async () => {
    const client = await connectDevice(await makeDevice());
    const attributePayload = { attributes: { organization: 'zenith' }, merge: true };
    await iot.client.send(new UpdateThingCommand({ thingName: 'probe-1', attributePayload }));
    await client.publishAsync('dt/sonde/zenith/probe-1', 'x', { qos: 1 });
    client.publish('dt/sonde/acme/probe-1', 'x', { qos: 1 }, () => undefined);
    await ended(client);
    expect(delivered).toMatchObject([{ topic: 'dt/sonde/zenith/probe-1' }]);
  });

  it('by variables of the client, the type of the thing and the certificate', async () => {
    await iot.client.send(new CreateThingTypeCommand({ thingTypeName: 'tank' }));
    await makePolicy(
      'variables',
      documentOf(
        connectAsThing,
        allow(
          'iot:Publish',
          'topic/a/${iot:ClientId}',
          'topic/b/${iot:Connection.Thing.ThingTypeName}',
          'topic/c/${iot:Certificate.Subject.CommonName}/${iot:Certificate.Subject.Organization.1}',
          'topic/d/${iot:Certificate.Issuer.CommonName}',
          'topic/e/${iot:Connection.Thing.Attributes[site]}',
          'topic/f/${iot:Certificate.Subject.Country}*',
        ),
      ),
    );
    const device = await provision(iot.client, {
      thingName: 'probe-1',
      organization: 'acme',
      policyName: 'variables',
      thingTypeName: 'tank',
      subject: 'CN=cell 7, O=Acme, O=Tanks',
    });
    const client = await connectDevice(device);
    const topics = ['a/probe-1', 'b/tank', 'c/cell 7/Tanks', 'd/Sonde local devices'];
    for (const topic of topics) await client.publishAsync(topic, 'x', { qos: 1 });
    expect(delivered.map(({ topic }) => topic)).toEqual(topics);
    for (const topic of ['a/probe-2', 'b/', 'e/', 'f/', 'f/x']) {
      const other = await connectDevice(device);
      other.publish(topic, 'x', { qos: 1 }, () => undefined);
      await ended(other);
    }
    expect(delivered).toHaveLength(topics.length);
  });

  it('by what it connects with', async () => {
    const Condition = { 'ForAllValues:StringEquals': { 'iot:ConnectAttributes': ['LastWill'] } };
    await makePolicy('will', documentOf({ ...connectAsThing, Condition }, allow('iot:Publish', 'topic/gone')));
    const device = await makeDevice('probe-1', 'acme', 'will');
    const will = { topic: 'gone', payload: Buffer.from('x'), qos: 1, retain: false } as const;
    await connectDevice(device);
    await connectDevice(device, { will });
    await expect(connectDevice(device, { clean: false })).rejects.toThrow();
    await expect(connectDevice(device, { will, clean: false })).rejects.toThrow();
  });

  it('for messages that it receives, and for retained ones', async () => {
    await makePolicy(
      'exchange',
      documentOf(
        connectAsThing,
        allow(['iot:Publish', 'iot:RetainPublish'], 'topic/room/*'),
        allow('iot:Subscribe', 'topicfilter/room/#'),
        allow('iot:Receive', 'topic/room/*'),
        { ...allow('iot:Receive', 'topic/room/secret'), Effect: 'Deny' },
      ),
    );
    const sender = await connectDevice(await makeDevice('sender', 'acme', 'exchange'));
    await sender.publishAsync('room/kept', 'k', { qos: 1, retain: true });
    const receiver = await connectDevice(await makeDevice('receiver', 'acme', 'exchange'));
    const received: string[] = [];
    receiver.on('message', (topic, payload) => received.push(`${topic} ${payload.toString()}`));
    await expect(receiver.subscribeAsync('room/+')).rejects.toThrow();
    await receiver.subscribeAsync('room/#', { qos: 1 });
    for (const topic of ['room/secret', 'room/a', 'room/b']) await sender.publishAsync(topic, 'x', { qos: 1 });
    while (received.length < 3) await pause();
    expect(received.sort()).toEqual(['room/a x', 'room/b x', 'room/kept k']);
  });
});

describe('a connection ends', () => {
  it.each(['INACTIVE', 'REVOKED'] as const)(
    'when its certificate becomes %s, and its last will with it',
    async (status) => {
      const topic = 'dt/sonde/acme/probe-1';
      const will = { topic, payload: Buffer.from('gone'), qos: 1, retain: false } as const;
      const device = await makeDevice();
      const client = await connectDevice(device, { will });
      const other = await connectDevice(await makeDevice('probe-2'));
      await setStatus(device, status);
      await ended(client);
      await expect(connectDevice(device)).rejects.toThrow('ended');
      await other.publishAsync('dt/sonde/acme/probe-2', 'x', { qos: 1 });
      expect(delivered).toMatchObject([{ topic: 'dt/sonde/acme/probe-2' }]);
    },
  );

  it('when it is asked for, with its last will unless that is not wanted', async () => {
    const device = await makeDevice('probe:1');
    const topic = 'dt/sonde/acme/probe:1';
    const will = { topic, payload: Buffer.from('gone'), qos: 1, retain: false } as const;
    const end = (input: { preventWillMessage?: boolean; cleanSession?: boolean } = {}) =>
      iot.data.send(new DeleteConnectionCommand({ clientId: 'probe:1', ...input }));
    await expect(end()).rejects.toThrow(ResourceNotFoundException);
    const first = await connectDevice(device, { will });
    await end({ preventWillMessage: true, cleanSession: true });
    await ended(first);
    expect(delivered).toEqual([]);
    const second = await connectDevice(device, { will, clean: false });
    await expect(end({ cleanSession: true })).rejects.toThrow(InvalidRequestException);
    await end();
    await ended(second);
    while (delivered.length === 0) await pause();
    expect(delivered).toMatchObject([{ payload: Buffer.from('gone').toString('base64') }]);
    await expect(end()).rejects.toThrow(ResourceNotFoundException);
  });

  it('of a client whose id has a slash', async () => {
    await makePolicy('any', documentOf(allow('iot:*', '*')));
    const client = await connect(await makeDevice('probe-1', 'acme', 'any'), { clientId: 'a/b c' });
    await iot.data.send(new DeleteConnectionCommand({ clientId: 'a/b c' }));
    await ended(client);
  });

  it('when its id connects again', async () => {
    const device = await makeDevice();
    const first = await connectDevice(device);
    const second = await connectDevice(device);
    await ended(first);
    await second.publishAsync('dt/sonde/acme/probe-1', 'x', { qos: 1 });
    expect(delivered).toHaveLength(1);
  });

  it('of all that connect with one id at once, but one', async () => {
    const device = await makeDevice();
    const attempts = Array.from({ length: 10 }, () => connectDevice(device));
    await Promise.allSettled(attempts);
    while (clients.filter(({ connected }) => connected).length !== 1) await pause();
    await iot.data.send(new DeleteConnectionCommand({ clientId: device.thingName }));
    while (clients.some(({ connected }) => connected)) await pause();
  });
});

const pause = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 1));

const bytesOf = (pem: string): Buffer => Buffer.from(pem.replace(/-----[^-]+-----|\s/g, ''), 'base64');

/** CONNECT of MQTT 3.1.1, with a clean session. */
function connectPacket(clientId: string): Buffer {
  const id = Buffer.from(clientId);
  const body = Buffer.concat([Buffer.from('\x00\x04MQTT\x04\x02\x00\x3c\x00'), Buffer.of(id.length), id]);
  return Buffer.concat([Buffer.of(0x10, body.length), body]);
}

/** Of an authority that calls itself as the one here does. */
async function foreign(): Promise<Proof> {
  const iotElsewhere = await serveIot();
  try {
    return await certify(iotElsewhere.client);
  } finally {
    await iotElsewhere.end();
  }
}
