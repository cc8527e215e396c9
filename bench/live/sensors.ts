import { setTimeout as wait } from 'node:timers/promises';
import { connectAsync } from 'mqtt';

const PERIOD = 1000;

/**
 * Has each device publish once a second, all of them spread over the second, each over a connection of its own. The value is the number of the message.
 * @param published told of each message right before it is published
 * @returns when the broker has acknowledged all of them
 */
export async function publish(
  {
    mqttUrl,
    topicOf,
    deviceIds,
  }: { mqttUrl: string; topicOf: (deviceId: string) => string; deviceIds: readonly string[] },
  seconds: number,
  published: (deviceId: string, value: number) => void,
): Promise<void> {
  const clients = await Promise.all(
    deviceIds.map((clientId) => connectAsync(mqttUrl, { clientId, reconnectPeriod: 0 })),
  );
  try {
    const begin = performance.now() + PERIOD;
    await Promise.all(
      deviceIds.map(async (deviceId, index) => {
        const acknowledged: Promise<unknown>[] = [];
        for (let value = 0; value < seconds; value++) {
          await wait(Math.max(0, begin + value * PERIOD + (index / deviceIds.length) * PERIOD - performance.now()));
          published(deviceId, value);
          const message = JSON.stringify({ readings: { level: value } });
          const sent = clients[index]?.publishAsync(topicOf(deviceId), message, { qos: 1 });
          if (sent) acknowledged.push(sent);
        }
        await Promise.all(acknowledged);
      }),
    );
  } finally {
    await Promise.all(clients.map((client) => client.endAsync()));
  }
}
