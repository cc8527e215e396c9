import { connectAsync, type MqttClient } from 'mqtt';
import { setTimeout as wait } from 'node:timers/promises';
import * as v from 'valibot';
import { configure, request, signInAs } from '../../examples/client.ts';
import {
  CreateDeviceDocument,
  DevicesDocument,
  MeDocument,
  RotateDeviceCertificateDocument,
} from '../../examples/generated/documents.ts';
import { command, readOutputs } from '../../examples/node.ts';
import { mapConcurrently } from '../../functions/shared/concurrency.ts';
import { demoDevices, HOURLY_METRICS } from './devices.ts';
import { DEMO_PASSWORD, demoPeople } from './people.ts';
import { seattleHourly, type Series } from './series.ts';

const wholeNumber = (fallback: string, least: number, most: number) =>
  v.pipe(
    v.optional(v.string(), fallback),
    v.transform(Number),
    v.integer('must be a whole number'),
    v.minValue(least, `must be at least ${least}`),
    v.maxValue(most, `must be at most ${most}`),
  );

const Settings = v.object({
  /** Measured seconds that pass in one second: at 3600, a sensor sends an hour's reading every second. */
  SPEED: wholeNumber('1800', 1, 3_600_000),
  DEVICES: wholeNumber('3', 1, 1000),
  /** Whether each sensor connects by itself over TLS, with a certificate of its own. */
  TLS: v.optional(v.picklist(['0', '1'], 'must be 0 or 1'), '0'),
});

interface Sensor {
  deviceId: string;
  topic: string;
  /** Where in the series it starts: each sensor is at another place of the year. */
  offset: number;
}

/** `make simulate`: replays the measured hourly series as sensors over MQTT until Ctrl-C. */
async function simulate(): Promise<void> {
  const { SPEED: speed, DEVICES: count, TLS: tls } = readSettings();
  const outputs = await readOutputs();
  configure(outputs);
  const operator = demoPeople.find(({ role }) => role === 'OPERATOR');
  if (!operator) throw new Error('The demo has no operator');
  await signInAs(operator.email, DEMO_PASSWORD);
  const series = await seattleHourly();
  const sensors = await makeSensors(count, series);
  const connected = await (tls === '1' ? connectEach(sensors) : connectAll(sensors, outputs.custom.mqtt_url));
  const ending = new AbortController();
  process.once('SIGINT', () => {
    ending.abort();
  });

  const interval = series.step / speed;
  console.log(`${count} sensors, a reading of each every ${(interval / 1000).toFixed(2)} s. Ctrl-C ends it.`);
  const sent = await replay({ series, sensors: connected, interval }, ending.signal);
  await Promise.all([...new Set(connected.map(({ client }) => client))].map((client) => client.endAsync()));
  console.log(`\n${sent} messages sent.`);
}

function readSettings(): v.InferOutput<typeof Settings> {
  const parsed = v.safeParse(Settings, process.env, { abortPipeEarly: true });
  if (parsed.success) return parsed.output;
  throw new Error(parsed.issues.map((issue) => `${v.getDotPath(issue) ?? ''} ${issue.message}`).join('\n'));
}

/** The demo's hourly station and as many simulated ones beside it as are wanted; those of an earlier run are used again. */
async function makeSensors(count: number, series: Series): Promise<Sensor[]> {
  const { me } = await request(MeDocument, {});
  const ids = await existingSensors();
  while (ids.length < count) {
    const { createDevice } = await request(CreateDeviceDocument, {
      input: { name: `${SIMULATED} ${ids.length + 1}`, metrics: HOURLY_METRICS },
    });
    ids.push(createDevice.id);
  }
  return ids.slice(0, count).map((id, index) => ({
    deviceId: id,
    topic: `dt/sonde/${me.organization.id}/${id}`,
    offset: Math.floor((index * series.rows.length) / count),
  }));
}

interface ConnectedSensor extends Sensor {
  client: MqttClient;
}

/** All by one connection. */
async function connectAll(sensors: readonly Sensor[], url: string): Promise<ConnectedSensor[]> {
  const client = await connectAsync(url, { clientId: `simulator-${process.pid}` });
  return sensors.map((sensor) => ({ ...sensor, client }));
}

/** Keys are made for each, two at a time. A certificate is given once: each run replaces those of the run before. */
async function connectEach(sensors: readonly Sensor[]): Promise<ConnectedSensor[]> {
  return mapConcurrently(sensors, 2, async (sensor) => {
    const { deviceId } = sensor;
    const answer = await request(RotateDeviceCertificateDocument, { input: { deviceId } });
    const { endpoint, port, clientId, rootCaUrl, certificatePem, privateKeyPem } = answer.rotateDeviceCertificate;
    const rootCa = await fetch(rootCaUrl);
    const client = await connectAsync(`mqtts://${endpoint}:${port}`, {
      clientId,
      ca: await rootCa.text(),
      cert: certificatePem,
      key: privateKeyPem ?? '',
    });
    return { ...sensor, client };
  });
}

const SIMULATED = 'Simulated station';

async function existingSensors(): Promise<string[]> {
  const ids: string[] = [];
  const [station] = demoDevices;
  let nextToken: string | null = null;
  do {
    const { devices }: { devices: { items: { id: string; name: string }[]; nextToken: string | null } } = await request(
      DevicesDocument,
      { first: 100, nextToken },
    );
    for (const { id, name } of devices.items) {
      if (id === station?.row.id || name.startsWith(SIMULATED)) ids.push(id);
    }
    ({ nextToken } = devices);
  } while (nextToken !== null);
  return ids;
}

interface Replay {
  series: Series;
  sensors: readonly ConnectedSensor[];
  /** In ms. */
  interval: number;
}

/** Sends each sensor's next row at every tick. @returns how many messages were sent */
async function replay({ series, sensors, interval }: Replay, signal: AbortSignal): Promise<number> {
  let sent = 0;
  const start = performance.now();
  for (let tick = 0; !signal.aborted; tick++) {
    await Promise.all(
      sensors.map(async ({ client, topic, offset }) => {
        const row = series.rows[(offset + tick) % series.rows.length];
        await client.publishAsync(topic, JSON.stringify({ readings: row?.readings }), { qos: 1 });
        sent++;
      }),
    );
    process.stdout.write(`\r${sent} messages`);
    // Against the start, so that the pace does not drift.
    const due = start + (tick + 1) * interval - performance.now();
    await wait(Math.max(0, due), undefined, { signal }).catch((error: unknown) => {
      if (!signal.aborted) throw error;
    });
  }
  return sent;
}

await command(simulate);
