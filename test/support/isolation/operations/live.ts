import type { MqttClient } from 'mqtt';
import { tryDevice, tryDevices, tryExport } from '../choose.ts';
import { refusalOf, type Client, type Lane, type Subscribed } from '../lane.ts';
import { Live } from '../../live.ts';
import { operationOf } from '../../access/operations.ts';
import { keyOf } from '../model.ts';
import { newReadings } from './readings.ts';

/** How many of an organization's subscriptions are open at once. */
const OPEN = 12;

/** Opens a subscription, and closes the oldest where there are many. What comes over it is looked through as it comes. */
export async function onReadings(lane: Lane): Promise<void> {
  const { ids, missing } = lane.random.chance(0.6) ? tryDevices(lane) : { ids: null, missing: undefined };
  await subscribe(lane, 'Subscription.onReadings', { deviceIds: ids }, missing === undefined);
}

export async function onExport(lane: Lane): Promise<void> {
  const { id, isOwn } = lane.random.chance(0.6) ? tryExport(lane) : { id: null, isOwn: true };
  await subscribe(lane, 'Subscription.onExport', { id }, isOwn);
}

async function subscribe(
  lane: Lane,
  field: 'Subscription.onReadings' | 'Subscription.onExport',
  variables: object,
  isOwn: boolean,
): Promise<void> {
  const client = lane.client();
  lane.note(`${client.identity.id} (${client.role}) ${field} ${JSON.stringify(variables)}`);
  const { live, id, first } = await start(lane, client, [variables, operationOf(field)]);
  const text = JSON.stringify(first);
  lane.note(`  → ${text}`, 0);
  lane.inspect(text, { sent: JSON.stringify(variables) });
  const refusal = refusalOf(client, field);
  if (refusal !== undefined)
    lane.expect(first.type === 'error' && text.includes(refusal), `a refusal with "${refusal}"`);
  else if (!isOwn) lane.expect(first.type === 'error' && text.includes('NotFoundError'), 'a NotFoundError');
  else {
    lane.expect(first.type === 'start_ack', 'a subscription');
    lane.subscriptions.push({ client, live, id, field });
  }
  if (lane.subscriptions.length > OPEN) await stop(lane, lane.subscriptions.shift());
}

async function stop(lane: Lane, subscription: Subscribed | undefined): Promise<void> {
  if (!subscription) return;
  lane.note(`stop ${subscription.id}`);
  await unlessClosed(subscription.live, (live) => live.stop(subscription.id));
}

/** Subscribes over the client's connection, and over a new one where the API has closed that, as it does with what it invalidates. */
async function start(lane: Lane, client: Client, subscription: Parameters<Live['subscribe']>) {
  const { live } = client;
  const started = live && (await unlessClosed(live, () => live.subscribe(...subscription)));
  if (started) return { live, ...started };
  const anew = (client.live = await connect(lane, client.token));
  return { live: anew, ...(await anew.subscribe(...subscription)) };
}

/** `undefined` where the connection is closed, or is before there is an answer. */
async function unlessClosed<T>(live: Live, ask: (live: Live) => Promise<T>): Promise<T | undefined> {
  const isClosed = (): boolean => live.isClosed;
  if (isClosed()) return undefined;
  try {
    return await ask(live);
  } catch (error) {
    if (!isClosed()) throw error;
    return undefined;
  }
}

async function connect(lane: Lane, token: string): Promise<Live> {
  const { live, first } = await Live.connect(lane.sonde, token, (frame) => {
    // Who subscribes looks through what they are refused with, knowing what they asked.
    if (!frame.includes('"type":"error"')) lane.watch(frame);
  });
  lane.expect(first.type === 'connection_ack', 'a connection');
  return live;
}

/** Sends readings as a sensor does: on a topic of the organization's, mostly. What is of a device that the topic's organization does not have goes nowhere. */
export async function publish(lane: Lane, mqtt: MqttClient): Promise<void> {
  const { id, isOwn } = tryDevice(lane);
  if (id === '' || /[/+#*\s]/.test(id)) return;
  const known = lane.model.devices.get(id);
  // An own device on the topic of another organization is not that organization's.
  const isElsewhere = isOwn && lane.random.chance(0.1);
  const organizationId = isElsewhere ? (lane.random.pick(lane.foreign.organizations) ?? lane.model.id) : lane.model.id;
  const readings = newReadings(lane, 1 + lane.random.below(3));
  const messages = readings.map(({ metric, time, value, text }) => ({ time, readings: { [metric]: value ?? text } }));
  const topic = `dt/sonde/${organizationId}/${id}`;
  lane.note(`publish ${topic} ${JSON.stringify(messages)}`);
  await mqtt.publishAsync(topic, JSON.stringify(messages), { qos: 1 });
  if (organizationId === lane.model.id) for (const reading of readings) known?.readings.set(keyOf(reading), reading);
}
