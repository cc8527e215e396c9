import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import mqtt from 'mqtt';
import type { IClientOptions, MqttClient } from 'mqtt';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { silentLog } from '../shared/log.ts';
import { anyRole } from '../shared/testing/roles.ts';
import { temporaryDirectory } from '../shared/testing/temporary-directory.ts';
import { createSqs } from '../sqs/sqs.ts';
import { createIot } from './iot.ts';
import type { Iot, IotOptions } from './iot.ts';

const topic = 'dt/sonde/acme/probe-1';
const urlOf = (queue: string) => `http://127.0.0.1:4566/000000000000/${queue}`;
const action = (queue: string) => ({ sqs: { queueUrl: urlOf(queue), roleArn: 'arn:aws:iam::000000000000:role/rule' } });
const readings = {
  ruleName: 'readings',
  topicRulePayload: {
    sql: "SELECT encode(*, 'base64') AS payload, topic(4) AS device, principal() AS principal FROM 'dt/sonde/+/+'",
    awsIotSqlVersion: '2016-03-23' as const,
    actions: [action('readings')],
  },
};

let iot: Iot;
let directory: string;
let remove: () => Promise<void>;
let delivered: { queue: string; message: unknown }[];
let deliver: (queue: string, message: string) => Promise<void>;
const clients: MqttClient[] = [];

beforeEach(async () => {
  delivered = [];
  deliver = (queue, message) => {
    delivered.push({ queue: queue.split('/').at(-1) ?? '', message: JSON.parse(message) as unknown });
    return Promise.resolve();
  };
  ({ directory, remove } = await temporaryDirectory());
  iot = await start();
});

afterEach(async () => {
  await Promise.all(clients.splice(0).map((client) => client.endAsync(true)));
  await iot.close();
  await iot.close();
  await remove();
});

function start(options: Partial<IotOptions> = {}): Promise<Iot> {
  return createIot({
    directory: join(directory, 'iot'),
    port: 0,
    tlsPort: 0,
    host: '127.0.0.1',
    log: silentLog,
    deliver: (queue, message) => deliver(queue, message),
    roles: anyRole,
    ...options,
  });
}

async function connect(options: IClientOptions = {}, port = iot.port): Promise<MqttClient> {
  const client = mqtt.connect({ host: '127.0.0.1', port, clientId: 'probe-1', reconnectPeriod: 0, ...options });
  client.on('error', () => undefined);
  clients.push(client);
  await new Promise((resolve) => client.once('connect', resolve));
  return client;
}

function closing(client: MqttClient): Promise<void> {
  return new Promise((resolve) => {
    client.once('close', resolve);
  });
}

function pause(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, 1));
}

describe('a message', () => {
  it('goes through the rule, whatever its bytes', async () => {
    await iot.call('CreateTopicRule', readings);
    const client = await connect();
    await client.publishAsync(topic, Buffer.from([0, 255, 10]), { qos: 1 });
    await client.publishAsync(topic, '', { qos: 1 });
    expect(delivered).toEqual([
      { queue: 'readings', message: { payload: 'AP8K', device: 'probe-1', principal: 'probe-1' } },
      { queue: 'readings', message: { payload: '', device: 'probe-1', principal: 'probe-1' } },
    ]);
  });

  it('is acknowledged only when the queue has it, in the order of publishing', async () => {
    await iot.call('CreateTopicRule', readings);
    const waiting: (() => void)[] = [];
    deliver = () => new Promise((resolve) => waiting.push(resolve));
    const client = await connect();
    const events: string[] = [];
    // In one segment, as the broker reads the next only when the last is done.
    client.stream.cork();
    const published = ['a', 'b'].map(async (text) => {
      await client.publishAsync(topic, text, { qos: 1 });
      events.push(text);
    });
    client.stream.uncork();
    while (waiting.length < 2) await pause();
    waiting[1]?.();
    for (let round = 0; round < 20; round++) await pause();
    expect(events).toEqual([]);
    waiting[0]?.();
    await Promise.all(published);
    expect(events).toEqual(['a', 'b']);
  });

  it('that the queue does not take is not acknowledged, and sent again by the client', async () => {
    await iot.call('CreateTopicRule', readings);
    const taking = deliver;
    deliver = () => Promise.reject(new Error('The queue is gone'));
    const client = await connect({ reconnectPeriod: 10 });
    const published = client.publishAsync(topic, 'x', { qos: 1 });
    await closing(client);
    deliver = taking;
    await published;
    expect(delivered).toHaveLength(1);
  });

  it('goes to the error action where the queue does not take it', async () => {
    await iot.call('CreateTopicRule', {
      ...readings,
      topicRulePayload: { ...readings.topicRulePayload, errorAction: action('errors') },
    });
    const taking = deliver;
    deliver = (queue, text) =>
      queue === urlOf('errors') ? taking(queue, text) : Promise.reject(new Error('No queue'));
    await (await connect()).publishAsync(topic, 'x', { qos: 1 });
    expect(delivered).toMatchObject([
      {
        queue: 'errors',
        message: {
          ruleName: 'readings',
          topic,
          clientId: 'probe-1',
          base64OriginalPayload: 'eA==',
          failures: [{ failedAction: 'SqsAction', failedResource: urlOf('readings'), errorMessage: 'No queue' }],
        },
      },
    ]);
  });

  it('of QoS 0 that the queue does not take is lost, and the connection stays', async () => {
    await iot.call('CreateTopicRule', readings);
    const taking = deliver;
    deliver = () => Promise.reject(new Error('The queue is gone'));
    const client = await connect();
    await client.publishAsync(topic, 'x', { qos: 0 });
    client.sendPing();
    await new Promise((resolve) => client.once('packetreceive', resolve));
    deliver = taking;
    await client.publishAsync(topic, 'y', { qos: 1 });
    expect(delivered).toMatchObject([{ message: { payload: 'eQ==' } }]);
  });

  it('is a last will too', async () => {
    await iot.call('CreateTopicRule', readings);
    const client = await connect({ will: { topic, payload: Buffer.from('gone'), qos: 1, retain: false } });
    client.stream.destroy();
    while (delivered.length === 0) await pause();
    expect(delivered).toMatchObject([{ message: { payload: Buffer.from('gone').toString('base64') } }]);
  });

  it('of 128 KB is taken', async () => {
    await iot.call('CreateTopicRule', readings);
    await (await connect()).publishAsync(topic, Buffer.alloc(131_072), { qos: 1 });
    expect(delivered).toHaveLength(1);
  });
});

