import { ulid } from 'ulid';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  CancelExportDocument,
  CreateDeviceDocument,
  DeleteExportDocument,
  ExportDocument,
  ExportsDocument,
  RequestExportDocument,
} from '../examples/generated/documents.ts';
import {
  exportRow,
  fileAt,
  fileUrl,
  finished,
  linksIn,
  LONG_AGO,
  mailsAbout,
  objectsOf,
  requested,
  swept,
} from './support/exports.ts';
import { denied, fieldError } from './support/graphql.ts';
import { makeOrganization, setStatus, type Member, type Organization } from './support/people.ts';
import { publish, stored, topicOf } from './support/sensors.ts';
import { startSonde, type Sonde } from './support/sonde.ts';
import { allRows } from './support/tables.ts';
import { until } from './support/until.ts';

/** Who may see exports, and follow the links in their mails. */
let sonde: Sonde;
let harbour: Organization;
let meadow: Organization;
/** Of Harbour's, mailed to its operator and its viewer. */
let id: string;
/** Of the operator and the viewer. */
let links: string[];

const DAY = { from: '2026-03-01T00:00:00Z', to: '2026-03-02T00:00:00Z' };

beforeAll(async () => {
  sonde = await startSonde();
  harbour = await makeOrganization(sonde, 'Harbour');
  meadow = await makeOrganization(sonde, 'Meadow');
  const { createDevice } = await harbour.operator.request(CreateDeviceDocument, { input: { name: 'Buoy' } });
  await publish(sonde, topicOf(harbour.id, createDevice.id), { time: '2026-03-01T12:00:00Z', readings: { level: 1 } });
  await stored(harbour.viewer, createDevice.id, 1);
  ({ id, links } = await made([harbour.operator, harbour.viewer]));
});
afterAll(() => sonde.close());

/** Has an export made and mailed. */
async function made(recipients: Member[]): Promise<{ id: string; links: string[] }> {
  const addresses = recipients.map(({ email }) => email);
  const made = await requested(harbour.operator, { ...DAY, recipients: addresses });
  await finished(sonde, made);
  const mails = await mailsAbout(sonde, made);
  return {
    id: made,
    links: addresses.flatMap((address) => mails.filter(({ to }) => to[0] === address).flatMap(linksIn)),
  };
}

/** The link's parts: organization, export, secret and number of the file. */
function partsOf(link = ''): [organization: string, id: string, secret: string, file: string] {
  const [, , organization = '', exportId = '', secret = '', file = ''] = new URL(link).pathname.split('/');
  return [organization, exportId, secret, file];
}

function linkOf(...parts: string[]): string {
  return new URL(`/exports/${parts.join('/')}`, links[0]).href;
}

/** What a link answers that leads nowhere, but for what is of the one request. */
async function refusalOf(link: string) {
  const { status, headers, ...response } = await fetch(link, { redirect: 'manual' }).then(async (answer) => ({
    status: answer.status,
    headers: Object.fromEntries(answer.headers),
    body: await answer.text(),
  }));
  const { 'apigw-requestid': _id, date: _date, ...rest } = headers;
  return { status, headers: rest, ...response };
}

const nowhere = (): Promise<object> => refusalOf(linkOf(ulid(), ulid(), 'x'.repeat(43), '0'));

describe('an export', () => {
  it('can neither be asked for, seen, cancelled nor deleted by a viewer, nor by people of another organization', async () => {
    const before = await allRows(sonde);
    const fields = [
      ['export', ExportDocument, { export: null }, 'Query'],
      ['cancelExport', CancelExportDocument, null, 'Mutation'],
      ['deleteExport', DeleteExportDocument, null, 'Mutation'],
    ] as const;
    for (const [field, document, data, type] of fields) {
      const notFound = fieldError(field, 'NotFoundError', `There is no export with the id "${id}".`);
      expect(await harbour.viewer.ask(document, { id })).toEqual({ data, errors: [denied(field, type)] });
      expect(await meadow.viewer.ask(document, { id })).toEqual({ data, errors: [denied(field, type)] });
      for (const other of [meadow.administrator, meadow.operator])
        expect(await other.ask(document, { id })).toEqual({ data, errors: [notFound] });
    }
    expect(await harbour.viewer.ask(RequestExportDocument, { input: DAY })).toEqual({
      data: null,
      errors: [denied('requestExport', 'Mutation')],
    });
    expect((await meadow.administrator.request(ExportsDocument, {})).exports.items).toEqual([]);
    expect((await harbour.administrator.request(ExportsDocument, {})).exports.items).toMatchObject([{ id }]);
    expect(await allRows(sonde)).toEqual(before);
  });

  it('of another organization has none of the readings', async () => {
    const foreign = await requested(meadow.administrator, { ...DAY, recipients: [] });
    expect(await finished(sonde, foreign)).toMatchObject({ organizationId: meadow.id, status: 'SUCCEEDED', rows: 0 });
  });
});

