import { conflict, notFound } from './errors.ts';
import type { CertificateEntry, DeviceRow } from './rows.ts';

/** The key of a device. Tenancy is in it. */
export function deviceKey(organizationId: string, id: string): { organizationId: string; id: string } {
  return { organizationId, id };
}

/** A device as clients see it. */
export type PublicDevice = Omit<DeviceRow, 'organizationId' | 'certificates'> & { certificates: CertificateEntry[] };

/** What clients may see of a device's row. */
export function publicDevice(row: DeviceRow): PublicDevice {
  const { organizationId: _organizationId, ...device } = row;
  return { ...device, certificates: row.certificates ?? [] };
}

/**
 * Ends with the error of a transaction whose condition on the device's version failed.
 * @param item the device as it is now, as the transaction answered it; null where it has been deleted
 */
export function deviceChanged(item: unknown, id: string): never {
  const current = item as DeviceRow | null;
  if (!current) notFound('device', id);
  conflict('device', publicDevice(current));
}
