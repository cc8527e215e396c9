import type { AuditTarget } from '../../functions/shared/audit/event.ts';
import {
  toAttributeMap,
  toAttributeValueWithSets,
} from '../../local/appsync/runtime/library/dynamodb/attribute-values.ts';
import { auditEvent, DEVICE, NEW_ID, ORGANIZATION } from './rows.ts';

interface Act {
  action: string;
  targetType?: AuditTarget;
  targetId?: string;
  details?: object;
}

/** The item of a transaction with the event of what the caller does now, to the device unless said otherwise. */
export function auditOf({ action, targetType = 'Device', targetId = DEVICE, details }: Act) {
  const { organizationId: _organizationId, id: _id, details: _details, ...event } = auditEvent;
  return {
    table: '__TABLE_auditEvents__',
    operation: 'PutItem',
    key: { organizationId: { S: ORGANIZATION }, id: { S: NEW_ID } },
    attributeValues: toAttributeMap(
      'event',
      { ...event, action, targetType, targetId, ...(details && { details }) },
      toAttributeValueWithSets,
    ),
  };
}
