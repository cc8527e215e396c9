import type { ReceivedReading } from '../shared/readings/store.ts';
import { decode } from './decode/decode.ts';
import type { DeviceKey } from '../shared/ingestion/ports.ts';
import { deviceKey } from '../shared/ingestion/ports.ts';
import { snippet } from '../shared/ingestion/snippet.ts';
import { openEnvelope } from './envelope.ts';
import type { DeadLetter, Lookup } from './ports.ts';

/** A message as the queue delivers it. */
export interface QueuedMessage {
  id: string;
  body: string;
}

/** One delivery of a message, and what became of it so far. */
export interface Delivery {
  readonly message: QueuedMessage;
  /** `null` where the message does not even say whose it is. */
  readonly device: DeviceKey | null;
  /** What can be stored of it. */
  readings: ReceivedReading[];
  /** How many readings it holds, valid or not. */
  readonly count: number;
  /** Why nothing of it can be used. */
  refusal: Pick<DeadLetter, 'errorType' | 'reason'> | null;
  /** Why some of its readings cannot be stored, a sentence each. */
  readonly invalid: string[];
  /** Whether it has to be delivered again. */
  again: boolean;
}

/** Opens a message and decodes what it holds. */
export function openDelivery(message: QueuedMessage): Delivery {
  const envelope = openEnvelope(message.body);
  if (typeof envelope === 'string') return refused(message, null, envelope);
  const { organizationId, deviceId, receivedAt, payload } = envelope;
  const device = { organizationId, deviceId };
  const decoded = decode(payload, receivedAt);
  if (typeof decoded === 'string') return refused(message, device, decoded);
  return {
    message,
    device,
    readings: decoded.readings.map((reading) => ({ ...device, ...reading, receivedAt })),
    count: decoded.readings.length + decoded.invalid.length,
    refusal: null,
    invalid: decoded.invalid.map(({ reason }) => reason),
    again: false,
  };
}

function refused(message: QueuedMessage, device: DeviceKey | null, reason: string): Delivery {
  const refusal = { errorType: 'ValidationError' as const, reason };
  return { message, device, readings: [], count: 0, refusal, invalid: [], again: false };
}

/** Takes the readings of devices that do not exist, or are not known to, out of what can be stored. */
export function admit(delivery: Delivery, { known, unavailable }: Lookup): void {
  if (!delivery.device || delivery.refusal) return;
  const key = deviceKey(delivery.device);
  if (known.has(key)) return;
  delivery.readings = [];
  if (unavailable.has(key)) {
    delivery.again = true;
    return;
  }
  const { organizationId, deviceId } = delivery.device;
  delivery.refusal = {
    errorType: 'NotFoundError',
    reason: `There is no device ${snippet(deviceId)} in organization ${snippet(organizationId)}; create it, then send the message again`,
  };
}

const SHOWN = 20;

/** The letter for what cannot be used of a delivery; `undefined` where all of it can. */
export function deadLetterOf({ message, count, refusal, invalid }: Delivery): DeadLetter | undefined {
  if (refusal) return { body: message.body, ...refusal };
  if (invalid.length === 0) return undefined;
  const more = invalid.length > SHOWN ? `; and ${invalid.length - SHOWN} more` : '';
  return {
    body: message.body,
    errorType: 'ValidationError',
    reason: `${invalid.length} of ${count} readings cannot be stored: ${invalid.slice(0, SHOWN).join('; ')}${more}`,
  };
}
