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
