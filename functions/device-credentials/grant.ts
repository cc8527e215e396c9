import { activate, revoke } from '../shared/credentials/certificates.ts';
import type { Connection } from '../shared/credentials/connection.ts';
import { connectionOf } from '../shared/credentials/connection.ts';
import type { DeviceKey } from '../shared/credentials/device.ts';
import type { CertificateEntry } from '../shared/credentials/entry.ts';
import type { IssuedCertificate } from '../shared/credentials/issue.ts';
import { issueCertificate } from '../shared/credentials/issue.ts';
import { removeCertificates, removeDevice } from '../shared/credentials/remove.ts';
import type { ErrorType } from '../shared/errors.ts';
import { SondeError } from '../shared/errors.ts';
import { asError } from '../shared/logger.ts';
import { changedMeanwhile, deviceNotFound } from './errors.ts';
import type { Act } from './event.ts';
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

/** A certificate for a device: for the key of a signing request, or with a key. */
export interface Grant extends Act {
  signingRequest?: string | undefined;
}

/** Makes a certificate that is not yet active. */
export async function issue({ device, audit, signingRequest }: Grant, ports: Ports): Promise<IssuedCertificate> {
  const { access, table } = ports;
  try {
    return await issueCertificate(device, { createdBy: audit.actor.identityId, signingRequest }, access);
  } catch (error) {
    if (!isOfType(error, 'ConflictError') || (await table.read(device))) throw error;
    await takeBack(device, undefined, ports);
    throw deviceNotFound(device);
  }
}

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
    await takeBack(device, entry.id, ports);
    throw error;
  }
}

/** Never rejects: what cannot be taken back now is void, or not yet active, and the next call for the device removes it. */
async function takeBack(device: DeviceKey, id: string | undefined, ports: Ports): Promise<void> {
  const access = { ...ports.access, signal: AbortSignal.timeout(TAKING_BACK) };
  const ids = id === undefined ? [] : [id];
  try {
    for (const each of ids) await revoke(each, access);
    if (await isUnlisted(device, ids, ports)) await removeCertificates(device, ids, access);
    else await removeDevice(device, ids, access);
  } catch (error) {
    const fields = { ...device, certificateIds: ids.join(' '), error: asError(error) };
    ports.log.warn('A certificate that could not be given is still there', fields);
  }
}

/** Takes certificates out of the row of a device. @returns whether there is one */
async function isUnlisted(device: DeviceKey, ids: readonly string[], ports: Ports): Promise<boolean> {
  try {
    await unlist(device, ids, ports);
    return true;
  } catch (error) {
    if (isOfType(error, 'NotFoundError')) return false;
    throw error;
  }
}

const isOfType = (error: unknown, type: ErrorType): boolean => error instanceof SondeError && error.type === type;
