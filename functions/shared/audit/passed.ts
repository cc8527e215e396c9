import * as v from 'valibot';
import type { AuditRow } from './event.ts';

/** An audit event that a resolver has made and passes in a payload, for the function to write in its own transaction. */
export const PassedAudit = v.object({
  organizationId: v.string(),
  id: v.string(),
  time: v.string(),
  action: v.string(),
  actor: v.object({ identityId: v.string(), name: v.string(), kind: v.picklist(['PERSON', 'SERVICE']) }),
  targetType: v.picklist(['Device', 'DeviceImport', 'Export', 'Identity', 'Organization']),
  targetId: v.string(),
  details: v.exactOptional(v.record(v.string(), v.unknown())),
  sourceIp: v.exactOptional(v.string()),
  removeAt: v.number(),
}) satisfies v.GenericSchema<unknown, AuditRow>;
