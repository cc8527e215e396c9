import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { connect as connectTls } from 'node:tls';
import {
  CreateThingCommand,
  DeleteCertificateCommand,
  DetachPolicyCommand,
  DetachThingPrincipalCommand,
  RegisterCertificateWithoutCACommand,
} from '@aws-sdk/client-iot';
import {
  DeleteConnectionCommand,
  InvalidRequestException,
  ResourceNotFoundException,
} from '@aws-sdk/client-iot-data-plane';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { certify, connectOverTls, ended, type Proof, type ProvisionedDevice } from './testing/devices.ts';
import { makeSelfSigned } from './testing/certificates.ts';
import { Fleet, allow, documentOf } from './testing/fleet.ts';
import { serveIot } from './testing/serve-iot.ts';

let fleet: Fleet;
beforeEach(async () => {
  fleet = await Fleet.start();
});
afterEach(() => fleet.end());

describe('a device', () => {
  it('publishes on its own topic, and is known by its certificate', async () => {
    const device = await fleet.makeDevice();
    const client = await fleet.connectDevice(device);
    await client.publishAsync('dt/sonde/acme/probe-1', 'x', { qos: 1 });
    expect(fleet.delivered).toEqual([
      { payload: 'eA==', topic: 'dt/sonde/acme/probe-1', principal: device.certificateId },
    ]);
  });

  it('connects again after a restart, to the same broker', async () => {
    const device = await fleet.makeDevice();
    const rootCaPem = fleet.iot.rootCaPem();
    await fleet.connectDevice(device);
    await fleet.iot.restart();
    expect(fleet.iot.rootCaPem()).toBe(rootCaPem);
    const client = await fleet.connectDevice(device);
    await client.publishAsync('dt/sonde/acme/probe-1', 'x', { qos: 1 });
    expect(fleet.delivered).toHaveLength(1);
  });

  it('has a certificate that no authority signed', async () => {
    const device = await fleet.makeDevice();
    const own = await makeSelfSigned();
    const command = new RegisterCertificateWithoutCACommand({ certificatePem: own.certificatePem, status: 'ACTIVE' });
    const { certificateArn = '' } = await fleet.iot.client.send(command);
    await fleet.makePolicy('any', documentOf(allow('iot:*', '*')));
    await fleet.attachPolicy('any', { ...device, certificateArn });
    const client = await fleet.connect(own, { clientId: 'anything' });
    await client.publishAsync('a', 'x', { qos: 1 });
    const id = createHash('sha256').update(bytesOf(own.certificatePem)).digest('hex');
    expect(fleet.delivered).toMatchObject([{ principal: id }]);
  });

  it('is one of two hundred at once', async () => {
    const devices: ProvisionedDevice[] = [];
    for (let made = 0; made < 200; made++) devices.push(await fleet.makeDevice(`probe-${made}`));
    await Promise.all(
      devices.map(async (device) => {
        const client = await fleet.connectDevice(device);
        await client.publishAsync(`dt/sonde/acme/${device.thingName}`, device.thingName, { qos: 1 });
      }),
    );
    const expected = devices.map(({ thingName, certificateId }) => [`dt/sonde/acme/${thingName}`, certificateId]);
    expect(fleet.delivered.map(({ topic, principal }) => [topic, principal]).sort()).toEqual(expected.sort());
  });

  it.each(['TLSv1.2', 'TLSv1.3'] as const)('resumes a session of %s as who it was, while it may', async (version) => {
    const device = await fleet.makeDevice();
    const dial = (session?: Buffer) =>
      connectTls({
        host: '127.0.0.1',
        port: fleet.iot.tlsPort(),
        ca: fleet.iot.rootCaPem(),
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
    await fleet.setStatus(device, 'REVOKED');
    await closed;
    const last = dial(session);
    last.on('error', () => undefined);
    last.on('data', () => fleet.delivered.push({}));
    last.write(connectPacket(device.thingName));
    await once(last, 'close');
    expect(fleet.delivered).toEqual([]);
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
        const other = await certify(fleet.iot.client, { active: false });
        await fleet.iot.client.send(new DeleteCertificateCommand({ certificateId: other.certificateId }));
        return [other, device.thingName];
      },
    ],
    [
      'with one that is inactive',
      async (device) => {
        await fleet.setStatus(device, 'INACTIVE');
        return [device, device.thingName];
      },
    ],
    [
      'with one that is revoked',
      async (device) => {
        await fleet.setStatus(device, 'REVOKED');
        return [device, device.thingName];
      },
    ],
    [
      'with one that has expired',
      (device) => {
        fleet.time.now = Date.parse('2050-01-01T00:00:00Z');
        return Promise.resolve([device, device.thingName]);
      },
    ],
    [
      'with one that is not valid yet',
      (device) => {
        fleet.time.now -= 86_400_000;
        return Promise.resolve([device, device.thingName]);
      },
    ],
    [
      "with another thing's id",
      async (device) => {
        await fleet.iot.client.send(new CreateThingCommand({ thingName: 'probe-2' }));
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
        await fleet.iot.client.send(new DetachThingPrincipalCommand({ thingName, principal }));
        return [device, thingName];
      },
    ],
    [
      'with a certificate that has no policy',
      async (device) => {
        const { thingName, certificateArn: target } = device;
        await fleet.iot.client.send(new DetachPolicyCommand({ policyName: 'device', target }));
        return [device, thingName];
      },
    ],
    [
      'with a certificate that a policy denies it to',
      async (device) => {
        await fleet.makePolicy('denial', documentOf({ ...allow('iot:Connect', '*'), Effect: 'Deny' }));
        await fleet.attachPolicy('denial', device);
        return [device, device.thingName];
      },
    ],
  ])('%s', async (_what, make) => {
    const device = await fleet.makeDevice();
    const [proof, clientId] = await make(device);
    await expect(fleet.connect(proof, { clientId })).rejects.toThrow('The broker ended the connection');
  });

  it('over TLS to the broker without, nor without to the broker with', async () => {
    const device = await fleet.makeDevice();
    const rootCaPem = fleet.iot.rootCaPem();
    const options = { clientId: device.thingName, connectTimeout: 500 };
    await expect(connectOverTls({ port: fleet.iot.port(), rootCaPem }, device, options)).rejects.toThrow();
    await expect(fleet.connect(undefined, { ...options, protocol: 'mqtt' })).rejects.toThrow();
  });
});

