import { activate, revoke } from '../shared/credentials/certificates.ts';
import type { Connection } from '../shared/credentials/connection.ts';
import { connectionOf } from '../shared/credentials/connection.ts';
import type { DeviceKey } from '../shared/credentials/device.ts';
import type { CertificateEntry } from '../shared/credentials/entry.ts';
import type { IssuedCertificate } from '../shared/credentials/issue.ts';
import { removeCertificates } from '../shared/credentials/remove.ts';
import { deleteThing } from '../shared/credentials/things.ts';
import { SondeError } from '../shared/errors.ts';
import { asError } from '../shared/logger.ts';
import { changedMeanwhile, deviceNotFound } from './errors.ts';
import { unlist } from './held.ts';
import type { Ports } from './ports.ts';

/** What a device needs to connect. The private key is in it, this once. */
export interface Credentials extends Connection {
  certificate: CertificateEntry;
  certificatePem: string;
  privateKeyPem: string | null;
  /** All that the device has now, oldest first. */
  certificates: CertificateEntry[];
}

/** In ms: for what is taken back when the time for the rest may be up. */
const TAKING_BACK = 7000;

/**
 * Has `list` write a new certificate into the row of its device, and then lets the device connect with it. What fails on the way is taken back.
 */
export async function grant(
  device: DeviceKey,
  issued: IssuedCertificate,
  list: () => Promise<void>,
  ports: Ports,
): Promise<Credentials> {
  const { entry, ...pems } = issued;
  const { table, access, server, log } = ports;
  try {
    await list();
    const certificates = await table.read(device);
    if (!certificates) throw deviceNotFound(device);
    if (!(await activate(entry.id, access)))
      throw (await table.read(device)) ? changedMeanwhile() : deviceNotFound(device);
    log.info('Gave a device a certificate', { ...device, certificateId: entry.id });
    return { certificate: entry, ...pems, certificates, ...connectionOf(device, server) };
  } catch (error) {
    const isGone = error instanceof SondeError && error.type === 'NotFoundError';
    await takeBack(device, entry.id, isGone, ports);
    throw error;
  }
}

/** Never rejects: what cannot be taken back now is void, or not yet active, and the next call for the device removes it. */
async function takeBack(device: DeviceKey, id: string, isGone: boolean, ports: Ports): Promise<void> {
  const access = { ...ports.access, signal: AbortSignal.timeout(TAKING_BACK) };
  try {
    await revoke(id, access);
    if (!isGone) await unlist(device, [id], ports);
    await removeCertificates(device, [id], access);
    if (isGone) await deleteThing(device, access);
  } catch (error) {
    const fields = { ...device, certificateId: id, error: asError(error) };
    ports.log.warn('A certificate that could not be given is still there', fields);
  }
}
