import { connectAsync } from 'mqtt';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import {
  AuditEventsDocument,
  CancelDeviceImportDocument,
  CreateDeviceImportDocument,
  DeleteDeviceDocument,
  DeviceDocument,
  DeviceImportDocument,
  DeviceImportsDocument,
  ImportDevicesDocument,
} from '../examples/generated/documents.ts';
import { makeSigningRequest } from '../local/iot/testing/certificates.ts';
import { denied, fieldError } from './support/graphql.ts';
import {
  allDevices,
  begun,
  credentialsOf,
  ended,
  importIs,
  importOf,
  reportOf,
  resumed,
  uploaded,
} from './support/imports.ts';
import { aTime, aUlid } from './support/matchers.ts';
import { makeMember, makeOrganization, setStatus, type Member, type Organization } from './support/people.ts';
import { stored } from './support/sensors.ts';
import { startSonde, type Sonde } from './support/sonde.ts';

let sonde: Sonde;
let harbour: Organization;
let meadow: Organization;
let operator: Member;

beforeAll(async () => {
  sonde = await startSonde();
  harbour = await makeOrganization(sonde, 'Harbour');
  meadow = await makeOrganization(sonde, 'Meadow');
  ({ operator } = harbour);
});
afterAll(() => sonde.close());
/** Nothing that a test leaves counts as under way for the next one. */
afterEach(async () => {
  for (const member of [operator, meadow.operator]) {
    const { deviceImports } = await member.request(DeviceImportsDocument, {});
    for (const { id, status } of deviceImports.items) {
      if (['AWAITING_FILE', 'QUEUED', 'RUNNING'].includes(status))
        await member.request(CancelDeviceImportDocument, { id });
    }
  }
});

const missing = (field: string, id: string) =>
  fieldError(field, 'NotFoundError', `There is no import with the id "${id}".`);
const idsBefore = async (member: Member) => new Set((await allDevices(member)).map(({ id }) => id));

