import { fork } from 'node:child_process';
import { once } from 'node:events';
import { resolve } from 'node:path';
import { connectAsync } from 'mqtt';
import * as v from 'valibot';
import { firstMessage } from '../export/child.ts';

const TOPIC = 'echo';

/** Publishes texts through a bare MQTT broker, and receives them: the least that a message takes. */
export async function startEcho(
  received: (text: string, at: number) => void,
): Promise<{ publish: (text: string) => Promise<unknown>; end: () => Promise<void> }> {
  const child = fork(resolve(import.meta.dirname, 'bare-broker.ts'), { execArgv: ['--import', 'tsx'] });
  const exited = once(child, 'exit');
  const { port } = v.parse(v.object({ port: v.number() }), await firstMessage(child));
  const client = await connectAsync(`mqtt://127.0.0.1:${port}`, { reconnectPeriod: 0 });
  client.on('message', (_topic, message) => {
    received(message.toString('utf8'), performance.now());
  });
  await client.subscribeAsync(TOPIC, { qos: 1 });
  return {
    publish: (text) => client.publishAsync(TOPIC, text, { qos: 1 }),
    async end() {
      await client.endAsync();
      child.disconnect();
      await exited;
    },
  };
}
