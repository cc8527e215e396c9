import { setTimeout as wait } from 'node:timers/promises';
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

/**
 * Records a reading of the device every `pause` ms, each in a mutation of its own: so each is pushed by itself, where those of messages are stored, and
 * pushed, together. @returns how many there were
 */
export async function recordOneByOne(
  deviceId: string,
  { duration, pause }: { duration: number; pause: number },
): Promise<number> {
  const recorded: Promise<unknown>[] = [];
  const begun = performance.now();
  for (let sent = 0; sent * pause < duration; sent++) {
    await wait(Math.max(0, begun + sent * pause - performance.now()));
    const now = Date.now();
    const readings = [{ metric: METRIC, time: new Date(now).toISOString(), value: valueAt(now) }];
    recorded.push(request(RecordReadingsDocument, { input: { deviceId, readings } }));
  }
  await Promise.all(recorded);
  return recorded.length;
}

const valueAt = (time: number): number => Number((10 + Math.sin(time / 60_000) + Math.random()).toFixed(3));