describe('a link', () => {
  it('leads nowhere, and always says the same, where any part of it is not right', async () => {
    const [organization, exportId, secret, file] = partsOf(links[0]);
    expect([organization, exportId, file]).toEqual([harbour.id, id, '0']);
    const other = await made([harbour.operator]);
    const wrong = [
      [meadow.id, id, secret, '0'],
      [organization, other.id, secret, '0'],
      [organization, ulid(), secret, '0'],
      [organization, id, partsOf(other.links[0])[2], '0'],
      [organization, id, `${secret.slice(0, -2)}${secret.endsWith('AA') ? 'BB' : 'AA'}`, '0'],
      [organization, id, secret.slice(1), '0'],
      [organization, id, `${secret}=`, '0'],
      ...['1', '00', '-1', '0.0', '1e0', 'x', '%00', '99999999999999999999'].map((n) => [organization, id, secret, n]),
      [organization.toLowerCase(), id, secret, '0'],
      [organization, 'export', secret, '0'],
      ['..%2F', id, secret, '0'],
      ['%F0%9F%9A%A2', '%27%22', '%3Cscript%3E', '%0A'],
    ];
    const expected = await nowhere();
    expect(expected).toMatchObject({ status: 404, headers: { 'cache-control': 'no-store' } });
    for (const parts of wrong) {
      expect(await refusalOf(linkOf(...parts))).toEqual(expected);
      expect((await fetch(linkOf(...parts), { method: 'HEAD', redirect: 'manual' })).status).toBe(404);
    }
    expect((await fileAt(links[0] ?? '')).length).toBeGreaterThan(0);
  });

  it('leads nowhere while its recipient is suspended; that of another recipient goes on', async () => {
    const [operators = '', viewers = ''] = links;
    await setStatus(harbour, harbour.viewer, 'SUSPENDED');
    expect(await refusalOf(viewers)).toEqual(await nowhere());
    await fileAt(operators);
    await setStatus(harbour, harbour.viewer, 'ACTIVE');
    expect(await fileAt(viewers)).toEqual(await fileAt(operators));
  });

  it('leads nowhere from the moment on at which the export is deleted, and nothing is left', async () => {
    const { id: deleted, links: ended } = await made([harbour.operator, harbour.viewer]);
    const row = await exportRow(sonde, deleted);
    const { deleteExport } = await harbour.administrator.request(DeleteExportDocument, { id: deleted });
    expect(deleteExport).toMatchObject({ id: deleted, status: 'SUCCEEDED' });
    for (const link of ended) expect(await refusalOf(link)).toEqual(await nowhere());
    expect(await harbour.operator.ask(ExportDocument, { id: deleted })).toMatchObject({ data: { export: null } });
    await until('the end of the row', async () => ((await exportRow(sonde, deleted)) ? undefined : true));
    expect(row && (await objectsOf(sonde, row))).toEqual([]);
  });

  it('leads nowhere from the expiry on, and the next sweep removes the files', async () => {
    const { id: old, links: ended } = await made([harbour.operator]);
    const before = await exportRow(sonde, old);
    expect(before?.dueAt).toBe(before?.expiresAt);
    const url = await fileUrl(harbour.operator, old);
    expect(await swept(sonde, old, { expiresAt: LONG_AGO })).toMatchObject({ status: 'EXPIRED', files: [] });
    const after = await exportRow(sonde, old);
    expect(after?.dueAt).toBeUndefined();
    expect(after && (await objectsOf(sonde, after))).toEqual([]);
    for (const link of ended) expect(await refusalOf(link)).toEqual(await nowhere());
    expect((await fetch(url)).status).toBe(404);
    const { export: found } = await harbour.operator.request(ExportDocument, { id: old });
    expect(found).toMatchObject({ status: 'EXPIRED', files: [], rows: 1 });
  });
});
