import * as v from 'valibot';
import { snippet } from '../shared/ingestion/snippet.ts';

/** A device's message as the IoT rule hands it on: who sent it is known from the topic. */
export interface Envelope {
  organizationId: string;
  deviceId: string;
  /** When the broker received it, in ms since 1970. */
  receivedAt: number;
  payload: Uint8Array;
}

const Body = v.pipe(
  v.string(),
  v.parseJson(),
  v.object({
    payload: v.pipe(v.string(), v.base64()),
    organization: v.string(),
    device: v.string(),
    receivedAt: v.pipe(v.number(), v.safeInteger(), v.minValue(0)),
  }),
  v.transform(({ payload, organization, device, receivedAt }): Envelope => {
    return { organizationId: organization, deviceId: device, receivedAt, payload: Buffer.from(payload, 'base64') };
  }),
);

/**
 * Opens the body of a queued message, which is what `iotRule` of `function.ts` selects.
 * @returns a text that says what is wrong, in a sentence for a person
 */
export function openEnvelope(body: string): Envelope | string {
  const parsed = v.safeParse(Body, body, { abortEarly: true });
  if (parsed.success) return parsed.output;
  const [issue] = parsed.issues;
  return `The queued message is not what the IoT rule sends: ${snippet(v.getDotPath(issue) ?? 'body')}: ${issue.message}`;
}
