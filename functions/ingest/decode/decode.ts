import type { Decoded } from '../../shared/ingestion/reading.ts';
import { decodeSenml, isSenmlRecord } from './senml.ts';
import { snippet } from '../../shared/ingestion/snippet.ts';
import { countSonde, decodeSonde } from './sonde-json.ts';

/** What AWS IoT Core takes as one message. Source: AWS IoT Core, "Message broker and protocol limits and quotas". */
const MAX_BYTES = 128 * 1024;
const MAX_READINGS = 1000;

/**
 * Decodes a device's message, in Sonde's own JSON or in SenML JSON.
 * @param receivedAt when the broker received it, in ms since 1970: the time of readings that have none
 * @returns a text that says why nothing of the message can be used, in a sentence for a person
 */
export function decode(payload: Uint8Array, receivedAt: number): Decoded | string {
  if (payload.length > MAX_BYTES) return `The message has ${payload.length} bytes; it may have ${MAX_BYTES}`;
  const message = parseJson(payload);
  if (message === undefined) return 'The message is not JSON in UTF-8';
  if (typeof message !== 'object' || message === null)
    return `${snippet(message)} is neither an object with \`readings\` nor an array`;
  const records: readonly unknown[] | undefined = Array.isArray(message) ? message : undefined;
  if (records?.length === 0) return 'The message is an empty array; send at least one reading';
  const senml = records?.some(isSenmlRecord) && !records.some(hasReadings) ? records : undefined;
  const count = senml ? senml.length : countSonde(message);
  if (count > MAX_READINGS)
    return `The message has ${count.toLocaleString('en')} readings; it may have ${MAX_READINGS.toLocaleString('en')}`;
  if (senml) return decodeSenml(senml, receivedAt);
  if (!records && isSenmlRecord(message) && !hasReadings(message))
    return 'The message is one SenML record; SenML is an array of records';
  return decodeSonde(message, receivedAt);
}

function hasReadings(element: unknown): boolean {
  return typeof element === 'object' && element !== null && Object.hasOwn(element, 'readings');
}

/** `undefined` for what is not JSON, which no JSON text stands for. */
function parseJson(payload: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(payload));
  } catch {
    return undefined;
  }
}
