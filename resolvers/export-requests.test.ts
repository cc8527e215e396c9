import * as v from 'valibot';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ExportRow } from '../functions/shared/exports/row.ts';
import { AwsError } from '../local/shared/aws-error.ts';
import { EXPORT_LIMITS } from '../schema/limits.ts';
import { COLLEAGUE, DAY, ExportsApi, period, START, stranger } from './testing/exports.ts';
import { caller, DEVICE, EXPORT, identity, IDENTITY, ORGANIZATION } from './testing/rows.ts';

let exports: ExportsApi;
beforeEach(async () => {
  exports = await ExportsApi.start();
});
afterEach(() => exports.api.close());

describe('requestExport', () => {
  it('stores a row that the functions can read, counts it, and starts the worker', async () => {
    const statistics = ['AVG', 'P95'] as const;
    const made = await exports.requested({
      deviceIds: [DEVICE],
      metrics: ['x'],
      window: 'PT15M',
      statistics: [...statistics],
    });
    const [stored] = await exports.rows('exports');
    const row = v.parse(ExportRow, stored);
    expect(row).toMatchObject({
      organizationId: ORGANIZATION,
      id: made.id,
      version: 1,
      createdAt: '2026-11-22T23:00:00.000Z',
      updatedAt: '2026-11-22T23:00:00.000Z',
      dueAt: '2026-11-22T23:01:00.000Z',
      requestedBy: IDENTITY,
      recipients: [{ identityId: IDENTITY, status: 'PENDING', attempts: 0, secretHashes: [] }],
      status: 'QUEUED',
      progress: 0,
      request: {
        deviceIds: [DEVICE],
        metrics: ['x'],
        from: 1_767_225_600_000_000_000n,
        to: 1_769_900_400_000_000_001n,
        format: 'CSV',
        layout: 'LONG',
        window: 900_000_000_000n,
        statistics,
      },
    });
    expect(['0', '1', '2', '3']).toContain(row.shard);
    expect(await exports.ledger()).toEqual({
      running: { count: 1 },
      'day#2026-11-22': { count: 1, removeAt: (START + 2 * DAY) / 1000 },
    });
    expect(exports.invocations).toEqual([['export', { organizationId: ORGANIZATION, exportId: made.id }, 'Event']]);
    expect(made).toMatchObject({ status: 'QUEUED', files: [], from: period.from, to: period.to, format: 'CSV' });
  });

  it('stores null for what was left out', async () => {
    await exports.requested({ recipients: [] });
    const [stored] = await exports.rows('exports');
    expect(stored).toMatchObject({
      recipients: [],
      request: { deviceIds: null, metrics: null, window: null, statistics: null },
    });
    v.parse(ExportRow, stored);
  });

  it('answers although the worker could not be started: the row says by when it is looked after', async () => {
    exports.answer = () => {
      throw new AwsError('TooManyRequestsException', 'Rate Exceeded.');
    };
    expect(await exports.requested()).toMatchObject({ status: 'QUEUED' });
    expect(await exports.rows('exports')).toHaveLength(1);
  });

  it('refuses a recipient whose address is longer than any identity has', async () => {
    const address = `${'a'.repeat(3000)}@example.com`;
    expect((await exports.ask({ recipients: [address] })).errors).toEqual([
      'ValidationError: each of recipients must have at most 254 characters; it has 3012.',
    ]);
  });

  it('takes recipients by their addresses, whatever their case', async () => {
    const { recipients } = await exports.requested({ recipients: ['Bea@Example.com', 'ada@example.com'] });
    expect(recipients.map(({ identityId }) => identityId).sort()).toEqual([IDENTITY, COLLEAGUE].sort());
  });

  it('takes no recipient but active identities of the organization, and tells of none why', async () => {
    const wrong = ['dee@example.com', 'nobody@example.com', 'cy@example.com'];
    const refusal = (addresses: string[]) => [
      `ValidationError: recipients must be addresses of active people of your organization, which these are not: ${addresses.join(', ')}.`,
    ];
    expect((await exports.ask({ recipients: ['ada@example.com', ...wrong] })).errors).toEqual(refusal(wrong));
    for (const address of wrong)
      expect((await exports.ask({ recipients: [address] })).errors).toEqual(refusal([address]));
    expect(await exports.rows('exports')).toEqual([]);
    expect(await exports.rows('exportLedger')).toEqual([]);
  });

  it('mails nobody for a service that names nobody', async () => {
    await exports.put('identities', { ...identity, kind: 'SERVICE' });
    expect((await exports.requested()).recipients).toEqual([]);
  });

  it('refuses devices that the organization does not have', async () => {
    const id = EXPORT;
    expect((await exports.ask({ deviceIds: [DEVICE, id] })).errors).toEqual([
      `NotFoundError: There is no device with the id "${id}".`,
    ]);
  });
});

