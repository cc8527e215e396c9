import {
  AttachPolicyCommand,
  AttachThingPrincipalCommand,
  CreateCertificateFromCsrCommand,
  CreateThingCommand,
  type IoTClient,
} from '@aws-sdk/client-iot';
import mqtt, { type IClientOptions, type MqttClient } from 'mqtt';
import { makeSigningRequest } from './certificates.ts';

/** What a client proves itself by. */
export interface Proof {
  certificatePem: string;
  privateKey: string;
}

export interface ProvisionedDevice extends Proof {
  thingName: string;
  certificateId: string;
  certificateArn: string;
}

/** Makes a certificate in AWS IoT, of a key that is made at once. */
export async function certify(
  client: IoTClient,
  { active = true, subject = 'CN=probe' }: { active?: boolean; subject?: string } = {},
) {
  const { request, privateKey } = await makeSigningRequest({ subject });
  const command = new CreateCertificateFromCsrCommand({ certificateSigningRequest: request, setAsActive: active });
  const { certificateId = '', certificateArn = '', certificatePem = '' } = await client.send(command);
  return { certificateId, certificateArn, certificatePem, privateKey };
}

interface DeviceOptions {
  thingName: string;
  organization: string;
  policyName: string;
  thingTypeName?: string;
  active?: boolean;
  subject?: string;
}

/** Makes a thing of an organization with a certificate and a policy, as devices have them. */
export async function provision(
  client: IoTClient,
  { thingName, organization, policyName, thingTypeName, ...options }: DeviceOptions,
): Promise<ProvisionedDevice> {
  const attributePayload = { attributes: { organization } };
  await client.send(new CreateThingCommand({ thingName, thingTypeName, attributePayload }));
  const certificate = await certify(client, options);
  const { certificateArn } = certificate;
  await client.send(new AttachThingPrincipalCommand({ thingName, principal: certificateArn }));
  await client.send(new AttachPolicyCommand({ policyName, target: certificateArn }));
  return { thingName, ...certificate };
}

/** Where devices connect, and what they check it by. */
export interface Endpoint {
  port: number;
  rootCaPem: string;
}

/** Connects with what is given, over TLS. Rejects where the broker does not let it in. */
export async function connectOverTls(
  { port, rootCaPem }: Endpoint,
  proof: Proof | undefined,
  options: IClientOptions,
): Promise<MqttClient> {
  const client = mqtt.connect({
    protocol: 'mqtts',
    host: '127.0.0.1',
    port,
    ca: rootCaPem,
    ...(proof && { cert: proof.certificatePem, key: proof.privateKey }),
    reconnectPeriod: 0,
    ...options,
  });
  // A connection that the broker ends is an error here or not, by what was under way.
  let cause: Error | undefined;
  client.on('error', (error) => {
    cause = error;
  });
  await new Promise<void>((resolve, reject) => {
    client.once('connect', () => {
      resolve();
    });
    client.once('close', () => {
      reject(new Error(`The broker ended the connection: ${cause?.message ?? 'without a word'}`));
    });
  });
  return client;
}

/** Resolves when a connection has ended. */
export function ended(client: MqttClient): Promise<void> {
  return new Promise((resolve) => {
    if (!client.connected) resolve();
    client.once('close', () => {
      resolve();
    });
  });
}