describe('a connection ends', () => {
  it.each(['INACTIVE', 'REVOKED'] as const)(
    'when its certificate becomes %s, and its last will with it',
    async (status) => {
      const topic = 'dt/sonde/acme/probe-1';
      const will = { topic, payload: Buffer.from('gone'), qos: 1, retain: false } as const;
      const device = await fleet.makeDevice();
      const client = await fleet.connectDevice(device, { will });
      const other = await fleet.connectDevice(await fleet.makeDevice('probe-2'));
      await fleet.setStatus(device, status);
      await ended(client);
      await expect(fleet.connectDevice(device)).rejects.toThrow('ended');
      await other.publishAsync('dt/sonde/acme/probe-2', 'x', { qos: 1 });
      expect(fleet.delivered).toMatchObject([{ topic: 'dt/sonde/acme/probe-2' }]);
    },
  );

  it('when it is asked for, with its last will unless that is not wanted', async () => {
    const device = await fleet.makeDevice('probe:1');
    const topic = 'dt/sonde/acme/probe:1';
    const will = { topic, payload: Buffer.from('gone'), qos: 1, retain: false } as const;
    const end = (input: { preventWillMessage?: boolean; cleanSession?: boolean } = {}) =>
      fleet.iot.data.send(new DeleteConnectionCommand({ clientId: 'probe:1', ...input }));
    await expect(end()).rejects.toThrow(ResourceNotFoundException);
    const first = await fleet.connectDevice(device, { will });
    await end({ preventWillMessage: true, cleanSession: true });
    await ended(first);
    expect(fleet.delivered).toEqual([]);
    const second = await fleet.connectDevice(device, { will, clean: false });
    await expect(end({ cleanSession: true })).rejects.toThrow(InvalidRequestException);
    await end();
    await ended(second);
    while (fleet.delivered.length === 0) await pause();
    expect(fleet.delivered).toMatchObject([{ payload: Buffer.from('gone').toString('base64') }]);
    await expect(end()).rejects.toThrow(ResourceNotFoundException);
  });

  it('of a client whose id has a slash', async () => {
    await fleet.makePolicy('any', documentOf(allow('iot:*', '*')));
    const client = await fleet.connect(await fleet.makeDevice('probe-1', 'acme', 'any'), { clientId: 'a/b c' });
    await fleet.iot.data.send(new DeleteConnectionCommand({ clientId: 'a/b c' }));
    await ended(client);
  });

  it('when its id connects again', async () => {
    const device = await fleet.makeDevice();
    const first = await fleet.connectDevice(device);
    const second = await fleet.connectDevice(device);
    await ended(first);
    await second.publishAsync('dt/sonde/acme/probe-1', 'x', { qos: 1 });
    expect(fleet.delivered).toHaveLength(1);
  });

  it('of all that connect with one id at once, but one', async () => {
    const device = await fleet.makeDevice();
    const attempts = Array.from({ length: 10 }, () => fleet.connectDevice(device));
    await Promise.allSettled(attempts);
    while (fleet.clients.filter(({ connected }) => connected).length !== 1) await pause();
    await fleet.iot.data.send(new DeleteConnectionCommand({ clientId: device.thingName }));
    while (fleet.clients.some(({ connected }) => connected)) await pause();
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
  const elsewhere = await serveIot();
  try {
    return await certify(elsewhere.client);
  } finally {
    await elsewhere.end();
  }
}