describe('a client token', () => {
  const clientToken = 'monthly report #1';

  it('makes one export of many requests, even when there is no room for another', async () => {
    const answers = await Promise.all(
      Array.from({ length: 7 }, () => exports.ask({ clientToken, recipients: ['BEA@example.com'] })),
    );
    expect(new Set(answers.map(({ data }) => data?.requestExport.id)).size).toBe(1);
    for (let count = 1; count < EXPORT_LIMITS.atOnce; count += 1) await exports.requested();
    const again = await exports.ask({ clientToken, recipients: ['bea@example.com'] });
    expect(again).toEqual(answers[0]);
    expect(await exports.rows('exports')).toHaveLength(EXPORT_LIMITS.atOnce);
  });

  it('answers the first export also when it has ended', async () => {
    const { id } = await exports.requested({ clientToken });
    await exports.cancel(id);
    expect(await exports.requested({ clientToken })).toMatchObject({ id, status: 'CANCELLED' });
  });

  it('stands for one request of one identity', async () => {
    const first = await exports.requested({ clientToken });
    expect((await exports.ask({ clientToken, format: 'PARQUET' })).errors).toEqual([
      'ConflictError: You have used this clientToken for another export within a week: take a new one for what you ask now.',
    ]);
    const colleague = { ...caller, claims: { organization_id: ORGANIZATION, identity_id: COLLEAGUE } };
    const { data } = await exports.ask({ clientToken, recipients: [] }, colleague);
    expect(data?.requestExport.id).not.toBe(first.id);
  });

  it('is no longer good for an export that was deleted', async () => {
    const { id } = await exports.requested({ clientToken });
    await exports.delete(id);
    expect((await exports.ask({ clientToken })).errors).toEqual([
      'ConflictError: You have used this clientToken for an export that has been deleted since: take a new one to have it made again.',
    ]);
  });

  it('is forgotten after a week', async () => {
    const { id } = await exports.requested({ clientToken });
    exports.now = START + 7 * DAY - 1000;
    expect((await exports.requested({ clientToken })).id).toBe(id);
    exports.now = START + 7 * DAY;
    expect((await exports.requested({ clientToken, format: 'PARQUET' })).id).not.toBe(id);
  });
});

describe('the limits of an organization', () => {
  const TOO_MANY_AT_ONCE =
    'LimitExceededError: Your organization has 5 exports under way, the most that it can have at once: ask again when one of them has ended, or cancel one.';

  it('let as many exports be under way as there is room for, however they are asked for', async () => {
    const answers = await Promise.all(Array.from({ length: 9 }, () => exports.ask()));
    expect(answers.flatMap(({ errors }) => errors)).toEqual(Array.from({ length: 4 }, () => TOO_MANY_AT_ONCE));
    expect(await exports.rows('exports')).toHaveLength(5);
    expect(await exports.ledger()).toMatchObject({ running: { count: 5 }, 'day#2026-11-22': { count: 5 } });
    // Another organization has its own.
    expect((await exports.ask({}, stranger)).errors).toEqual([]);
  });

  it('make room where one is cancelled or deleted, once', async () => {
    const [first, second, third] = [await exports.requested(), await exports.requested(), await exports.requested()];
    await exports.cancel(first.id);
    expect(await exports.ledger()).toMatchObject({ running: { count: 2 } });
    await exports.cancel(first.id);
    await exports.delete(first.id);
    expect(await exports.ledger()).toMatchObject({ running: { count: 2 } });
    await exports.delete(second.id);
    await exports.delete(second.id);
    expect(await exports.ledger()).toMatchObject({ running: { count: 1 } });
    await exports.change(third.id, { status: 'SUCCEEDED' });
    await exports.cancel(third.id);
    await exports.delete(third.id);
    expect(await exports.ledger()).toMatchObject({ running: { count: 1 } });
  });

  it('end with the day', async () => {
    const entry = { organizationId: ORGANIZATION, entry: 'day#2026-11-22' };
    await exports.put('exportLedger', { ...entry, count: EXPORT_LIMITS.aDay });
    const until = 'the most a day: ask again after midnight in UTC, which is 2026-11-23T00:00:00.000Z.';
    expect((await exports.ask()).errors).toEqual([
      `LimitExceededError: Your organization has asked for 100 exports today, ${until}`,
    ]);
    await exports.put('exportLedger', { ...entry, bytes: EXPORT_LIMITS.bytesADay });
    expect((await exports.ask()).errors).toEqual([
      `LimitExceededError: Your organization's exports of today have 50 GiB or more, ${until}`,
    ]);
    expect(await exports.rows('exports')).toEqual([]);
    await exports.put('exportLedger', { ...entry, bytes: EXPORT_LIMITS.bytesADay - 1, count: EXPORT_LIMITS.aDay - 1 });
    await exports.requested();
    expect((await exports.ask()).errors).toHaveLength(1);
    exports.now = Date.parse('2026-11-23T00:00:00Z');
    await exports.requested();
  });
});
