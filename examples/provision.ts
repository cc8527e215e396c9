import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { configure, request, signInAs } from './client.ts';
import type { DeviceCredentialsFieldsFragment } from './generated/documents.ts';
import { CreateDeviceDocument, ProvisionDeviceDocument } from './generated/documents.ts';
import { command, readOutputs } from './node.ts';

/** Where the files are that a device connects with, and as whom it does. */
export interface Provisioned extends Pick<DeviceCredentialsFieldsFragment, 'endpoint' | 'port' | 'clientId' | 'topic'> {
  certificate: string;
  /** Readable for its owner alone. */
  key: string;
  /** Of the authority of the server's certificate. */
  ca: string;
}

const FOLDER = 'credentials';

/**
 * Gives a device a certificate as whoever is signed in, and writes it with its key to a folder of its own in `folder`: nobody can ask for the key again,
 * and a device that changes over has two.
 */
export async function provision(deviceId: string, folder: string): Promise<Provisioned> {
  // Before there is a key that could not be written.
  await mkdir(folder, { recursive: true });
  const { provisionDevice } = await request(ProvisionDeviceDocument, { input: { deviceId } });
  const { certificate, certificatePem, privateKeyPem, rootCaUrl, ...connection } = provisionDevice;
  const own = join(folder, `${deviceId}-${certificate.id.slice(0, 8)}`);
  await mkdir(own);
  const files = { certificate: join(own, 'certificate.pem'), key: join(own, 'private.key'), ca: join(own, 'ca.pem') };
  await writeFile(files.key, privateKeyPem ?? '', { mode: 0o600 });
  await writeFile(files.certificate, certificatePem);
  await writeFile(files.ca, await textOf(rootCaUrl));
  const { endpoint, port, clientId, topic } = connection;
  return { ...files, endpoint, port, clientId, topic };
}

async function textOf(url: string): Promise<string> {
  const response = await fetch(url);
  if (!response.ok) throw new Error(`${url} answered ${response.status}`);
  return response.text();
}

/** How a device publishes a reading, as a line for a shell and as a program for Node. */
export function howTo({ certificate, key, ca, endpoint, port, clientId, topic }: Provisioned): string {
  return `With Mosquitto's client:

mosquitto_pub -h ${endpoint} -p ${port} --cafile ${ca} --cert ${certificate} --key ${key} \\
  -i ${clientId} -q 1 -t ${topic} -m '{"readings": {"temperature": 21.5}}'

In Node, with \`npm install mqtt\`:

import { readFileSync } from 'node:fs';
import { connectAsync } from 'mqtt';

const device = await connectAsync('mqtts://${endpoint}:${port}', {
  clientId: '${clientId}',
  ca: readFileSync('${ca}'),
  cert: readFileSync('${certificate}'),
  key: readFileSync('${key}'),
});
await device.publishAsync('${topic}', JSON.stringify({ readings: { temperature: 21.5 } }), { qos: 1 });
await device.endAsync();`;
}

async function makeDevice(): Promise<string> {
  const { createDevice } = await request(CreateDeviceDocument, { input: { name: 'Device on a desk' } });
  return createDevice.id;
}

if (process.argv[1] === import.meta.filename) {
  await command(async () => {
    configure(await readOutputs());
    const { DEVICE, EMAIL = 'operator@demo.example', PASSWORD = 'Sonde-demo-1' } = process.env;
    await signInAs(EMAIL, PASSWORD);
    const provisioned = await provision(DEVICE ?? (await makeDevice()), FOLDER);
    console.log(`The certificate, its key and the server's authority are in ${dirname(provisioned.key)}.\n`);
    console.log(howTo(provisioned));
  });
}
