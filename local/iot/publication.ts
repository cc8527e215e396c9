/** Source: AWS IoT Core endpoints and quotas, "Message broker". */
export const limits = { payloadBytes: 131_072, topicBytes: 256, topicSlashes: 7, clientIdBytes: 128 };

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
  allows: (action: 'Publish' | 'RetainPublish', topic: string) => boolean,
): string | undefined {
  if (qos === 2) return 'QoS 2 is not supported';
  if (payload.length > limits.payloadBytes) return `the payload has more than ${limits.payloadBytes} bytes`;
  if (Buffer.byteLength(topic) > limits.topicBytes) return `the topic has more than ${limits.topicBytes} bytes`;
  if (topic.split('/').length > limits.topicSlashes + 1)
    return `the topic has more than ${limits.topicSlashes} slashes`;
  // The broker speaks to itself by such topics.
  if (topic.startsWith('$')) return `the topic ${topic} is reserved, and not supported here`;
  if (!allows('Publish', topic)) return `its policy does not allow to publish to ${topic}`;
  if (retain && !allows('RetainPublish', topic)) return `its policy does not allow retained messages to ${topic}`;
  return undefined;
}
