import { DynamoDBServiceException, TransactionCanceledException } from '@aws-sdk/client-dynamodb';
import type { TransactWriteItemsCommand } from '@aws-sdk/client-dynamodb';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { TestTables } from '../../shared/testing/dynamodb.ts';
import { startTables } from '../../shared/testing/dynamodb.ts';
import { eventOf } from '../event-of.ts';
import type { NewDevice } from '../ports.ts';
import { deviceIdOf } from '../ids.ts';
import { devicesTables } from './devices-tables.ts';

const ORGANIZATION = '01JZ8Q6V5X3M9T2B7C4D1E0F8G';
const IMPORT = '01JZ8Q6V5X3M9T2B7C4D1E0F8H';
const by = {
  organizationId: ORGANIZATION,
  id: IMPORT,
  begunBy: { identityId: ORGANIZATION, name: 'Ada', kind: 'PERSON' as const },
  startedAt: '2026-03-01T00:00:00.000Z',
};
const devices = (count: number): NewDevice[] =>
  Array.from({ length: count }, (_, row) => {
    const id = deviceIdOf(IMPORT, row);
    const event = eventOf(by, { row, line: row + 2, deviceId: id });
    return { id, input: { name: `Device ${row}`, metrics: [] }, event };
  });

describe('devices', () => {
  let tables: TestTables;
  beforeAll(async () => {
    tables = await startTables({ devices: ['organizationId', 'id'], auditEvents: ['organizationId', 'id'] });
  });
  afterAll(() => tables.close());

  /** The tables, where `disturb` comes before each request, and may throw. */
  function disturbed(disturb: (names: string[]) => void) {
    const send = (command: TransactWriteItemsCommand): Promise<unknown> => {
      const items = command.input.TransactItems ?? [];
      disturb(items.flatMap(({ Put }) => Put?.Item?.name?.S ?? []));
      return tables.client.send(command);
    };
    const client = new Proxy(tables.client, {
      get: (target, member) => (member === 'send' ? send : (Reflect.get(target, member) as unknown)),
    });
    return devicesTables({ client, devices: 'devices', auditEvents: 'auditEvents', clock: Date.now });
  }
  const failure = (name: string) =>
    new DynamoDBServiceException({ name, $fault: 'client', message: name, $metadata: {} });
  const anything = () => undefined;

  it('are made but for the one that cannot be stored, and those that were made before', async () => {
    const groups: number[] = [];
    const table = disturbed((names) => {
      groups.push(names.length);
      if (names.includes('Device 7')) throw failure('ValidationException');
    });
    const all = devices(30);
    expect(await table.make(all.slice(0, 3), anything)).toEqual(new Map());
    const refused = await table.make(all, anything);
    expect([...refused.keys()]).toEqual([all[7]?.id]);
    const events = await table.eventsThere(
      ORGANIZATION,
      all.map(({ event }) => event.id),
    );
    expect(events.size).toBe(29);
    expect(groups.filter((size) => size === 1).length).toBeGreaterThanOrEqual(25);
  });

  it('are written again while others are in the way', async () => {
    let times = 0;
    const table = disturbed((names) => {
      if (++times > 3) return;
      const CancellationReasons = names.flatMap(() => [{ Code: 'None' }, { Code: 'TransactionConflict' }]);
      throw new TransactionCanceledException({ message: 'busy', CancellationReasons, $metadata: {} });
    });
    const late = devices(40).slice(30);
    expect(await table.make(late, anything)).toEqual(new Map());
    expect(
      (
        await table.eventsThere(
          ORGANIZATION,
          late.map(({ event }) => event.id),
        )
      ).size,
    ).toBe(10);
  });

  it('are not made by somebody who has lost the import', async () => {
    const later = devices(50).slice(40);
    const lost = () => {
      throw new Error('lost');
    };
    await expect(disturbed(anything).make(later, lost)).rejects.toThrow('lost');
    expect(
      (
        await disturbed(anything).eventsThere(
          ORGANIZATION,
          later.map(({ event }) => event.id),
        )
      ).size,
    ).toBe(0);
  });

  it('reject with what is nobody’s fault', async () => {
    const down = disturbed(() => {
      throw failure('InternalServerError');
    });
    await expect(down.make(devices(3), anything)).rejects.toThrow('InternalServerError');
  });
});