describe('an import', () => {
  it('makes a device of each row that is right, and says of each other one why not', async () => {
    const csv = [
      'name;latitude;longitude;altitude;location;metrics;description',
      'North pier;47,6;-122,3;12;Pier;"temperature|Cel|Air temperature; humidity|%RH";"Two',
      'lines"',
      ';;;;;;',
      'Nowhere;91;0;;;;',
      '" ";;;;;a;',
      '=1+1;;;;;a b;',
      'Bare;;;;;;',
    ].join('\r\n');
    const before = await idsBefore(operator);
    const bytes = Buffer.byteLength(csv);
    const { createDeviceImport: made } = await operator.request(CreateDeviceImportDocument, { input: { bytes } });
    expect(made).toEqual({
      id: aUlid,
      status: 'AWAITING_FILE',
      progress: 0,
      withCredentials: false,
      rows: null,
      succeeded: 0,
      failed: 0,
      uploadUrl: expect.stringContaining(made.id) as string,
      reportUrl: null,
      credentialsUrl: null,
      error: null,
      requestedBy: operator.identityId,
      startedAt: null,
      endedAt: null,
      expiresAt: null,
      createdAt: aTime,
      updatedAt: made.createdAt,
      version: 1,
    });
    expect((await fetch(made.uploadUrl ?? '', { method: 'PUT', body: `${csv} ` })).status).toBe(403);
    const put = { method: 'PUT', body: csv, headers: { 'content-type': 'text/csv', origin: 'https://example.com' } };
    const upload = await fetch(made.uploadUrl ?? '', put);
    expect([upload.status, upload.headers.get('access-control-allow-origin')]).toEqual([200, '*']);
    const { importDevices } = await operator.request(ImportDevicesDocument, { id: made.id });
    expect(importDevices).toMatchObject({ status: 'QUEUED', version: 2, uploadUrl: null });

    const done = await ended(operator, made.id);
    expect(done).toMatchObject({ status: 'COMPLETED', progress: 100, rows: 5, succeeded: 2, failed: 3, error: null });
    expect([done.startedAt, done.endedAt]).toEqual([aTime, aTime]);
    expect(Date.parse(done.expiresAt ?? '') - Date.parse(done.endedAt ?? '')).toBeLessThan(86_400_001);
    const report = await reportOf(done);
    expect(report.map(({ line, name, status, error }) => [line, name, status, error])).toEqual([
      ['2', 'North pier', 'succeeded', ''],
      ['5', 'Nowhere', 'failed', 'location.latitude must be -90 to 90 degrees; it is 91.'],
      ['6', ' ', 'failed', 'name must have at least one character that is not blank.'],
      ['7', "'=1+1", 'failed', expect.stringContaining('"a b" is no metric name')],
      ['8', 'Bare', 'succeeded', ''],
    ]);
    const devices = (await allDevices(operator)).filter(({ id }) => !before.has(id));
    expect(devices).toMatchObject([
      {
        id: report[0]?.device_id,
        name: 'North pier',
        description: 'Two\nlines',
        location: { latitude: 47.6, longitude: -122.3, altitude: 12, name: 'Pier' },
        metrics: [
          { name: 'temperature', unit: 'Cel', label: 'Air temperature' },
          { name: 'humidity', unit: '%RH', label: null },
        ],
        version: 1,
      },
      { id: report[4]?.device_id, name: 'Bare', description: null, location: null, metrics: [] },
    ]);

    const { auditEvents } = await harbour.administrator.request(AuditEventsDocument, { first: 50 });
    const events = auditEvents.items.map(({ action, targetType, targetId, actor }) => [
      action,
      targetType,
      targetId,
      actor.identityId,
    ]);
    const ofDevices = devices.map(({ id }) => ['importDevices', 'Device', id, operator.identityId]);
    for (const event of [
      ...ofDevices,
      ['importDevices', 'DeviceImport', made.id, operator.identityId],
      ['createDeviceImport', 'DeviceImport', made.id, operator.identityId],
    ])
      expect(events).toContainEqual(event);
  });

  it('asked for twice, or of one that has ended, is answered as it is, and makes nothing twice', async () => {
    const id = await uploaded(operator, 'name\nA\nB\n');
    const before = (await allDevices(operator)).length;
    await Promise.all([1, 2, 3].map(() => operator.request(ImportDevicesDocument, { id })));
    const done = await ended(operator, id);
    const { importDevices: again } = await operator.request(ImportDevicesDocument, { id });
    expect(again).toMatchObject({
      status: 'COMPLETED',
      version: done.version,
      reportUrl: expect.any(String) as string,
    });
    await resumed(sonde, id);
    await expect.poll(async () => (await allDevices(operator)).length).toBe(before + 2);
  });

  it.each([
    ['without a column name', 'description\nx\n', 'Line 1: the header has no column name'],
    ['with an unknown column', 'name,Colour\nx,y\n', 'Line 1: the header has "Colour", which is no column'],
    ['with an open quote', 'name\nx\n"y\nz\n', 'Line 3: a quote is opened'],
    ['without a row', 'name\n', 'no rows'],
    ['in Latin 1', Buffer.from('name\nx\ncaf\u00e9\n', 'latin1'), 'Line 3 has characters that are not in UTF-8'],
    ['in UTF-16', Buffer.from('\ufeffname\nx\n', 'utf16le'), 'save the file as CSV in UTF-8'],
    ['with too many rows', `name\n${'x\n'.repeat(10_001)}`, 'Line 10002 begins row 10,001'],
    [
      'with signing requests',
      'name,certificate_signing_request\nx,\ny,z\n',
      'Line 3 has a certificate_signing_request',
    ],
  ])('of a file %s fails as a whole, before any device is made', async (_what, file, message) => {
    const before = (await allDevices(operator)).length;
    const failed = await ended(operator, await begun(operator, file));
    expect(failed).toMatchObject({ status: 'FAILED', succeeded: 0, failed: 0, reportUrl: null, expiresAt: null });
    expect(failed.error).toEqual({ type: 'ValidationError', message: expect.stringContaining(message) as string });
    expect((await allDevices(operator)).length).toBe(before);
  });

  it.each([0, 16 * 2 ** 20 + 1])('of %d bytes is not made', async (bytes) => {
    const message = `bytes must be 1 to 16777216; it is ${bytes}.`;
    const { errors } = await operator.ask(CreateDeviceImportDocument, { input: { bytes } });
    expect(errors).toEqual([fieldError('createDeviceImport', 'ValidationError', message)]);
  });

  it('does not begin without its file, and not more than two at once', async () => {
    const { createDeviceImport } = await operator.request(CreateDeviceImportDocument, { input: { bytes: 7 } });
    const { id } = createDeviceImport;
    const early = await operator.ask(ImportDevicesDocument, { id });
    expect(early.errors).toMatchObject([
      { errorType: 'ValidationError', message: expect.stringContaining('has not been uploaded') as string },
    ]);
    const answers = await Promise.all(
      [1, 2, 3].map(() => operator.ask(CreateDeviceImportDocument, { input: { bytes: 7 } })),
    );
    expect(answers.flatMap(({ errors }) => errors ?? []).length).toBeGreaterThanOrEqual(2);
    for (const { errors } of answers)
      if (errors)
        expect(['LimitExceededError', 'ConflictError']).toContain((errors[0] as { errorType: string }).errorType);
    const { cancelDeviceImport } = await operator.request(CancelDeviceImportDocument, { id });
    expect(cancelDeviceImport).toMatchObject({ status: 'CANCELLED', endedAt: aTime });
    expect((await operator.request(ImportDevicesDocument, { id })).importDevices.status).toBe('CANCELLED');
  });

  it('of 10,000 devices comes to its end', { timeout: 300_000 }, async () => {
    const rows = Array.from({ length: 10_000 }, (_, index) => `Buoy ${index},temperature|Cel`);
    const id = await begun(meadow.operator, `name,metrics\n${rows.join('\n')}\n`);
    const seen: number[] = [];
    const done = await importIs(meadow.operator, id, ({ progress, status, reportUrl }) => {
      seen.push(progress);
      return status === 'COMPLETED' && reportUrl !== null;
    });
    expect(done).toMatchObject({ rows: 10_000, succeeded: 10_000, failed: 0 });
    expect(seen).toEqual([...seen].sort((a, b) => a - b));
    const report = await reportOf(done);
    const devices = (await allDevices(meadow.operator)).filter(({ name }) => name.startsWith('Buoy '));
    expect(devices.map(({ name }) => name)).toEqual(rows.map((row) => row.split(',')[0]));
    expect(report.map(({ device_id }) => device_id)).toEqual(devices.map(({ id: deviceId }) => deviceId));
  });

  it('goes on whenever the process ends, and makes each device once', { timeout: 300_000 }, async () => {
    const rows = Array.from({ length: 6000 }, (_, index) => `Mast ${index}`);
    const id = await begun(meadow.operator, `name\n${rows.join('\n')}\n`);
    const interrupted = async () => {
      await sonde.stop();
      await sonde.start();
      await resumed(sonde, id);
    };
    await interrupted();
    await importIs(meadow.operator, id, ({ succeeded }) => succeeded > 0);
    await interrupted();
    const [deleted] = (await allDevices(meadow.operator)).filter(({ name }) => name.startsWith('Mast '));
    await meadow.operator.request(DeleteDeviceDocument, { input: { id: deleted?.id ?? '', expectedVersion: 1 } });
    await importIs(meadow.operator, id, ({ succeeded }) => succeeded > 2000);
    await interrupted();
    expect(await ended(meadow.operator, id)).toMatchObject({ succeeded: 6000, failed: 0 });
    const masts = (await allDevices(meadow.operator)).filter(({ name }) => name.startsWith('Mast '));
    // What somebody has deleted meanwhile stays so.
    expect(masts.map(({ name }) => name)).toEqual(rows.slice(1));
  });

  it(
    'that is cancelled ends at the next chunk, and names the devices that were made',
    { timeout: 120_000 },
    async () => {
      const rows = Array.from({ length: 10_000 }, (_, index) => `Vane ${index}`);
      const id = await begun(meadow.operator, `name\n${rows.join('\n')}\n`);
      await importIs(meadow.operator, id, ({ succeeded }) => succeeded > 0);
      const cancel = () => meadow.operator.ask(CancelDeviceImportDocument, { id });
      const { data } = await cancel();
      expect(data?.cancelDeviceImport.status).toBe('CANCELLED');
      const cancelled = await ended(meadow.operator, id);
      expect(cancelled.succeeded).toBeLessThan(10_000);
      expect((await cancel()).data?.cancelDeviceImport).toMatchObject({ id, status: 'CANCELLED' });
      const report = await reportOf(cancelled);
      expect(report).toHaveLength(cancelled.succeeded);
      const vanes = (await allDevices(meadow.operator)).filter(({ name }) => name.startsWith('Vane '));
      expect(vanes.map(({ id: deviceId }) => deviceId)).toEqual(report.map(({ device_id }) => device_id));
    },
  );
});

