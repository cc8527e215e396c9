import type { QueuedMessage } from '../../functions/ingest/delivery.ts';
import { DEVICES, METRICS, ORGANIZATION_ID } from '../export/data.ts';

/** The first message is received then, in ms since 1970, and one of each device every second from then on. */
const BEGIN = 1_790_000_000_000;

/** Readings in a message. */
export const READINGS_A_MESSAGE = METRICS.length;

/** Message `index` of all, as the queue delivers it: of each device in turn, with a reading of each of its metrics. */
export function message(index: number): QueuedMessage {
  const device = DEVICES[index % DEVICES.length]?.id ?? '';
  const receivedAt = BEGIN + Math.floor(index / DEVICES.length) * 1000;
  const readings = Object.fromEntries(
    METRICS.map(({ name }, metric) => [name, Math.round(2000 + 500 * Math.sin(index / 230 + metric)) / 100]),
  );
  const sent = JSON.stringify({ time: new Date(receivedAt - 40).toISOString(), readings });
  const payload = Buffer.from(sent).toString('base64');
  const body = { payload, organization: ORGANIZATION_ID, device, receivedAt, principal: null };
  return { id: `message-${index}`, body: JSON.stringify(body) };
}
