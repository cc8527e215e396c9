import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  CreateDeviceDocument,
  DeviceDocument,
  RecordReadingsDocument,
  UpdateDeviceDocument,
} from '../examples/generated/documents.ts';
import { Live } from './support/live.ts';
import { makeOrganization, PASSWORD, type Member, type Organization } from './support/people.ts';
import { startSonde, type Sonde } from './support/sonde.ts';

const ROOT = resolve(import.meta.dirname, '..');
const READINGS = `query ($deviceId: ID!, $from: AWSDateTime!, $to: AWSDateTime!, $metrics: [String!]) {
  readings(deviceId: $deviceId, from: $from, to: $to, metrics: $metrics, first: 1000) { items { metric time value text unit declared } nextCursor }
}`;
const DAY = { from: '2026-03-01T00:00:00Z', to: '2026-03-02T00:00:00Z' };

let sonde: Sonde;
let harbour: Organization;
let folder: string;
let deviceIds: string[];
beforeAll(async () => {
  sonde = await startSonde();
  harbour = await makeOrganization(sonde, 'Harbour');
  folder = await mkdtemp(join(tmpdir(), 'sonde-backfill-'));
  const make = async (name: string) =>
    (
      await harbour.operator.request(CreateDeviceDocument, {
        input: { name, metrics: [{ name: 'level', unit: 'm' }] },
      })
    ).createDevice.id;
  deviceIds = [await make('Buoy'), await make('Pier')];
});
afterAll(async () => {
  await rm(folder, { recursive: true });
  await sonde.close();
});

interface Run {
  code: number;
  output: string;
  errors: string;
}

/** `make backfill`, as make runs it. */
function runBackfill(file: string, { email }: Pick<Member, 'email'>, variables: NodeJS.ProcessEnv = {}): Promise<Run> {
  const env = { ...process.env, SONDE_DATA: sonde.directory, FILE: file, EMAIL: email, PASSWORD, ...variables };
  const command = ['--import', 'tsx', 'deploy/backfill/main.ts'];
  return new Promise((done) => {
    execFile(process.execPath, command, { cwd: ROOT, env }, (error, output, errors) => {
      done({ code: error === null ? 0 : Number(error.code), output, errors });
    });
  });
}

async function fileOf(name: string, lines: readonly string[]): Promise<string> {
  const file = join(folder, name);
  await writeFile(file, ['device,metric,time,value,text', ...lines, ''].join('\n'));
  return file;
}

const timeOf = (second: number): string => new Date(Date.parse(DAY.from) + second * 1000).toISOString();
const page = async (deviceId: string, metrics?: string[]) =>
  (await harbour.viewer.ask(READINGS, { deviceId, ...DAY, ...(metrics && { metrics }) })).data as {
    readings: { items: Record<string, unknown>[]; nextCursor: string | null };
  };