describe('the connection ends, and nothing is delivered, at', () => {
  it.each([
    ['a topic outside of the policy', 'dt/other/acme/probe-1', 'x', { qos: 1 }],
    ['a topic with too few levels', 'dt/sonde/acme', 'x', { qos: 1 }],
    ['a topic with an empty level', 'dt/sonde//probe-1', 'x', { qos: 1 }],
    ['a payload over 128 KB', topic, Buffer.alloc(131_073), { qos: 1 }],
    ['a retained message', topic, 'x', { qos: 1, retain: true }],
    ['QoS 2', topic, 'x', { qos: 2 }],
  ] as const)('%s', async (_what, name, payload, options) => {
    await iot.call('CreateTopicRule', readings);
    const client = await connect();
    let acknowledged = false;
    client.publish(name, payload, options, (error) => {
      acknowledged = !error;
    });
    await closing(client);
    expect(acknowledged).toBe(false);
    expect(delivered).toEqual([]);
  });
});

describe('a connection', () => {
  it('may not subscribe unless the policy lets it', async () => {
    const client = await connect();
    await expect(client.subscribeAsync('dt/#')).rejects.toThrow();
    const open = await start({
      directory: join(directory, 'open'),
      authorizeSubscribe: () => true,
      authorizePublish: (publisher) => publisher.id === 'probe-1',
    });
    const other = await connect({}, open.port);
    await other.subscribeAsync('echo', { qos: 1 });
    const received = new Promise((resolve) => {
      other.once('message', (_topic, payload) => {
        resolve(String(payload));
      });
    });
    await other.publishAsync('echo', 'x', { qos: 1 });
    expect(await received).toBe('x');
    await other.endAsync();
    await open.close();
  });

  it.each([
    ['5', { protocolVersion: 5 }],
    ['3.1', { protocolVersion: 3, protocolId: 'MQIsdp' }],
  ] as const)('of MQTT %s is refused', async (_version, options) => {
    const client = mqtt.connect({ host: '127.0.0.1', port: iot.port, reconnectPeriod: 0, ...options });
    clients.push(client);
    const error = await new Promise((resolve) => client.once('error', resolve));
    expect(String(error)).toMatch(/version/i);
  });

  it('replaces an earlier one of the same client id', async () => {
    const first = await connect();
    const closed = closing(first);
    await connect();
    await closed;
  });
});

describe('the broker', () => {
  it('names a taken port', async () => {
    const { port } = iot;
    await expect(start({ port, directory: join(directory, 'second') })).rejects.toThrow(
      new RegExp(`${port} of 127\\.0\\.0\\.1`),
    );
  });

  it('has every acknowledged message in the queue when the process is killed', async () => {
    const script = fileURLToPath(new URL('testing/broker.ts', import.meta.url));
    const child = spawn(process.execPath, ['--import', 'tsx', script, join(directory, 'child')], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    const port = await new Promise((resolve) => createInterface(child.stdout).once('line', resolve));
    const client = await connect({}, Number(port));
    const acknowledged: string[] = [];
    for (let next = 0; next < 1000; next++) {
      client.publish(topic, String(next), { qos: 1 }, (error) => {
        if (!error) acknowledged.push(String(next));
        if (acknowledged.length === 200) child.kill('SIGKILL');
      });
    }
    await once(child, 'exit');
    await client.endAsync(true);

    const sqs = await createSqs({ directory: join(directory, 'child', 'sqs'), log: silentLog, queueUrlBase: () => '' });
    const messages = await sqs.source('readings').receive({ maximum: 10_000, waitMs: 0 });
    const payloads = new Set(messages.map(({ body }) => body));
    const bodyOf = (text: string) => JSON.stringify({ payload: Buffer.from(text).toString('base64') });
    expect(acknowledged.length).toBeGreaterThanOrEqual(200);
    expect(acknowledged.filter((text) => !payloads.has(bodyOf(text)))).toEqual([]);
    await sqs.close();
  });
});
