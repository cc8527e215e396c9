import type { AttributeValue, DynamoDBClient, TransactWriteItem } from '@aws-sdk/client-dynamodb';
import {
  ConditionalCheckFailedException,
  GetItemCommand,
  TransactionCanceledException,
  TransactWriteItemsCommand,
  UpdateItemCommand,
} from '@aws-sdk/client-dynamodb';
import { marshall, unmarshall } from '@aws-sdk/util-dynamodb';
import { setTimeout as wait } from 'node:timers/promises';
import * as v from 'valibot';
import type { AuditRow } from '../shared/audit/event.ts';
import { backoff } from '../shared/concurrency.ts';
import type { DeviceKey } from '../shared/credentials/device.ts';
import { CertificateEntry } from '../shared/credentials/entry.ts';
import { Expressions } from '../shared/dynamodb/expressions.ts';
import type { CertificatesTable } from './ports.ts';

interface Tables {
  client: DynamoDBClient;
  /** Names of the tables. */
  devices: string;
  auditEvents: string;
}

const Row = v.object({ certificates: v.optional(v.array(CertificateEntry), []) });
const ATTEMPTS = 6;

/** The tables of devices and of audit events. */
export function certificatesTable({ client, devices, auditEvents }: Tables): CertificatesTable {
  const item = ({ organizationId, deviceId: id }: DeviceKey) => ({
    TableName: devices,
    Key: marshall({ organizationId, id }),
  });
  const putAudit = (audit: AuditRow): TransactWriteItem => ({
    Put: { TableName: auditEvents, Item: marshall(audit, { removeUndefinedValues: true }) },
  });

  return {
    async read(device) {
      const request = new GetItemCommand({
        ...item(device),
        ConsistentRead: true,
        ProjectionExpression: 'id, certificates',
      });
      const { Item } = await client.send(request);
      return Item && v.parse(Row, unmarshall(Item)).certificates;
    },

    async add(device, entry, limit, audit) {
      const add: TransactWriteItem = {
        Update: {
          ...item(device),
          UpdateExpression: 'SET certificates = list_append(if_not_exists(certificates, :none), :entries)',
          ConditionExpression:
            'attribute_exists(id) AND (attribute_not_exists(certificates) OR size(certificates) < :limit)',
          ExpressionAttributeValues: marshall({ ':none': [], ':entries': [entry], ':limit': limit }),
          ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
        },
      };
      const failed = await refused(() =>
        client.send(new TransactWriteItemsCommand({ TransactItems: [add, putAudit(audit)] })),
      );
      if (!failed) return 'added';
      return failed.item ? 'full' : 'gone';
    },

    async replace(device, seen, entries) {
      const expressions = new Expressions();
      const UpdateExpression = expressions.update({ set: { certificates: entries } });
      const request = new UpdateItemCommand({
        ...item(device),
        UpdateExpression,
        ConditionExpression: `attribute_exists(id) AND ${hasStill(seen, expressions)}`,
        ...expressions.attributes,
        ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
      });
      const failed = await refused(() => client.send(request));
      if (!failed) return 'replaced';
      return failed.item ? 'changed' : 'gone';
    },

    async note(device, audit) {
      const check: TransactWriteItem = {
        ConditionCheck: { ...item(device), ConditionExpression: 'attribute_exists(id)' },
      };
      const request = new TransactWriteItemsCommand({ TransactItems: [check, putAudit(audit)] });
      return (await refused(() => client.send(request))) ? 'gone' : 'noted';
    },
  };
}

/** The condition that the row has the certificates that it had. */
function hasStill(seen: readonly CertificateEntry[], expressions: Expressions): string {
  const certificates = expressions.name('certificates');
  if (seen.length === 0) {
    return `(attribute_not_exists(${certificates}) OR size(${certificates}) = ${expressions.value(0)})`;
  }
  const id = expressions.name('id');
  const same = seen.map((entry, index) => `${certificates}[${index}].${id} = ${expressions.value(entry.id)}`);
  return [`size(${certificates}) = ${expressions.value(seen.length)}`, ...same].join(' AND ');
}

/** Writes, and again while others write the same row. @returns the row as it was where the condition on it failed; undefined where it was written */
async function refused(write: () => Promise<unknown>): Promise<{ item?: Record<string, AttributeValue> } | undefined> {
  for (let attempt = 0; ; attempt++) {
    try {
      await write();
      return undefined;
    } catch (error) {
      if (error instanceof ConditionalCheckFailedException) return error.Item ? { item: error.Item } : {};
      const reasons = error instanceof TransactionCanceledException ? (error.CancellationReasons ?? []) : [];
      const failed = reasons.find(({ Code }) => Code === 'ConditionalCheckFailed');
      if (failed) return failed.Item ? { item: failed.Item } : {};
      const isConflict = isNamed(error, 'TransactionConflictException') || hasConflict(reasons);
      if (!isConflict || attempt + 1 === ATTEMPTS) throw error;
    }
    await wait(backoff(attempt));
  }
}

const isNamed = (error: unknown, name: string): boolean => error instanceof Error && error.name === name;

const hasConflict = (reasons: readonly { Code?: string | undefined }[]): boolean =>
  reasons.some(({ Code }) => Code === 'TransactionConflict');