describe('make backfill', { timeout: 120_000 }, () => {
  it('records a file of two devices, and what it cannot record is in a file of its own', async () => {
    const lines = Array.from(
      { length: 1500 },
      (_, index) => `${deviceIds[index % 2]},level,${timeOf(index)},${index},`,
    );
    const file = await fileOf('readings.csv', [
      ...lines,
      `${deviceIds[0]},state,${timeOf(1500)},,open`,
      `${deviceIds[0]},le vel,${timeOf(1501)},1,`,
      `${deviceIds[0]},level,2200-01-01T00:00:00Z,1,`,
      `01JZ8Q6V5X3M9T2B7C4D1E0F8G,level,${timeOf(0)},1,`,
    ]);
    const { code, output } = await runBackfill(file, harbour.operator);
    expect(output).toContain('1,501 readings are stored, 3 lines refused.');
    expect(code).toBe(2);
    const refused = (await readFile(`${file}.refused.csv`, 'utf8')).trim().split('\n');
    expect(refused).toHaveLength(4);
    expect(refused.map((line) => line.split(',', 1)[0]).sort()).toEqual(['1503', '1504', '1505', 'line']);
    expect(refused.join('\n')).toMatch(/1505,.*There is no device/);

    const { readings } = await page(deviceIds[0] ?? '');
    expect(readings.items).toHaveLength(751);
    expect(readings.items[1]).toMatchObject({ metric: 'level', value: 2, unit: 'm', declared: true });
    expect(readings.items[750]).toMatchObject({ metric: 'state', text: 'open', unit: null, declared: false });

    // The same again changes nothing.
    expect((await runBackfill(file, harbour.operator)).output).toContain('1,501 readings are stored, 3 lines refused.');
    expect((await page(deviceIds[0] ?? '')).readings).toEqual(readings);
  });

  it('lets what is recorded later count', async () => {
    const correct = await fileOf('correction.csv', [`${deviceIds[0]},level,${timeOf(0)},-1,`]);
    expect(await runBackfill(correct, harbour.operator)).toMatchObject({ code: 0 });
    expect((await page(deviceIds[0] ?? '', ['level'])).readings.items[0]).toMatchObject({ value: -1 });
  });

  it('stops where somebody may not record, and says so', async () => {
    const file = await fileOf('viewer.csv', [`${deviceIds[0]},level,${timeOf(0)},5,`]);
    const { code, errors } = await runBackfill(file, harbour.viewer);
    expect(code).toBe(1);
    expect(errors).toContain('Not Authorized to access recordReadings on type Mutation');
    expect(errors).not.toContain('AFTER_LINE');
  });

  it('asks whether Sonde is running where nothing answers', async () => {
    // Port 9 is for discarding: nothing of this machine listens there.
    const outputs = await readFile(join(sonde.directory, 'amplify_outputs.json'), 'utf8');
    await writeFile(join(folder, 'amplify_outputs.json'), outputs.replaceAll(/127\.0\.0\.1:\d+/g, '127.0.0.1:9'));
    const { code, errors } = await runBackfill('any.csv', harbour.operator, { SONDE_DATA: folder });
    expect([code, errors]).toEqual([1, expect.stringContaining('Is Sonde running')]);
  });

  it('says what it lacks', async () => {
    const { code, errors } = await runBackfill('', harbour.operator);
    expect([code, errors]).toEqual([1, expect.stringContaining('FILE is not set')]);
  });
});

describe('recordReadings', () => {
  it('pushes what is of now, and shows it as latest', async () => {
    const [, deviceId = ''] = deviceIds;
    const { live } = await Live.connect(sonde, harbour.viewer.token);
    try {
      const { id } = await live.subscribe({ deviceIds: [deviceId] });
      const time = new Date().toISOString();
      const readings = [
        { metric: 'level', time, value: 4 },
        { metric: 'tide', time, text: 'high' },
        { metric: 'level', time: DAY.from, value: 9 },
      ];
      const recorded = await harbour.administrator.request(RecordReadingsDocument, { input: { deviceId, readings } });
      expect(recorded.recordReadings).toEqual({ stored: 3, invalid: [] });
      const batches = await live.batches(id);
      const now = { deviceId, time: expect.any(String) as string };
      expect(batches).toMatchObject([
        {
          data: {
            onReadings: {
              readings: [
                { ...now, metric: 'level', value: 4, text: null, unit: 'm' },
                { ...now, metric: 'tide', value: null, text: 'high', unit: null },
              ],
            },
          },
        },
      ]);
    } finally {
      live.close();
    }
    const latest = async () =>
      (
        (await harbour.viewer.ask(
          `query ($id: ID!) { device(id: $id) { latestReadings { metric value text unit declared } } }`,
          { id: deviceId },
        )) as { data: { device: { latestReadings: object[] } } }
      ).data.device.latestReadings;
    expect(await latest()).toEqual([
      { metric: 'level', value: 4, text: null, unit: 'm', declared: true },
      { metric: 'tide', value: null, text: 'high', unit: null, declared: false },
    ]);

    // What is declared later shows at once.
    const { device } = await harbour.operator.request(DeviceDocument, { id: deviceId });
    await harbour.operator.request(UpdateDeviceDocument, {
      input: {
        id: deviceId,
        expectedVersion: device?.version ?? 0,
        metrics: [{ name: 'level', unit: 'cm' }, { name: 'tide' }],
      },
    });
    expect(await latest()).toEqual([
      { metric: 'level', value: 4, text: null, unit: 'cm', declared: true },
      { metric: 'tide', value: null, text: 'high', unit: null, declared: true },
    ]);
  });
});
