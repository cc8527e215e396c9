import type { DeviceKey } from '../shared/credentials/device.ts';
import { endCertificates } from '../shared/credentials/end.ts';
import { removeCertificates } from '../shared/credentials/remove.ts';
import { attachedTo, deleteThing } from '../shared/credentials/things.ts';
import type { Ports } from './ports.ts';

/**
 * Removes what a device that has been deleted had in AWS IoT. Doing it again changes nothing.
 * @param certificateIds that its row had, beside those that are attached to its thing
 * @throws Error where something is left, so that Lambda brings the event again
 */
export async function remove(
  { device, certificateIds }: { device: DeviceKey; certificateIds: readonly string[] },
  { table, access, log }: Ports,
): Promise<void> {
  if (await table.read(device)) throw new Error(`The device ${device.deviceId} is still there`);
  const ids = [...new Set([...certificateIds, ...(await attachedTo(device, access))])];
  await endCertificates(device, ids, access);
  await removeCertificates(device, ids, access);
  await deleteThing(device, access);
  log.info('Removed a device from AWS IoT', { ...device, certificateIds: ids.join(' ') });
}
