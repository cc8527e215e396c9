import type { AuditRow } from '../shared/audit/event.ts';
import type { IotAccess } from '../shared/credentials/access.ts';
import type { MqttEndpoint } from '../shared/credentials/connection.ts';
import type { DeviceKey } from '../shared/credentials/device.ts';
import type { CertificateEntry } from '../shared/credentials/entry.ts';
import type { Log } from '../shared/logger.ts';

/** What device rows say of certificates. `gone`: there is no such row. Neither `version` nor `updatedAt` ever changes. */
export interface CertificatesTable {
  /** Those of a device, oldest first; undefined where it is gone. */
  read(device: DeviceKey): Promise<CertificateEntry[] | undefined>;
  /** Appends one to less than `limit`, and writes the event, or does neither. */
  add(device: DeviceKey, entry: CertificateEntry, limit: number, audit: AuditRow): Promise<'added' | 'full' | 'gone'>;
  /** Replaces those that the row had when it was read. */
  replace(
    device: DeviceKey,
    seen: readonly CertificateEntry[],
    entries: readonly CertificateEntry[],
  ): Promise<'replaced' | 'changed' | 'gone'>;
  /** Writes the event of something that is about to be done to a device that is there. */
  note(device: DeviceKey, audit: AuditRow): Promise<'noted' | 'gone'>;
}

export interface Ports {
  table: CertificatesTable;
  access: IotAccess;
  /** Where devices connect, and where the certificate of the server's authority is. */
  server: { mqtt: MqttEndpoint; rootCaUrl: string };
  /** Milliseconds since 1970. */
  clock: () => number;
  log: Log;
}