describe('an import with credentials', () => {
  it('gives each device a certificate with which it connects and sends', { timeout: 300_000 }, async () => {
    const { request: signingRequest, privateKey: privateKeyPem } = await makeSigningRequest();
    const rows = Array.from({ length: 220 }, (_, index) =>
      index % 40 === 0 ? `With key ${index},` : `Own key ${index},"${signingRequest}"`,
    );
    const csv = `name,certificate_signing_request\n${rows.join('\n')}\nWrong,"-----BEGIN"\n`;
    const id = await begun(operator, csv, true);
    const done = await ended(operator, id);
    expect(done).toMatchObject({ withCredentials: true, rows: 221, succeeded: 220, failed: 1 });
    const report = await reportOf(done);
    expect(report.at(-1)).toMatchObject({
      name: 'Wrong',
      status: 'failed',
      error: expect.stringContaining('not PEM') as string,
    });
    const credentials = await credentialsOf(done);
    expect(credentials.map(({ deviceId }) => deviceId)).toEqual(report.slice(0, -1).map(({ device_id }) => device_id));
    expect(new Set(credentials.map(({ certificateId }) => certificateId)).size).toBe(220);

    for (const given of [credentials[0], credentials[1]]) {
      if (!given) throw new Error('Nobody got credentials');
      const { device } = await operator.request(DeviceDocument, { id: given.deviceId });
      expect(device?.certificates.map((certificate) => certificate.id)).toEqual([given.certificateId]);
      const client = await connectAsync({
        protocol: 'mqtts',
        host: given.endpoint,
        port: given.port,
        clientId: given.clientId,
        ca: await (await fetch(given.rootCaUrl)).text(),
        cert: given.certificatePem,
        key: given.privateKeyPem ?? privateKeyPem,
        reconnectPeriod: 0,
      });
      await client.publishAsync(given.topic, JSON.stringify({ readings: { temperature: 21.5 } }), { qos: 1 });
      expect(await stored(operator, given.deviceId, 1)).toMatchObject([{ metric: 'temperature', value: 21.5 }]);
      await client.endAsync();
    }

    const colleague = await makeMember(sonde, harbour.id, 'OPERATOR', 'colleague@harbour.example');
    expect(await importOf(colleague, id)).toMatchObject({
      reportUrl: expect.any(String) as string,
      credentialsUrl: null,
    });
    expect(await importOf(harbour.administrator, id)).toMatchObject({ credentialsUrl: null });
    const key = credentials[0]?.privateKeyPem?.split('\n')[5] ?? 'none';
    expect(
      JSON.stringify(await sonde.services.dynamodb.call('Scan', { TableName: 'sonde-local-devices' })),
    ).not.toContain(key);

    await setStatus(harbour, operator, 'SUSPENDED');
    expect((await operator.ask(DeviceImportDocument, { id })).errors).toMatchObject([{ errorType: 'Unauthorized' }]);
    await setStatus(harbour, operator, 'ACTIVE');
  });
});

