import { spawn } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Reading, ReadingReader } from '../../functions/shared/readings/store.ts';
import { EARLIEST, fromMilliseconds, LATEST } from '../../functions/shared/time.ts';
import type { Device } from './devices.ts';
import { devicesOf } from './devices.ts';
import { startTwoStores, type TwoStores } from './testing/two-stores.ts';

const ORGANIZATIONS = ['01JZ8Q6V5X3M9T2B7C4D1E0F8J', '01JZ8Q6V5X3M9T2B7C4D1E0F8K'];
const DEVICES = ORGANIZATIONS.flatMap((organizationId) =>
  Array.from({ length: 12 }, (_, index) => ({ organizationId, deviceId: `01JZ8Q6V5X3M9T2B7C4D1E0${100 + index}` })),
);
const [FIRST, SECOND] = DEVICES as [Device, Device];
/** Of which the registry knows nothing. */
const DELETED = { organizationId: FIRST.organizationId, deviceId: '01JZ8Q6V5X3M9T2B7C4D1E0999' };
const SILENT = DEVICES.at(-1)!;
const BEGIN = Date.parse('2026-01-30T22:00:00Z');
const VALUES = [21.5, 0, 5e-324, -1.7976931348623157e308, 0.1 + 0.2];

let folder: string;
let two: TwoStores;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'sonde-migrate-'));
  two = await startTwoStores();
  await two.register(DEVICES);
  const readings = [DELETED, ...DEVICES].filter((device) => device !== SILENT).flatMap(readingsOf);
  const written = await two.stores.timestream.write(readings.map((reading) => ({ ...reading, receivedAt: BEGIN })));
  expect(written).toEqual({ rejected: [], retryable: [] });
});
afterAll(async () => {
  await two.close();
  await rm(folder, { recursive: true });
});

/** Three days over the end of a month, and one reading months later. */
function readingsOf(device: Device): Reading[] {
  const times = [...Array.from({ length: 60 }, (_, index) => index), 24 * 120];
  return times.flatMap((hours, index) => {
    const time = fromMilliseconds(BEGIN + hours * 3_600_000) + BigInt(index);
    return [
      { ...device, metric: 'temperature', time, value: VALUES[index % VALUES.length]!, text: null },
      { ...device, metric: 'state', time, value: index, text: `open, "${index}" é` },
    ];
  });
}

async function allOf(store: ReadingReader, device: Device): Promise<Reading[]> {
  return store.page({ ...device, metrics: null, from: EARLIEST, to: LATEST, order: 'ASC', after: null, limit: 10_000 });
}

/** `make migrate-readings` in a process of its own. @param killAt kills it when its checkpoint looks like that */
async function command(variables: Record<string, string>, killAt?: RegExp) {
  const child = spawn(process.execPath, ['--import', 'tsx', resolve(import.meta.dirname, 'main.ts')], {
    cwd: resolve(import.meta.dirname, '../..'),
    env: {
      ...process.env,
      ENV: 'local',
      SONDE_AWS_PORT: two.port,
      CHECKPOINT: join(folder, 'checkpoint.json'),
      ...variables,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding('utf8').on('data', (text: string) => (output += text));
  const ended = new Promise<number | null>((resolve) => child.once('close', resolve));
  if (killAt) {
    await Promise.race([written(variables.CHECKPOINT ?? '', killAt), ended]);
    child.kill('SIGKILL');
  }
  return { code: await ended, output };
}

async function written(file: string, text: RegExp): Promise<void> {
  while (!text.test(await readFile(file, 'utf8').catch(() => ''))) await wait(5);
}

const there = { FROM: 'timestream', TO: 'dynamodb' };
const back = { FROM: 'dynamodb', TO: 'timestream' };

describe('make migrate-readings', () => {
  it('copies all readings of all devices, though it is killed in the middle', async () => {
    const CHECKPOINT = join(folder, 'killed.json');
    const kills = [];
    for (const at of [/"ended": false/, /"months": [1-9]/])
      kills.push((await command({ ...there, CHECKPOINT }, at)).code);
    // What was killed has no exit code.
    expect(kills).toEqual([null, null]);
    const { code, output } = await command({ ...there, CHECKPOINT });
    expect(output).toContain('It goes on from');
    expect(output).toContain('Nothing differs.');
    expect(code).toBe(0);
    for (const device of DEVICES)
      expect(await allOf(two.stores.dynamodb, device)).toEqual(await allOf(two.stores.timestream, device));
    expect(await allOf(two.stores.dynamodb, DELETED)).toEqual([]);
    expect(output).toContain(`timestream: ${((DEVICES.length - 1) * 122).toLocaleString('en')} readings`);
  }, 240_000);

  it('finds a reading that differs, which its twin received last; and copies it back by the time of the switch', async () => {
    const [reading] = readingsOf(FIRST);
    const changed = { ...reading!, value: -40, receivedAt: Date.now() - 1000 };
    await two.stores.dynamodb.write([changed]);

    const compared = await command({ ...there, VERIFY: '1', CHECKPOINT: join(folder, 'compared.json') });
    expect(compared.output).toContain('1 reading dynamodb has with another value');
    expect(compared.code).toBe(2);
    expect(await readFile(join(folder, 'compared.differences.csv'), 'utf8')).toContain(
      `${FIRST.organizationId},${FIRST.deviceId},other,1,2026-01-30T22:00:00Z,`,
    );

    const of = { ORGANIZATION: FIRST.organizationId, DEVICE: FIRST.deviceId };
    const again = await command({ ...there, ...of });
    expect(again.code).toBe(2);
    expect((await allOf(two.stores.dynamodb, FIRST)).map(({ value }) => value)).toContain(-40);

    const kept = await command({ ...back, ...of });
    expect(kept.output).toContain('1 reading timestream has with another value');
    const switched = await command({ ...back, ...of, SWITCHED: new Date().toISOString() });
    expect([switched.code, switched.output]).toEqual([0, expect.stringContaining('Nothing differs.')]);
    expect(await allOf(two.stores.timestream, FIRST)).toEqual(await allOf(two.stores.dynamodb, FIRST));
    expect((await allOf(two.stores.timestream, SECOND)).length).toBe(122);
  }, 240_000);
});

describe('devicesOf', () => {
  const registry = () => ({
    client: two.client,
    tables: { organizations: 'sonde-local-organizations', devices: 'sonde-local-devices' },
  });
  const listed = async (filter: Partial<Parameters<typeof devicesOf>[1]>, after: Device | null = null) => {
    const found: Device[] = [];
    const all = { organizationId: null, deviceId: null, ...filter };
    for await (const device of devicesOf(registry(), all, after)) found.push(device);
    return found;
  };

  it('lists all devices in the order of their keys, from any one on', async () => {
    expect(await listed({})).toEqual(DEVICES);
    for (const index of [0, 5, 11, 12, 23]) expect(await listed({}, DEVICES[index])).toEqual(DEVICES.slice(index + 1));
  });

  it('lists those of one organization, or one device', async () => {
    const [, organizationId = ''] = ORGANIZATIONS;
    expect(await listed({ organizationId })).toEqual(DEVICES.slice(12));
    expect(await listed({ organizationId, deviceId: FIRST.deviceId })).toEqual([DEVICES[12]]);
  });
});
