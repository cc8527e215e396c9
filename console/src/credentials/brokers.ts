import { connectionOf, type Connection, type MqttEndpoint } from '../../../functions/shared/credentials/connection.ts';
import type { Outputs } from '../api/outputs.ts';

/** How a device reaches Sonde. */
export interface Ways {
  /** With a certificate, over TLS. Absent where the configuration does not say it. */
  tls?: Omit<Connection, 'rootCaUrl'>;
  /** Where the certificate of the authority of the broker's own is. */
  rootCaUrl?: string;
  /** Without one: on a laptop alone, for trying things out. */
  plain?: MqttEndpoint;
  clientId: string;
  topic: string;
}

/** The ways in which a device reaches the Sonde that a console belongs to. */
export function waysOf(
  key: { organizationId: string; deviceId: string },
  { mqtt_url: first, mqtts_url: second, root_ca_url: rootCaUrl }: Outputs['custom'],
): Ways {
  const over = (protocol: string): MqttEndpoint | undefined =>
    [first, second].map((url) => addressOf(url ?? '', protocol)).find((address) => address !== undefined);
  const [mqtt, plain] = [over('mqtts'), over('mqtt')];
  const { topic, clientId } = connectionOf(key, { mqtt: { host: '', port: 0 }, rootCaUrl: '' });
  return {
    clientId,
    topic,
    ...(mqtt && { tls: { endpoint: mqtt.host, port: mqtt.port, clientId, topic } }),
    ...(plain && { plain }),
    ...(rootCaUrl !== undefined && { rootCaUrl }),
  };
}

/** Not by `URL`: browsers differ in what they take apart of protocols that are not theirs. */
function addressOf(url: string, protocol: string): MqttEndpoint | undefined {
  const [, found, host, port] = /^(mqtts?):\/\/([^:/]+):(\d+)\/?$/.exec(url) ?? [];
  return found === protocol && host !== undefined ? { host, port: Number(port) } : undefined;
}
