import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { fetchAuthSession } from 'aws-amplify/auth';
import { connectAsync } from 'mqtt';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import {
  CreateDeviceDocument,
  DeviceDocument,
  IdentitiesDocument,
  MeDocument,
} from '../examples/generated/documents.ts';
import { silentLog } from '../local/shared/log.ts';
import { startStack } from '../local/stack/stack.ts';
import { makeOrganization, signIn, type Organization } from './support/people.ts';
import { historyOf, latestOf, publish, stored, topicOf } from './support/sensors.ts';
import { road, startSonde, store, type Sonde } from './support/sonde.ts';
import { allRows } from './support/tables.ts';
import { until } from './support/until.ts';

let sonde: Sonde;
let organization: Organization;

beforeAll(async () => {
  sonde = await startSonde();
  organization = await makeOrganization(sonde, 'Harbour');
});
afterAll(() => sonde.close());

async function makeDevice(): Promise<string> {
  const { createDevice } = await organization.operator.request(CreateDeviceDocument, { input: { name: 'Buoy' } });
  return createDevice.id;
}

it('finds data, users and sessions again after a restart', async () => {
  const { administrator } = organization;
  const id = await makeDevice();
  await publish(sonde, topicOf(organization.id, id), { readings: { level: 1.5, state: 'calm' } });
  const history = await stored(administrator, id, 2);
  await signIn(sonde, administrator.email);
  const seen = async () => ({
    rows: await allRows(sonde),
    device: await administrator.request(DeviceDocument, { id }),
    identities: await administrator.request(IdentitiesDocument, {}),
    history: await historyOf(administrator, id),
    latest: await latestOf(administrator, id),
  });
  const before = await seen();
  expect(before.history).toEqual(history);

  await sonde.stop();
  await sonde.start();
  // The access token of before the restart still serves, and so does the session: Amplify gets another token for it.
  expect(await seen()).toEqual(before);
  const { tokens } = await fetchAuthSession({ forceRefresh: true });
  administrator.token = String(tokens?.accessToken);
  expect((await administrator.request(MeDocument, {})).me.identity.email).toBe(administrator.email);
  administrator.token = await signIn(sonde, administrator.email);
  expect((await administrator.request(MeDocument, {})).me.organization.id).toBe(organization.id);

  await publish(sonde, topicOf(organization.id, id), { readings: { level: 2.5 } });
  expect((await stored(administrator, id, 3)).map(({ value }) => value)).toEqual([1.5, null, 2.5]);
});

describe('a second one is refused', () => {
  const start = (directory: string, ports: Partial<Sonde['ports']>) =>
    startStack({
      dist: inject('dist'),
      directory,
      ports: { graphql: 0, aws: 0, mqtt: 0, mqtts: 0, ...ports },
      log: silentLog,
    });

  it('on the same folder, which it names with the variable that moves it', async () => {
    const before = await allRows(sonde);
    await expect(start(sonde.state, {})).rejects.toThrow(
      `${sonde.state} is in use: another Sonde is running there. Stop it, or choose another folder with SONDE_DATA.`,
    );
    expect(await allRows(sonde)).toEqual(before);
  });

  it.each([
    ['graphql', 'SONDE_PORT'],
    ['aws', 'SONDE_AWS_PORT'],
    ['mqtt', 'SONDE_MQTT_PORT'],
    ['mqtts', 'SONDE_MQTTS_PORT'],
  ] as const)('on the same port for %s, which it names with %s', async (service, variable) => {
    const directory = await mkdtemp(join(tmpdir(), 'sonde-'));
    const port = sonde.ports[service];
    await expect(start(directory, { [service]: port })).rejects.toThrow(
      `Port ${port} of 127.0.0.1 is taken. Stop what listens there, or move Sonde with ${variable}=${port + 1}.`,
    );
    // What it had begun to start is ended: the folder can be used at once.
    const stack = await start(directory, {});
    await stack.close();
    await rm(directory, { recursive: true });
  });
});

// The process that is killed makes its resources by the laptop's own road.
it.skipIf(road === 'terraform')(
  'loses no reading that the broker has acknowledged when its process is killed, and stores none twice',
  async () => {
    const { viewer } = organization;
    const id = await makeDevice();
    await sonde.stop();
    const dev = await startDev();
    const acknowledged = new Set<string>();
    try {
      const sensor = await connectAsync(sonde.addresses.mqttUrl, { reconnectPeriod: 0 });
      const ended = new Promise<void>((resolve) => {
        sensor.once('close', () => {
          resolve();
        });
      });
      const first = Date.now() - 3_600_000;
      let sent = 0;
      const send = (): void => {
        // As Sonde writes it: without digits that are zero.
        const time = new Date(first + sent++).toISOString().replace('.000Z', 'Z');
        sensor.publish(
          topicOf(organization.id, id),
          JSON.stringify({ time, readings: { level: sent } }),
          { qos: 1 },
          (error) => {
            if (error) return;
            acknowledged.add(time);
            send();
          },
        );
      };
      for (let inFlight = 0; inFlight < 10; inFlight++) send();
      // In the midst of it all: messages arrive, are queued and are being stored.
      await until('readings in history', async () => (await historyOf(viewer, id)).length > 0 || undefined);
      dev.kill('SIGKILL');
      await Promise.all([ended, once(dev, 'exit')]);
      sensor.end(true);
    } finally {
      dev.kill('SIGKILL');
    }

    await sonde.start();
    const times = await until('all that was acknowledged', async () => {
      const history = (await historyOf(viewer, id)).map(({ time }) => time);
      return [...acknowledged].every((time) => history.includes(time)) ? history : undefined;
    });
    expect(acknowledged.size).toBeGreaterThan(100);
    expect(new Set(times).size).toBe(times.length);
  },
);

/** `make dev` in a process of its own, on Sonde's folder and ports, without the demo. */
async function startDev(): Promise<ChildProcess> {
  const { directory, state, ports } = sonde;
  await writeFile(join(state, 'demo.json'), JSON.stringify({ now: 0, done: true }));
  await symlink(inject('dist'), join(directory, 'dist'));
  const dev = spawn(
    process.execPath,
    ['--import', import.meta.resolve('tsx'), resolve(import.meta.dirname, '../local/main.ts')],
    {
      cwd: directory,
      env: {
        ...process.env,
        SONDE_DATA: directory,
        SONDE_STORE: store,
        SONDE_PORT: String(ports.graphql),
        SONDE_AWS_PORT: String(ports.aws),
        SONDE_MQTT_PORT: String(ports.mqtt),
        SONDE_MQTTS_PORT: String(ports.mqtts),
      },
      stdio: ['ignore', 'pipe', 'pipe'],
    },
  );
  let output = '';
  for (const stream of [dev.stdout, dev.stderr])
    stream.on('data', (chunk: Buffer) => (output += chunk.toString('utf8')));
  await until('Sonde in a process of its own', () => {
    if (dev.exitCode !== null) throw new Error(`It ended: ${output}`);
    return output.includes('Sonde is ready') || undefined;
  });
  return dev;
}
