import { matchesTopic } from './topic-filter.ts';

/** Who publishes: as CONNECT told it. */
export interface IotClient {
  id: string;
  username: string | undefined;
  /** What `principal()` of a rule gives. */
  principal: string;
}

/** Whether the client's policy lets it publish to the topic. */
export type AuthorizePublish = (client: IotClient, topic: string) => boolean;
/** Whether the client's policy lets it subscribe to the filter. */
export type AuthorizeSubscribe = (client: IotClient, filter: string) => boolean;

/** A device may publish to topics of the form `dt/sonde/<organization>/<device>`. */
export const publishReadings: AuthorizePublish = (_client, topic) =>
  matchesTopic('dt/sonde/+/+', topic) && topic.split('/').every((level) => level !== '');

/** Source: AWS IoT Core endpoints and quotas, "Message broker". */
export const limits = { payloadBytes: 131_072, topicBytes: 256, topicSlashes: 7 };

interface Publication {
  topic: string;
  qos: number;
  retain: boolean;
  payload: Buffer;
}

/**
 * Why AWS IoT would refuse a message and end the connection; `undefined` where it would take it.
 * A policy that allows only `iot:Publish` does not allow retained messages, which need `iot:RetainPublish`.
 * Source: AWS IoT Core Developer Guide, "MQTT", differences from the specifications; "Retained message policy examples".
 */
export function refusalOf(
  { topic, qos, retain, payload }: Publication,
  authorize: (topic: string) => boolean,
): string | undefined {
  if (qos === 2) return 'QoS 2 is not supported';
  if (payload.length > limits.payloadBytes) return `the payload has more than ${limits.payloadBytes} bytes`;
  if (Buffer.byteLength(topic) > limits.topicBytes) return `the topic has more than ${limits.topicBytes} bytes`;
  if (topic.split('/').length > limits.topicSlashes + 1)
    return `the topic has more than ${limits.topicSlashes} slashes`;
  if (!authorize(topic)) return `its policy does not allow to publish to ${topic}`;
  if (retain) return 'its policy does not allow retained messages';
  return undefined;
}
