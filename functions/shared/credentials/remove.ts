import { asError } from '../logger.ts';
import type { IotAccess } from './access.ts';
import { deleteCertificate, findCertificate } from './certificates.ts';
import type { DeviceKey } from './device.ts';
import { endCertificates } from './end.ts';
import { attachedTo, deleteThing, detach } from './things.ts';

/** In ms: for what is taken back when the time for the rest may be up. */
const TAKING_BACK = 6000;

/** Deletes certificates of a device that are not active: what nobody can connect with. Those that are gone are as good. */
export async function removeCertificates(device: DeviceKey, ids: readonly string[], access: IotAccess): Promise<void> {
  for (const id of ids) {
    const known = await findCertificate(id, access);
    if (!known) continue;
    await detach(device, known.arn, access);
    await deleteCertificate(id, access);
  }
}

/** Removes all that a device has in AWS IoT, of which there is no row, or no longer one. Doing it again changes nothing. */
export async function removeDevice(device: DeviceKey, knownIds: readonly string[], access: IotAccess): Promise<void> {
  const ids = [...new Set([...knownIds, ...(await attachedTo(device, access))])];
  await endCertificates(device, ids, access);
  await removeCertificates(device, ids, access);
  await deleteThing(device, access);
}

/** As {@link removeCertificates}, for what is no harm while it is there: what cannot be done now is logged. Never rejects. */
export async function discardCertificates(device: DeviceKey, ids: readonly string[], access: IotAccess): Promise<void> {
  const withTime = { ...access, signal: AbortSignal.timeout(TAKING_BACK) };
  try {
    await removeCertificates(device, ids, withTime);
  } catch (error) {
    const fields = { ...device, certificateIds: ids.join(' '), error: asError(error) };
    access.log.warn('Certificates that are not active are still there', fields);
  }
}
