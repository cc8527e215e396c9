import type { DeviceKey } from '../shared/credentials/device.ts';
import { removeDevice } from '../shared/credentials/remove.ts';
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
  await removeDevice(device, certificateIds, access);
  log.info('Removed a device from AWS IoT', { ...device, certificateIds: certificateIds.join(' ') });
}
