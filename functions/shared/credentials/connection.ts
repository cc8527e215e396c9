import * as v from 'valibot';
import type { DeviceKey } from './device.ts';

/** Where devices connect, as the environment says it: `host:port`. */
export const MqttEndpoint = v.pipe(
  v.string(),
  v.regex(/^[^\s:]+:\d{1,5}$/, '`host:port` is expected'),
  v.transform((text) => {
    const [host = '', port] = text.split(':');
    return { host, port: Number(port) };
  }),
);
export type MqttEndpoint = v.InferOutput<typeof MqttEndpoint>;

/** What a device needs to know to connect, beside its certificate and key. */
export interface Connection {
  endpoint: string;
  port: number;
  clientId: string;
  topic: string;
  rootCaUrl: string;
}

export function connectionOf(
  { organizationId, deviceId }: DeviceKey,
  { mqtt, rootCaUrl }: { mqtt: MqttEndpoint; rootCaUrl: string },
): Connection {
  return {
    endpoint: mqtt.host,
    port: mqtt.port,
    clientId: deviceId,
    topic: `dt/sonde/${organizationId}/${deviceId}`,
    rootCaUrl,
  };
}
