import { AUDIT_DAYS } from '../../../schema/limits.ts';

/** An audit event as it is stored, in the partition of its organization. Resolvers and functions write the same. */
export interface AuditRow {
  organizationId: string;
  /** A ULID: events are in the order of their time. */
  id: string;
  /** ISO 8601, in UTC. */
  time: string;
  /** The mutation's name, or what a sign-in did: `joinOrganization`, `foundOrganization`, `changeEmail`. */
  action: string;
  actor: AuditActor;
  targetType: AuditTarget;
  targetId: string;
  /** What was asked for, without secrets. */
  details?: Record<string, unknown>;
  sourceIp?: string;
  /** Epoch seconds. */
  removeAt: number;
}

/** Who did it, as they were then. */
export interface AuditActor {
  identityId: string;
  name: string;
  kind: 'PERSON' | 'SERVICE';
}

export type AuditTarget = 'Device' | 'DeviceImport' | 'Export' | 'Identity' | 'Organization';

/** When an event is removed, in epoch seconds. @param time its own, in milliseconds since 1970 */
export function auditRemovedAt(time: number): number {
  return Math.floor(time / 1000) + AUDIT_DAYS * 86_400;
}
