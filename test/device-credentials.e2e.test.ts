import {
  CloudWatchLogsClient,
  paginateDescribeLogGroups,
  paginateFilterLogEvents,
} from '@aws-sdk/client-cloudwatch-logs';
import { DescribeThingCommand, IoTClient, ResourceNotFoundException } from '@aws-sdk/client-iot';
import type { MqttClient } from 'mqtt';
import mqtt from 'mqtt';
import { execFile } from 'node:child_process';
import { readdir, readFile, stat, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { configure, signInAs } from '../examples/client.ts';
import {
  AuditEventsDocument,
  CreateDeviceDocument,
  DeleteDeviceDocument,
  DeviceDocument,
  ProvisionDeviceDocument,
  RevokeDeviceCertificateDocument,
  RotateDeviceCertificateDocument,
  type ProvisionDeviceMutation,
} from '../examples/generated/documents.ts';
import { howTo, provision as provisionTo } from '../examples/provision.ts';
import { makeSigningRequest } from '../local/iot/testing/certificates.ts';
import { temporaryDirectory } from '../local/shared/testing/temporary-directory.ts';
import { denied, fieldError } from './support/graphql.ts';
import { aTime } from './support/matchers.ts';
import { makeOrganization, PASSWORD, type Member, type Organization } from './support/people.ts';
import { stored } from './support/sensors.ts';
import { startSonde, type Sonde } from './support/sonde.ts';
import { until } from './support/until.ts';

type Credentials = ProvisionDeviceMutation['provisionDevice'];

let sonde: Sonde;
let harbour: Organization;
let meadow: Organization;
let operator: Member;
let iot: IoTClient;
const clients: MqttClient[] = [];
/** Every private key that was given. */
const keys: string[] = [];

beforeAll(async () => {
  sonde = await startSonde();
  harbour = await makeOrganization(sonde, 'Harbour');
  meadow = await makeOrganization(sonde, 'Meadow');
  ({ operator } = harbour);
  iot = new IoTClient(awsOptions());
});
afterEach(() => Promise.all(clients.splice(0).map((client) => client.endAsync(true))));
afterAll(async () => {
  iot.destroy();
  await sonde.close();
});

function awsOptions() {
  const { awsUrl: endpoint, region } = sonde.addresses;
  return { endpoint, region, credentials: { accessKeyId: 'test', secretAccessKey: 'test' }, maxAttempts: 1 };
}

async function makeDevice(): Promise<string> {
  const { createDevice } = await operator.request(CreateDeviceDocument, { input: { name: 'Buoy' } });
  return createDevice.id;
}

async function provision(deviceId: string, certificateSigningRequest?: string): Promise<Credentials> {
  const input = { deviceId, ...(certificateSigningRequest !== undefined && { certificateSigningRequest }) };
  const { provisionDevice } = await operator.request(ProvisionDeviceDocument, { input });
  if (provisionDevice.privateKeyPem !== null) keys.push(provisionDevice.privateKeyPem);
  return provisionDevice;
}

async function rotate(deviceId: string): Promise<Credentials> {
  const { rotateDeviceCertificate } = await operator.request(RotateDeviceCertificateDocument, { input: { deviceId } });
  keys.push(rotateDeviceCertificate.privateKeyPem ?? '');
  return rotateDeviceCertificate;
}

/** Connects with what the API answered, and nothing else. Rejects where the broker ends the connection, whenever that is. */
async function connect(given: Credentials, key = given.privateKeyPem): Promise<MqttClient> {
  const ca = await (await fetch(given.rootCaUrl)).text();
  const client = mqtt.connect({
    protocol: 'mqtts',
    host: given.endpoint,
    port: given.port,
    clientId: given.clientId,
    ca,
    cert: given.certificatePem,
    key: key ?? '',
    reconnectPeriod: 0,
  });
  clients.push(client);
  // What the broker refuses is an error or only an end, by when it comes.
  client.on('error', () => undefined);
  return new Promise((resolve, reject) => {
    client.once('connect', () => {
      resolve(client);
    });
    client.once('close', () => {
      reject(new Error('The broker ended the connection'));
    });
  });
}

const isRefused = (given: Credentials): Promise<boolean> =>
  connect(given).then(
    () => false,
    () => true,
  );

const ended = (client: MqttClient): Promise<true> =>
  until('the end of the connection', () => (client.connected ? undefined : true));

async function publish(client: MqttClient, { topic }: Credentials, temperature: number): Promise<void> {
  await client.publishAsync(topic, JSON.stringify({ readings: { temperature } }), { qos: 1 });
}

const certificatesOf = async (id: string) =>
  (await operator.request(DeviceDocument, { id })).device?.certificates.map((certificate) => certificate.id);

describe('a device', () => {
  it('connects with what it was given, and what it publishes is stored', async () => {
    const id = await makeDevice();
    const given = await provision(id);
    expect(given).toMatchObject({
      clientId: id,
      topic: `dt/sonde/${harbour.id}/${id}`,
      device: { id, name: 'Buoy', certificates: [given.certificate], version: 1 },
      certificate: { createdBy: operator.identityId, createdAt: aTime, expiresAt: aTime },
    });
    await publish(await connect(given), given, 21.5);
    expect(await stored(operator, id, 1)).toMatchObject([{ metric: 'temperature', value: 21.5 }]);
  });

  it('keeps its key to itself where it asks by a signing request', async () => {
    const id = await makeDevice();
    const { request, privateKey } = await makeSigningRequest();
    const given = await provision(id, request);
    expect(given.privateKeyPem).toBeNull();
    await publish(await connect(given, privateKey), given, 1);
    expect(await stored(operator, id, 1)).toHaveLength(1);
    const { errors } = await operator.ask(ProvisionDeviceDocument, {
      input: { deviceId: id, certificateSigningRequest: (await makeSigningRequest({ kind: 'rsa-1024' })).request },
    });
    expect(errors).toEqual([
      fieldError(
        'provisionDevice',
        'ValidationError',
        'The certificate signing request cannot be taken: its RSA key has 1024 bits; RSA of 2,048 bits or more, or ECDSA on P-256, P-384 or P-521 is taken.',
      ),
    ]);
  });

  it('publishes as no other one', async () => {
    const [id, other] = [await makeDevice(), await makeDevice()];
    const given = await provision(id);
    const client = await connect(given);
    const topic = given.topic.replace(id, other);
    client.publish(topic, '{"readings": {"temperature": 1}}', { qos: 1 });
    await ended(client);
    expect(await isRefused({ ...given, clientId: other })).toBe(true);
  });

  it('changes over from one certificate to another, and has no third', async () => {
    const id = await makeDevice();
    const [one, two] = [await provision(id), await provision(id)];
    const client = await connect(one);
    const { errors } = await operator.ask(ProvisionDeviceDocument, { input: { deviceId: id } });
    expect(errors).toMatchObject([{ errorType: 'LimitExceededError' }]);
    await publish(client, one, 1);
    // Of two clients of one id the broker keeps the newer.
    const next = await connect(two);
    await ended(client);

    const input = { deviceId: id, certificateId: one.certificate.id };
    const { revokeDeviceCertificate } = await operator.request(RevokeDeviceCertificateDocument, { input });
    expect(revokeDeviceCertificate.certificates).toEqual([two.certificate]);
    expect(await isRefused(one)).toBe(true);
    // It was cut off too, and comes back with what it has.
    await ended(next);
    await publish(await connect(two), two, 2);
    const again = await operator.ask(RevokeDeviceCertificateDocument, { input });
    expect(again.errors).toMatchObject([{ errorType: 'NotFoundError' }]);
  });

  it('is cut off where its certificates are rotated or revoked', async () => {
    const id = await makeDevice();
    const old = await provision(id);
    const client = await connect(old);
    const given = await rotate(id);
    await ended(client);
    expect(given.device.certificates).toEqual([given.certificate]);
    expect(await isRefused(old)).toBe(true);
    const next = await connect(given);
    await publish(next, given, 3);
    await operator.request(RevokeDeviceCertificateDocument, { input: { deviceId: id } });
    await ended(next);
    expect(await isRefused(given)).toBe(true);
    expect(await certificatesOf(id)).toEqual([]);
  });

  it('takes its certificates with it where it is deleted', async () => {
    const id = await makeDevice();
    const given = await provision(id);
    const client = await connect(given);
    await operator.request(DeleteDeviceDocument, { input: { id, expectedVersion: 1 } });
    await ended(client);
    await until('the end of the thing', async () => {
      const gone = await iot.send(new DescribeThingCommand({ thingName: id })).catch((error: unknown) => error);
      return gone instanceof ResourceNotFoundException ? true : undefined;
    });
    expect(await isRefused(given)).toBe(true);
  });

  it('connects with what it had before a restart', async () => {
    const id = await makeDevice();
    const given = await provision(id);
    await sonde.stop();
    await sonde.start();
    await publish(await connect(given), given, 4);
    expect(await certificatesOf(id)).toEqual([given.certificate.id]);
  });
});

describe('make provision', () => {
  it('writes what a device connects with, its key for its owner alone', async () => {
    const { directory, remove } = await temporaryDirectory();
    configure(sonde.outputs);
    await signInAs(operator.email, PASSWORD);
    const id = await makeDevice();
    const written = await provisionTo(id, directory);
    keys.push(await readFile(written.key, 'utf8'));
    expect((await stat(written.key)).mode & 0o777).toBe(0o600);
    const text = howTo(written);
    const [, program = ''] = text.split("import { readFileSync } from 'node:fs';");
    const file = join(directory, 'device.mjs');
    const installed = pathToFileURL(createRequire(import.meta.url).resolve('mqtt')).href;
    await writeFile(file, `import { readFileSync } from 'node:fs';${program.replace("'mqtt'", `'${installed}'`)}`);
    await promisify(execFile)(process.execPath, [file]);
    expect(await stored(operator, id, 1)).toMatchObject([{ metric: 'temperature', value: 21.5 }]);
    await remove();
  });
});

describe('credentials', () => {
  it('are for operators of the device’s own organization', async () => {
    const id = await makeDevice();
    const input = { deviceId: id };
    const missing = `There is no device with the id "${id}".`;
    for (const [document, field] of [
      [ProvisionDeviceDocument, 'provisionDevice'],
      [RotateDeviceCertificateDocument, 'rotateDeviceCertificate'],
      [RevokeDeviceCertificateDocument, 'revokeDeviceCertificate'],
    ] as const) {
      expect((await harbour.viewer.ask(document, { input })).errors).toEqual([denied(field, 'Mutation')]);
      const strange = await meadow.administrator.ask(document, { input });
      expect(strange.errors).toEqual([fieldError(field, 'NotFoundError', missing)]);
    }
    expect(await certificatesOf(id)).toEqual([]);
  });

  it('leave events that say who, and have no key', async () => {
    const id = await makeDevice();
    const one = await provision(id);
    const two = await rotate(id);
    await operator.request(RevokeDeviceCertificateDocument, { input: { deviceId: id } });
    const { auditEvents } = await harbour.administrator.request(AuditEventsDocument, { targetId: id });
    const events = auditEvents.items.map(({ action, actor, details }) => ({
      action,
      by: actor.identityId,
      details: JSON.parse(details ?? 'null') as unknown,
    }));
    const by = operator.identityId;
    const [first, second] = [one.certificate.id, two.certificate.id];
    expect(events).toEqual([
      { action: 'revokeDeviceCertificate', by, details: { revoked: [second] } },
      {
        action: 'rotateDeviceCertificate',
        by,
        details: { ofSigningRequest: false, certificateId: second, revoked: [first] },
      },
      { action: 'provisionDevice', by, details: { ofSigningRequest: false, certificateId: first } },
      expect.objectContaining({ action: 'createDevice' }),
    ]);
  });

  it('are nowhere but in the answer', async () => {
    expect(keys.length).toBeGreaterThan(5);
    // A line of a key tells it from all others, however the rest is written.
    const lines = keys.map((key) => key.split('\n')[10] ?? '');
    expect(new Set(lines.map(({ length }) => length))).toEqual(new Set([64]));
    const haystacks = [await allLogs(), ...(await filesBelow(sonde.directory))];
    for (const line of lines) expect(haystacks.some((text) => text.includes(line))).toBe(false);
    expect(await allLogs()).toContain('Gave a device a certificate');
  });
});

/** All that functions have logged. */
async function allLogs(): Promise<string> {
  const logs = new CloudWatchLogsClient(awsOptions());
  const texts: string[] = [];
  for await (const { logGroups = [] } of paginateDescribeLogGroups({ client: logs }, {})) {
    for (const { logGroupName } of logGroups) {
      for await (const { events = [] } of paginateFilterLogEvents({ client: logs }, { logGroupName }))
        texts.push(...events.map(({ message }) => message ?? ''));
    }
  }
  logs.destroy();
  return texts.join('\n');
}

async function filesBelow(directory: string): Promise<string[]> {
  const entries = await readdir(directory, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile());
  return Promise.all(files.map(({ parentPath, name }) => readFile(join(parentPath, name), 'latin1')));
}
