import type { AuditRow } from '../shared/audit/event.ts';
import { auditRemovedAt } from '../shared/audit/event.ts';
import type { ImportRow } from '../shared/imports/row.ts';
import { eventIdOf } from './ids.ts';

type Begun = Pick<ImportRow, 'organizationId' | 'id' | 'begunBy' | 'sourceIp' | 'startedAt'>;

interface Made {
  /** From 0. */
  row: number;
  line: number;
  deviceId: string;
  certificateId?: string;
}

/** The audit event of a device of an import: of whoever began it, at the time when it was begun. */
export function eventOf(
  { organizationId, id: importId, begunBy, sourceIp, startedAt }: Begun,
  { row, line, deviceId, certificateId }: Made,
): AuditRow {
  if (!begunBy || startedAt === undefined) throw new Error('Nobody has begun the import');
  return {
    organizationId,
    id: eventIdOf(importId, startedAt, row),
    time: startedAt,
    action: 'importDevices',
    actor: begunBy,
    targetType: 'Device',
    targetId: deviceId,
    details: { importId, line, ...(certificateId !== undefined && { certificateId }) },
    ...(sourceIp !== undefined && { sourceIp }),
    removeAt: auditRemovedAt(Date.parse(startedAt)),
  };
}
