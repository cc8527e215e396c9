import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { RequestExportDocument } from '../examples/generated/documents.ts';
import { EXPORT_LIMITS } from '../schema/limits.ts';
import type { RequestExportInput } from '../schema/generated/types.ts';
import { fileAt, fileUrl, finished, mailsAbout, requested } from './support/exports.ts';
import { fieldError } from './support/graphql.ts';
import { invite, makeMember, makeOrganization, setStatus, type Organization } from './support/people.ts';
import { startSonde, type Sonde } from './support/sonde.ts';
import { allRows, putRow, rowsOf } from './support/tables.ts';

/** Who gets an export, and what asking for it again, or for too many, comes to. */
let sonde: Sonde;
let harbour: Organization;
let meadow: Organization;

const DAY = { from: '2026-03-01T00:00:00Z', to: '2026-03-02T00:00:00Z' };

beforeAll(async () => {
  sonde = await startSonde();
  harbour = await makeOrganization(sonde, 'Harbour');
  meadow = await makeOrganization(sonde, 'Meadow');
});
afterAll(() => sonde.close());

describe('recipients', () => {
  it('are active identities of the organization: each other address is refused by name', async () => {
    await invite(sonde, harbour.id, 'VIEWER', 'invited@harbour.example');
    const suspended = await makeMember(sonde, harbour.id, 'VIEWER', 'suspended@harbour.example');
    await setStatus(harbour, suspended, 'SUSPENDED');
    const refused = ['invited@harbour.example', suspended.email, meadow.viewer.email, 'Who@nowhere.example'];
    const before = await allRows(sonde);
    expect(
      await harbour.operator.ask(RequestExportDocument, {
        input: { ...DAY, recipients: [harbour.viewer.email, ...refused] },
      }),
    ).toEqual({
      data: null,
      errors: [
        fieldError(
          'requestExport',
          'ValidationError',
          `recipients must be addresses of active people of your organization, which these are not: ${refused.join(', ')}.`,
        ),
      ],
    });
    expect(await allRows(sonde)).toEqual(before);
  });

  it('are the caller, where none are given, and nobody, where the list is empty', async () => {
    const own = await requested(harbour.administrator, DAY);
    const quiet = await requested(harbour.administrator, { ...DAY, recipients: [] });
    expect((await finished(sonde, own)).recipients).toMatchObject([
      { identityId: harbour.administrator.identityId, status: 'SENT' },
    ]);
    expect((await mailsAbout(sonde, own)).map(({ to }) => to)).toEqual([[harbour.administrator.email]]);
    expect(await finished(sonde, quiet)).toMatchObject({ status: 'SUCCEEDED', recipients: [] });
    expect(await mailsAbout(sonde, quiet)).toEqual([]);
    await fileAt(await fileUrl(harbour.operator, quiet));
  });
});

describe('asking again', () => {
  it('with the same client token is one export and one mail, at once and later', async () => {
    const input = { ...DAY, clientToken: 'monthly report' };
    const count = async (): Promise<number> => (await rowsOf(sonde, 'exports')).length;
    const before = await count();
    const ids = await Promise.all([1, 2, 3, 4].map(() => requested(harbour.operator, input)));
    await finished(sonde, ids[0] ?? '');
    ids.push(await requested(harbour.operator, input));
    expect(new Set(ids).size).toBe(1);
    expect(await count()).toBe(before + 1);
    expect(await mailsAbout(sonde, ids[0] ?? '')).toHaveLength(1);
    expect(
      await harbour.operator.ask(RequestExportDocument, { input: { ...input, layout: 'LONG', format: 'PARQUET' } }),
    ).toMatchObject({ data: null, errors: [{ errorType: 'ConflictError' }] });
    // The token is the caller's own.
    const others = await requested(harbour.administrator, { ...input, recipients: [] });
    expect(ids).not.toContain(others);
    await finished(sonde, others);
  });

  it('for too much is refused: at once, a day, and in bytes', async () => {
    const today = `day#${new Date().toISOString().slice(0, 10)}`;
    const running = { entry: 'running', count: EXPORT_LIMITS.atOnce };
    const limits = [
      [running, 'Your organization has 5 exports under way, the most that it can have at once'],
      [{ entry: today, count: EXPORT_LIMITS.aDay }, 'Your organization has asked for 100 exports today'],
      [{ entry: today, count: 1, bytes: EXPORT_LIMITS.bytesADay }, "Your organization's exports of today have 50 GiB"],
    ] as const;
    const input: RequestExportInput = { ...DAY, recipients: [] };
    for (const [entry, message] of limits) {
      await putRow(sonde, 'exportLedger', { organizationId: meadow.id, entry: 'running', count: 0 });
      await putRow(sonde, 'exportLedger', { organizationId: meadow.id, ...entry });
      const before = await allRows(sonde);
      expect(await meadow.operator.ask(RequestExportDocument, { input })).toMatchObject({
        data: null,
        errors: [{ errorType: 'LimitExceededError', message: expect.stringContaining(message) as string }],
      });
      expect(await allRows(sonde)).toEqual(before);
    }
    // Others have a count of their own.
    await finished(sonde, await requested(harbour.operator, input));
    await putRow(sonde, 'exportLedger', { organizationId: meadow.id, entry: today, count: 1 });
    await putRow(sonde, 'exportLedger', { ...running, organizationId: meadow.id, count: EXPORT_LIMITS.atOnce - 1 });
    const last = await requested(meadow.operator, input);
    await finished(sonde, last);
    const counts = (await rowsOf(sonde, 'exportLedger')).filter(({ entry }) => entry === 'running');
    expect(counts.map(({ organizationId, count }) => [organizationId, count]).sort()).toEqual(
      [
        [harbour.id, 0],
        [meadow.id, EXPORT_LIMITS.atOnce - 1],
      ].sort(),
    );
  });
});
