import { setTimeout as wait } from 'node:timers/promises';
import { connectAsync } from 'mqtt';
import { request } from '../../examples/client.ts';
import { CreateDeviceDocument, RecordReadingsDocument } from '../../examples/generated/documents.ts';

const METRIC = 'level';
/** What one mutation takes. */
const AT_ONCE = 1000;

/** Makes a device with so many readings of one metric, the last of them just now, `pause` ms apart. @returns its id */
export async function deviceWith(points: number, pause: number): Promise<string> {
  const input = { name: 'Gauge', metrics: [{ name: METRIC, label: 'Level', unit: 'm' }] };
  const { id: deviceId } = (await request(CreateDeviceDocument, { input })).createDevice;
  const now = Date.now();
  for (let first = 0; first < points; first += AT_ONCE) {
    const readings = Array.from({ length: Math.min(AT_ONCE, points - first) }, (_, index) => {
      const time = now - (points - first - index) * pause;
      return { metric: METRIC, time: new Date(time).toISOString(), value: valueAt(time) };
    });
    const { stored } = (await request(RecordReadingsDocument, { input: { deviceId, readings } })).recordReadings;
    if (stored !== readings.length) throw new Error(`Of ${readings.length} readings ${stored} were stored`);
  }
  return deviceId;
}

/** Publishes a reading of the device every `pause` ms. @returns how many there were */
export async function publish(
  { mqttUrl, topic }: { mqttUrl: string; topic: string },
  { duration, pause }: { duration: number; pause: number },
): Promise<number> {
  const client = await connectAsync(mqttUrl, { reconnectPeriod: 0 });
  const acknowledged: Promise<unknown>[] = [];
  try {
    const begun = performance.now();
    for (let sent = 0; sent * pause < duration; sent++) {
      await wait(Math.max(0, begun + sent * pause - performance.now()));
      const message = JSON.stringify({ readings: { [METRIC]: valueAt(Date.now()) } });
      acknowledged.push(client.publishAsync(topic, message, { qos: 1 }));
    }
    await Promise.all(acknowledged);
    return acknowledged.length;
  } finally {
    await client.endAsync();
  }
}

const valueAt = (time: number): number => Number((10 + Math.sin(time / 60_000) + Math.random()).toFixed(3));
