import mqtt, { type MqttClient } from 'mqtt';
import * as v from 'valibot';
import { until } from '../until.ts';
import { marked } from './choose.ts';
import type { Lane, Outcome } from './lane.ts';
import { keyOf, type DeviceModel } from './model.ts';
import { download } from './operations/exports.ts';
import { newReadings } from './operations/readings.ts';

const Import = v.object({
  id: v.string(),
  status: v.string(),
  uploadUrl: v.nullable(v.string()),
  reportUrl: v.nullable(v.string()),
  credentialsUrl: v.nullable(v.string()),
});
const Credentials = v.object({
  deviceId: v.string(),
  name: v.string(),
  certificateId: v.string(),
  certificatePem: v.string(),
  privateKeyPem: v.string(),
  rootCaUrl: v.string(),
  endpoint: v.string(),
  port: v.number(),
  clientId: v.string(),
  topic: v.string(),
});
type Credentials = v.InferOutput<typeof Credentials>;

/**
 * Imports devices with certificates, reads the report and the credentials, and connects with one of these: it may publish as itself, and as nobody
 * else. Nobody but who asked for the import gets the credentials.
 */
export async function importAndConnect(lane: Lane): Promise<void> {
  const manager = lane.manager();
  if (!manager) return;
  for (const id of lane.model.imports) await lane.ask(manager, 'Mutation.cancelDeviceImport', { id });
  const file = ['name,description', ...['a', 'b'].map((row) => `${marked(lane)} ${row},${marked(lane)}`), ''].join(
    '\n',
  );
  const made = importIn(
    lane,
    await lane.ask(manager, 'Mutation.createDeviceImport', { input: { bytes: file.length, withCredentials: true } }),
  );
  lane.model.imports.add(made.id);
  lane.ownership.claim(made.id, lane.model.id);
  await fetch(made.uploadUrl ?? '', { method: 'PUT', body: file });
  await lane.ask(manager, 'Mutation.importDevices', { id: made.id });
  const done = await until(`the import ${made.id}`, async () => {
    const now = importIn(lane, await lane.ask(manager, 'Query.deviceImport', { id: made.id }));
    return now.status === 'COMPLETED' && now.credentialsUrl !== null ? now : undefined;
  });
  await download(lane, done.reportUrl ?? '');
  const lines = (await download(lane, done.credentialsUrl ?? '')).trim().split('\n');
  const credentials = lines.map((line) => v.parse(Credentials, JSON.parse(line)));
  lane.expect(credentials.length === 2, 'credentials of each device');
  for (const { deviceId: id, name, certificateId } of credentials) {
    lane.ownership.claim(id, lane.model.id);
    lane.ownership.claim(certificateId, lane.model.id);
    lane.model.devices.set(id, {
      id,
      name,
      version: 1,
      metrics: [],
      readings: new Map(),
      certificates: [certificateId],
    });
  }
  for (const other of lane.clients.filter(({ identity }) => identity !== manager.identity)) {
    const answer = await lane.ask(other, 'Query.deviceImport', { id: made.id });
    if (answer) lane.expect(importIn(lane, answer).credentialsUrl === null, 'no credentials for somebody else');
  }
  const [first] = credentials;
  if (first) await publishAs(lane, first);
}

function importIn(lane: Lane, answer: Outcome | undefined): v.InferOutput<typeof Import> {
  lane.expect(answer?.error === undefined, 'an import');
  return v.parse(Import, answer?.value);
}

/** Publishes on the device's own topic, and on those of others, which the broker ends the connection for. */
async function publishAs(lane: Lane, credentials: Credentials): Promise<void> {
  const own = lane.model.devices.get(credentials.deviceId);
  if (!own) return;
  await attempt(lane, credentials, credentials.topic, own);
  const [neighbour] = [...lane.model.devices.keys()].filter((id) => id !== own.id);
  const [organization = ''] = lane.foreign.organizations;
  const [stranger = ''] = lane.foreign.devices;
  for (const topic of [
    `${lane.model.id}/${neighbour ?? ''}`,
    `${organization}/${stranger}`,
    `${organization}/${own.id}`,
  ])
    await attempt(lane, credentials, `dt/sonde/${topic}`);
}

/** @param device whose readings are there then; none where the broker has to refuse */
async function attempt(lane: Lane, credentials: Credentials, topic: string, device?: DeviceModel): Promise<void> {
  const readings = newReadings(lane, 1);
  const messages = readings.map(({ metric, time, value, text }) => ({ time, readings: { [metric]: value ?? text } }));
  lane.note(`publish as ${credentials.clientId} ${topic} ${JSON.stringify(messages)}`);
  const client = await connect(credentials);
  const refused = new Promise<'refused'>((resolve) => {
    client.once('close', () => {
      resolve('refused');
    });
  });
  const published = client.publishAsync(topic, JSON.stringify(messages), { qos: 1 }).then(
    () => 'published' as const,
    () => 'refused' as const,
  );
  const result = await Promise.race([published, refused]);
  await client.endAsync(true);
  lane.expect(result === (device ? 'published' : 'refused'), `a message that is ${device ? 'published' : 'refused'}`);
  for (const reading of readings) device?.readings.set(keyOf(reading), reading);
}

async function connect({
  rootCaUrl,
  endpoint: host,
  port,
  clientId,
  certificatePem: cert,
  privateKeyPem: key,
}: Credentials): Promise<MqttClient> {
  const ca = await (await fetch(rootCaUrl)).text();
  return mqtt.connectAsync({ protocol: 'mqtts', host, port, clientId, ca, cert, key, reconnectPeriod: 0 });
}
