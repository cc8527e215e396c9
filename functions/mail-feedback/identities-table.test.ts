import { GetItemCommand } from '@aws-sdk/client-dynamodb';
import { marshall, unmarshall } from '@aws-sdk/util-dynamodb';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startTables, type TestTables } from '../shared/testing/dynamodb.ts';
import { identitiesTable } from './identities-table.ts';
import type { Mark } from './marks.ts';

const organizationId = '01JZ8Q6V5X3M9T2B7C4D1E0F8G';
const email = 'ada@example.com';
const edited = { updatedAt: '2026-01-01T00:00:00.000Z', version: 7 };
/** Of a day in March. */
const day = (number: number) => `2026-03-${String(number).padStart(2, '0')}T12:00:00.000Z`;

let tables: TestTables;
let made = 0;

beforeAll(async () => {
  tables = await startTables({ identities: ['organizationId', 'id'] });
});
afterAll(() => tables.close());

/** The row, but for its keys and address, once an identity that has the given members was marked. */
async function marked(members: object, marks: readonly Omit<Mark, 'email'>[]) {
  const id = `identity-${++made}`;
  await tables.put('identities', { organizationId, id, email, ...edited, ...members });
  const table = identitiesTable(tables.client, 'identities');
  const changes: boolean[] = [];
  for (const mark of marks) changes.push(await table.mark({ organizationId, identityId: id }, { email, ...mark }));
  const { Item } = await tables.client.send(
    new GetItemCommand({ TableName: 'identities', Key: marshall({ organizationId, id }), ConsistentRead: true }),
  );
  const { organizationId: _, id: __, email: ___, ...row } = unmarshall(Item ?? {});
  return { row, changes };
}

describe('a mark', () => {
  it.each(['BOUNCED', 'COMPLAINED'] as const)('is made by %s, and is no edit', async (status) => {
    const { row, changes } = await marked({}, [{ status, at: day(2) }]);
    expect(row).toEqual({ ...edited, mailStatus: status, mailStatusAt: day(2) });
    expect(changes).toEqual([true]);
  });

  it.each(['BOUNCED', 'COMPLAINED'] as const)('is made once where %s arrives twice', async (status) => {
    const mark = { status, at: day(2) };
    expect((await marked({}, [mark, mark])).changes).toEqual([true, false]);
  });

  it('keeps the complaint, whatever bounces after it or has bounced before', async () => {
    const complained = { status: 'COMPLAINED', at: day(2) } as const;
    const row = { ...edited, mailStatus: 'COMPLAINED', mailStatusAt: day(2) };
    for (const at of [day(1), day(2), day(3)]) {
      const bounced = { status: 'BOUNCED', at } as const;
      expect(await marked({}, [complained, bounced])).toEqual({ row, changes: [true, false] });
      expect(await marked({}, [bounced, complained])).toEqual({ row, changes: [true, true] });
    }
  });

  it('is not made by what happened before it was taken back', async () => {
    const cleared = { mailClearedAt: day(5) };
    for (const status of ['BOUNCED', 'COMPLAINED'] as const) {
      expect((await marked(cleared, [{ status, at: day(4) }])).row).toEqual({ ...edited, ...cleared });
      expect((await marked(cleared, [{ status, at: day(5) }])).changes).toEqual([false]);
      expect((await marked(cleared, [{ status, at: day(6) }])).row).toMatchObject({ mailStatus: status });
    }
  });

  it('is not made where the identity has another address by now', async () => {
    expect((await marked({ email: 'countess@example.com' }, [{ status: 'BOUNCED', at: day(2) }])).row).toEqual(edited);
  });

  it('makes no row of an identity that is gone', async () => {
    const table = identitiesTable(tables.client, 'identities');
    const gone = { organizationId, identityId: 'nobody' };
    expect(await table.mark(gone, { email, status: 'COMPLAINED', at: day(2) })).toBe(false);
  });

  it('is the same in whatever order, and however often, events arrive', async () => {
    const mark = fc.record({
      status: fc.constantFrom('BOUNCED' as const, 'COMPLAINED' as const),
      at: fc.integer({ min: 1, max: 5 }).map(day),
    });
    const orders = fc
      .array(mark, { minLength: 1, maxLength: 4 })
      .chain((marks) =>
        fc.tuple(fc.constant(marks), fc.shuffledSubarray([...marks, ...marks], { minLength: marks.length * 2 })),
      );
    const cleared = fc.option(fc.integer({ min: 1, max: 5 }).map(day), { nil: undefined });
    await fc.assert(
      fc.asyncProperty(orders, cleared, async ([marks, others], mailClearedAt) => {
        const members = mailClearedAt === undefined ? {} : { mailClearedAt };
        expect((await marked(members, others)).row).toEqual((await marked(members, marks)).row);
      }),
      { numRuns: 40 },
    );
  });
});
