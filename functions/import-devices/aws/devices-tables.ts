import type { CancellationReason, DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { TransactionCanceledException, TransactWriteItemsCommand } from '@aws-sdk/client-dynamodb';
import { marshall } from '@aws-sdk/util-dynamodb';
import { setTimeout as wait } from 'node:timers/promises';
import * as v from 'valibot';
import { chunks } from '../../shared/collections.ts';
import { backoff } from '../../shared/concurrency.ts';
import { batchGet } from '../../shared/dynamodb/batch-get.ts';
import { mapToEnd } from '../map-to-end.ts';
import type { Devices, NewDevice } from '../ports.ts';

interface Tables {
  client: DynamoDBClient;
  /** Names of the tables. */
  devices: string;
  auditEvents: string;
  /** Milliseconds since 1970. */
  clock: () => number;
}

/** Two items each, of at most 100 a transaction. Source: Amazon DynamoDB API Reference, "TransactWriteItems". */
const DEVICES_A_REQUEST = 25;
const REQUESTS_AT_A_TIME = 4;
const ATTEMPTS = 8;
const PASSING: ReadonlySet<string> = new Set([
  'TransactionConflict',
  'ThrottlingError',
  'ProvisionedThroughputExceeded',
]);
const UNFIT = 'The row cannot be stored as it is.';

const Key = v.object({ id: v.object({ S: v.string() }) });

/** The tables `devices` and `auditEvents`. */
export function devicesTables({ client, devices: table, auditEvents, clock }: Tables): Devices {
  const put = (TableName: string, item: object) => ({
    Put: {
      TableName,
      Item: marshall(item, { removeUndefinedValues: true }),
      ConditionExpression: 'attribute_not_exists(id)',
    },
  });

  function items({ id, input, certificate, event }: NewDevice) {
    const now = new Date(clock()).toISOString();
    const { organizationId } = event;
    const row = { organizationId, id, createdAt: now, updatedAt: now, version: 1, ...input };
    // The event first: where it is there, it is the reason.
    return [put(auditEvents, event), put(table, { ...row, ...(certificate && { certificates: [certificate] }) })];
  }

  /** @returns why each item was refused, as DynamoDB has it; undefined where none was */
  async function write(group: readonly NewDevice[]): Promise<readonly CancellationReason[] | undefined> {
    try {
      await client.send(new TransactWriteItemsCommand({ TransactItems: group.flatMap(items) }));
      return undefined;
    } catch (error) {
      if (error instanceof TransactionCanceledException) return error.CancellationReasons ?? [];
      // Of a single one there is no doubt what it is about.
      if (error instanceof Error && error.name === 'ValidationException' && group.length === 1) {
        return [{ Code: 'ValidationError' }];
      }
      throw error;
    }
  }

  async function makeGroup(
    group: readonly NewDevice[],
    isOurs: () => void,
    refused: Map<string, string>,
  ): Promise<void> {
    let left = group;
    for (let attempt = 0; left.length > 0; attempt++) {
      isOurs();
      const reasons = await write(left);
      if (!reasons) return;
      const before = left;
      left = left.filter(({ id }, index) => {
        const [ofEvent, ofDevice] = [reasons[2 * index]?.Code, reasons[2 * index + 1]?.Code];
        if (ofEvent === 'ConditionalCheckFailed') return false;
        if (ofDevice === 'ConditionalCheckFailed') throw new Error(`The device ${id} is there, but not its event`);
        if (ofEvent === 'ValidationError' || ofDevice === 'ValidationError') refused.set(id, UNFIT);
        return !refused.has(id);
      });
      const isPassing = reasons.some(({ Code = '' }) => PASSING.has(Code));
      if (left.length === before.length && !isPassing) throw new Error('A transaction was refused without a reason');
      if (!isPassing) continue;
      if (attempt + 1 === ATTEMPTS) throw new Error('DynamoDB is too busy to take devices');
      await wait(backoff(attempt));
    }
  }

  /** Each alone, where DynamoDB takes a group for wrong without saying what of it. */
  async function makeAny(group: readonly NewDevice[], isOurs: () => void, refused: Map<string, string>): Promise<void> {
    try {
      await makeGroup(group, isOurs, refused);
    } catch (error) {
      if (!(error instanceof Error && error.name === 'ValidationException') || group.length === 1) throw error;
      for (const one of group) await makeGroup([one], isOurs, refused);
    }
  }

  return {
    async make(devices, isOurs) {
      const refused = new Map<string, string>();
      await mapToEnd(chunks(devices, DEVICES_A_REQUEST), REQUESTS_AT_A_TIME, (group) =>
        makeAny(group, isOurs, refused),
      );
      return refused;
    },

    async eventsThere(organizationId, ids) {
      const keys = ids.map((id) => marshall({ organizationId, id }));
      const ProjectionExpression = 'id';
      const { items, unread } = await batchGet(client, {
        table: auditEvents,
        keys,
        ConsistentRead: true,
        ProjectionExpression,
      });
      const [first] = unread;
      if (first) throw first.cause;
      return new Set(items.map((item) => v.parse(Key, item).id.S));
    },
  };
}
