import { endCertificates } from '../shared/credentials/end.ts';
import type { CertificateEntry } from '../shared/credentials/entry.ts';
import { discardCertificates } from '../shared/credentials/remove.ts';
import { SondeError } from '../shared/errors.ts';
import { deviceNotFound } from './errors.ts';
import type { Act } from './event.ts';
import { heldBy, unlist } from './held.ts';
import type { Ports } from './ports.ts';

interface Revocation extends Act {
  /** All of the device's without it. */
  certificateId?: string | undefined;
}

/**
 * Makes certificates of a device void and ends its connection. The row lists them until that is done: who asks again after it has failed can see
 * what is still to be done.
 * @returns those that the device has then, oldest first
 * @throws SondeError `NotFoundError` where there is no such device, or it has no such certificate, `TimeoutError` where AWS IoT could not be asked
 */
export async function revoke({ device, audit, certificateId }: Revocation, ports: Ports): Promise<CertificateEntry[]> {
  const { table, access, log } = ports;
  const { listed, others, removed } = await heldBy(device, ports);
  const all = [...listed.map(({ id }) => id), ...others];
  const ids = certificateId === undefined ? all : all.filter((id) => id === certificateId);
  // What is removed was void already: an earlier call came as far as that.
  const isKnown = certificateId === undefined || ids.length > 0 || removed.includes(certificateId);
  if (!isKnown) throw certificateNotFound(certificateId);
  const event = { ...audit, details: { ...audit.details, revoked: ids } };
  if ((await table.note(device, event)) === 'gone') throw deviceNotFound(device);
  await endCertificates(device, ids, access);
  const certificates = await unlist(device, ids, ports);
  log.info('Revoked certificates of a device', { ...device, certificateIds: ids.join(' ') });
  await discardCertificates(device, ids, access);
  return certificates;
}

function certificateNotFound(id: string): SondeError {
  return new SondeError('NotFoundError', `The device has no certificate with the id "${id.slice(0, 64)}".`);
}
