import { setTimeout as wait } from 'node:timers/promises';
import { ConsoleLogger } from 'aws-amplify/utils';
import * as v from 'valibot';
import { accessToken, configure, request, signInAs } from '../examples/client.ts';
import { CreateDeviceDocument, MeDocument } from '../examples/generated/documents.ts';
import { startEcho } from './live/echo.ts';
import { publish } from './live/sensors.ts';
import { subscribe } from './live/subscriber.ts';
import { count, quantile } from './shared/figures.ts';
import { runSonde } from './shared/running-sonde.ts';

/**
 * From a sensor's publish to each of 50 subscribers, where 200 devices publish once a second for a minute, on the whole of Sonde in a process of its own.
 * The floor is as many messages at the same time through a bare MQTT broker. Ingest collects messages for up to a second, so that a reading takes half
 * a second on average before anything is done. `DURATION=10 make bench-live` is a quicker look, in seconds.
 */
const SECONDS = v.parse(
  v.pipe(v.string(), v.transform(Number), v.integer(), v.minValue(2)),
  process.env.DURATION ?? '60',
);
const DEVICES = 200;
const SUBSCRIBERS = 50;
const MOST_MILLISECONDS = 1500;
/** How long the last readings may take, in ms. */
const PATIENCE = 30_000;
const READINGS = DEVICES * SECONDS;

ConsoleLogger.LOG_LEVEL = 'ERROR';
const sonde = await runSonde();
try {
  const { data, custom } = sonde.outputs;
  configure(sonde.outputs);
  await signInAs('operator@demo.example', 'Sonde-demo-1');
  const { me } = await request(MeDocument, {});
  const deviceIds: string[] = [];
  for (let index = 0; index < DEVICES; index++) {
    const input = { name: `Sensor ${index + 1}`, metrics: [{ name: 'level', label: 'Level', unit: 'm' }] };
    deviceIds.push((await request(CreateDeviceDocument, { input })).createDevice.id);
  }

  const published = new Map<string, number>();
  const live = Array.from({ length: SUBSCRIBERS }, () => new Map<string, number>());
  const echoed = new Map<string, number>();
  const keyOf = (deviceId: string, value: number | null): string => `${deviceId} ${value}`;
  const note = (arrivals: Map<string, number>, key: string, at: number): void => {
    const sent = published.get(key);
    if (sent === undefined || arrivals.has(key)) throw new Error(`${key} was received twice, or never published`);
    arrivals.set(key, at - sent);
  };

  const token = await accessToken();
  const subscribers = await Promise.all(
    live.map((arrivals) =>
      subscribe(data.url, token, ({ deviceId, value }, at) => {
        note(arrivals, keyOf(deviceId, value), at);
      }),
    ),
  );
  const topicOf = (deviceId: string): string => `dt/sonde/${me.organization.id}/${deviceId}`;
  const echo = await startEcho((key, at) => {
    note(echoed, key, at);
  });
  const echoes: Promise<unknown>[] = [];
  await publish({ mqttUrl: custom.mqtt_url, topicOf, deviceIds }, SECONDS, (deviceId, value) => {
    const key = keyOf(deviceId, value);
    published.set(key, performance.now());
    echoes.push(echo.publish(key));
  });
  await Promise.all(echoes);
  const deadline = performance.now() + PATIENCE;
  while (live.some(({ size }) => size < READINGS) && performance.now() < deadline) await wait(100);
  for (const subscriber of subscribers) subscriber.close();
  await echo.end();
  print(live, [...echoed.values()]);
} finally {
  await sonde.end();
}

function print(live: readonly ReadonlyMap<string, number>[], echoed: readonly number[]): void {
  console.log(`Publish to receive: ${DEVICES} devices at 1 Hz for ${SECONDS} s, ${SUBSCRIBERS} subscribers`);
  const delays = live.flatMap((arrivals) => [...arrivals.values()]);
  const line = (what: string, figures: readonly number[]): void => {
    const [p50, p99, most] = [0.5, 0.99, 1].map((share) => `${quantile(figures, share).toFixed(0)} ms`);
    console.log(`${what.padEnd(28)}p50 ${p50}, p99 ${p99}, most ${most}`);
  };
  line('sensor to subscriber', delays);
  line('through a bare MQTT broker', echoed);
  const worst = Math.max(...live.map((arrivals) => quantile([...arrivals.values()], 0.99)));
  const ratio = (quantile(delays, 0.99) / 1000).toFixed(2);
  console.log(`p99 of the slowest subscriber: ${worst.toFixed(0)} ms; the aim is less than ${MOST_MILLISECONDS} ms`);
  console.log(`ratio of p99 to the second that ingest collects for: ${ratio}`);
  const lost = live.reduce((sum, { size }) => sum + READINGS - size, 0);
  console.log(`lost: ${count(lost)} of ${count(READINGS * SUBSCRIBERS)}; the aim is 0`);
}
