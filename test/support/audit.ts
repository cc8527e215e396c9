import type { AuditRow } from '../../functions/shared/audit/event.ts';
import type { Organization } from './people.ts';
import type { Sonde } from './sonde.ts';
import { rowsOf } from './tables.ts';

/** The audit events of an organization as they are stored, oldest first. */
export async function eventsOf(sonde: Sonde, { id }: Organization): Promise<AuditRow[]> {
  const rows = (await rowsOf(sonde, 'auditEvents')) as unknown as AuditRow[];
  return rows.filter(({ organizationId }) => organizationId === id).sort((one, other) => (one.id < other.id ? -1 : 1));
}
