import type { MqttEndpoint } from '../../../functions/shared/credentials/connection.ts';

/** Under which names the files of a certificate are saved; several of them may be in one folder. */
export interface FileNames {
  certificate: string;
  key: string;
  ca: string;
}

/** @param certificateId the names begin as it does; they are those of the documentation when left out */
export function fileNames(certificateId?: string): FileNames {
  const prefix = certificateId === undefined ? '' : `${certificateId.slice(0, 8)}-`;
  return { certificate: `${prefix}certificate.pem`, key: `${prefix}private.key`, ca: 'ca.pem' };
}

const READING = `-m '{"readings": {"temperature": 21.5}}'`;

/** Fetches the certificate of the authority, as a line for a shell. */
export function fetchCa(rootCaUrl: string, { ca }: FileNames): string {
  return `curl -o ${ca} ${rootCaUrl}`;
}

/** Publishes a reading as a device, as a line for a shell. */
export function publishWithTls(
  { endpoint, port, clientId, topic }: { endpoint: string; port: number; clientId: string; topic: string },
  { certificate, key, ca }: FileNames,
): string {
  return `mosquitto_pub -h ${endpoint} -p ${port} -i ${clientId} \\
  --cafile ${ca} --cert ${certificate} --key ${key} \\
  -q 1 -t ${topic} \\
  ${READING}`;
}

/** The same without a certificate, where that is allowed. */
export function publishPlain({ host, port }: MqttEndpoint, topic: string): string {
  return `mosquitto_pub -h ${host} -p ${port} \\
  -q 1 -t ${topic} \\
  ${READING}`;
}

/** What a program that publishes has to know, as its environment. */
export function environment(
  { endpoint, port, clientId, topic }: { endpoint: string; port: number; clientId: string; topic: string },
  { certificate, key, ca }: FileNames,
): string {
  return Object.entries({
    MQTT_HOST: endpoint,
    MQTT_PORT: port,
    MQTT_CLIENT_ID: clientId,
    MQTT_TOPIC: topic,
    MQTT_CA_FILE: ca,
    MQTT_CERTIFICATE_FILE: certificate,
    MQTT_KEY_FILE: key,
  })
    .map(([name, value]) => `${name}=${value}`)
    .join('\n');
}
