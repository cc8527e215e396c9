import type { IotAccess } from './access.ts';
import { revoke } from './certificates.ts';
import type { DeviceKey } from './device.ts';
import { endConnection } from './things.ts';

/**
 * Makes certificates of a device void for ever, and ends the connection that it has open: with one of them, or with another one that it then connects
 * again with. They are still there; `discardCertificates` deletes them. Doing it again changes nothing.
 */
export async function endCertificates(device: DeviceKey, ids: readonly string[], access: IotAccess): Promise<void> {
  if (ids.length === 0) return;
  for (const id of ids) await revoke(id, access);
  await endConnection(device, access);
}