describe('imports', () => {
  it('are of their organization alone, and not for viewers', async () => {
    const id = await uploaded(operator, 'name\nA\n');
    const stranger = meadow.administrator;
    expect((await stranger.ask(DeviceImportDocument, { id })).errors).toEqual([missing('deviceImport', id)]);
    expect((await stranger.ask(ImportDevicesDocument, { id })).errors).toEqual([missing('importDevices', id)]);
    expect((await stranger.ask(CancelDeviceImportDocument, { id })).errors).toEqual([
      missing('cancelDeviceImport', id),
    ]);
    const { deviceImports } = await stranger.request(DeviceImportsDocument, { first: 100 });
    expect(deviceImports.items.map((each) => each.id)).not.toContain(id);
    const own = await harbour.administrator.request(DeviceImportsDocument, { first: 100 });
    expect(own.deviceImports.items.map((each) => each.id)).toContain(id);

    const { viewer } = harbour;
    expect((await viewer.ask(DeviceImportDocument, { id })).errors).toEqual([denied('deviceImport', 'Query')]);
    expect((await viewer.ask(ImportDevicesDocument, { id })).errors).toEqual([denied('importDevices', 'Mutation')]);
    expect((await viewer.ask(CreateDeviceImportDocument, { input: { bytes: 1 } })).errors).toEqual([
      denied('createDeviceImport', 'Mutation'),
    ]);
  });
});
