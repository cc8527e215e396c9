import * as v from 'valibot';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ExportDocument, ExportsDocument } from '../examples/generated/documents.ts';
import { ExportRow } from '../functions/shared/exports/row.ts';
import { ExportsApi, missing, stranger } from './testing/exports.ts';
import { caller, EXPORT, exported, IDENTITY, ORGANIZATION } from './testing/rows.ts';

let exports: ExportsApi;
beforeEach(async () => {
  exports = await ExportsApi.start();
});
afterEach(() => exports.api.close());

describe('cancelExport', () => {
  it.each(['QUEUED', 'RUNNING'])('marks one that is %s, for the worker that it starts', async (status) => {
    const { id } = await exports.requested();
    await exports.change(id, { status, version: 7, progress: 40, lease: exported.lease });
    exports.now += 1000;
    exports.invocations = [];
    const { data, errors } = await exports.cancel(id);
    expect(errors).toEqual([]);
    const changed = { status: 'CANCELLED', endedAt: '2026-11-22T23:00:01.000Z', version: 8, progress: 40 };
    expect(data?.cancelExport).toMatchObject(changed);
    const [row] = await exports.rows('exports');
    expect(row).toMatchObject({ removeAt: Math.floor(exports.now / 1000) + 90 * 86_400 });
    expect(v.parse(ExportRow, row)).toMatchObject({ ...changed, dueAt: changed.endedAt, updatedAt: changed.endedAt });
    expect(exports.invocations).toEqual([['export', { organizationId: ORGANIZATION, exportId: id }, 'Event']]);
  });

  it('answers one that is cancelled already as it is', async () => {
    const { id } = await exports.requested();
    const first = await exports.cancel(id);
    exports.now += 1000;
    expect(await exports.cancel(id)).toEqual(first);
  });

  it.each([
    ['SUCCEEDED', '2026-11-29T23:00:00.000Z', 'SUCCEEDED'],
    ['SUCCEEDED', '2026-11-22T23:00:00.000Z', 'EXPIRED'],
    ['FAILED', undefined, 'FAILED'],
    ['EXPIRED', '2026-11-22T23:00:00.000Z', 'EXPIRED'],
  ])('refuses one that is %s until %s', async (status, expiresAt, shown) => {
    await exports.put('exports', { ...exported, status, expiresAt });
    expect((await exports.cancel(EXPORT)).errors).toEqual([
      `ValidationError: The export has ended already: it is ${shown}. Only one that is QUEUED or RUNNING can be cancelled.`,
    ]);
    expect(await exports.rows('exportLedger')).toEqual([]);
  });

  it('finds none that is deleted, unknown, or of another organization', async () => {
    const { id } = await exports.requested();
    expect((await exports.cancel(id, stranger)).errors).toEqual(missing(id));
    expect((await exports.cancel(EXPORT)).errors).toEqual(missing(EXPORT));
    await exports.delete(id);
    expect((await exports.cancel(id)).errors).toEqual(missing(id));
  });
});

describe('deleteExport', () => {
  it('marks the row, for the worker that it starts, and answers what there was', async () => {
    await exports.put('exports', {
      ...exported,
      expiresAt: '2026-11-29T00:00:00.000Z',
      shard: undefined,
      dueAt: undefined,
    });
    const { data, errors } = await exports.delete(EXPORT);
    expect(errors).toEqual([]);
    expect(data?.deleteExport).toMatchObject({ id: EXPORT, status: 'SUCCEEDED', version: exported.version });
    const [stored] = await exports.rows('exports');
    const row = v.parse(ExportRow, stored);
    const at = '2026-11-22T23:00:00.000Z';
    expect(row).toMatchObject({ status: 'SUCCEEDED', deletedAt: at, dueAt: at, version: exported.version + 1 });
    expect(['0', '1', '2', '3']).toContain(row.shard);
    expect(exports.invocations).toEqual([['export', { organizationId: ORGANIZATION, exportId: EXPORT }, 'Event']]);
  });

  it('makes it gone at once for every query', async () => {
    const [kept, { id }] = [await exports.requested(), await exports.requested()];
    await exports.delete(id);
    expect((await exports.api.ask(caller, ExportDocument, { id })).errors).toEqual(missing(id));
    const { data } = await exports.api.ask(caller, ExportsDocument, {});
    expect(data?.exports.items.map((item) => item.id)).toEqual([kept.id]);
    expect((await exports.delete(id)).errors).toEqual(missing(id));
    expect(await exports.publish(id)).toEqual({ data: { publishExport: null } });
    expect(exports.events).toEqual([]);
  });

  it('finds none of another organization', async () => {
    const { id } = await exports.requested();
    expect((await exports.delete(id, stranger)).errors).toEqual(missing(id));
    expect((await exports.requested()).id).not.toBe(id);
  });
});

it('publishExport gives the export as it is now, without links', async () => {
  await exports.put('exports', { ...exported, expiresAt: '2026-11-29T00:00:00.000Z' });
  const event = {
    organizationId: ORGANIZATION,
    id: EXPORT,
    export: { id: EXPORT, status: 'SUCCEEDED', version: 3, files: [{ name: 'readings.csv.gz', url: null }] },
  };
  expect(await exports.publish(EXPORT)).toEqual({ data: { publishExport: event } });
  expect(exports.events).toEqual([event]);
  expect(exports.invocations).toEqual([]);
  expect(await exports.publish(IDENTITY)).toEqual({ data: { publishExport: null } });
  expect(exports.events).toHaveLength(1);
});

describe('the files of an export', () => {
  it('have links, of one call for a page', async () => {
    await exports.put('exports', { ...exported, expiresAt: '2026-11-29T00:00:00.000Z' });
    await exports.requested();
    exports.invocations = [];
    exports.answer = () => ({ urls: ['https://example.com/a'] });
    const call = [
      'export-files',
      { organizationId: ORGANIZATION, files: [{ key: exported.files[0]!.key, name: 'readings.csv.gz' }] },
      'RequestResponse',
    ];
    const one = await exports.api.ask(caller, ExportDocument, { id: EXPORT });
    expect(one.data?.export?.files.map(({ url }) => url)).toEqual(['https://example.com/a']);
    expect(exports.invocations).toEqual([call]);
    const page = await exports.api.ask(caller, ExportsDocument, {});
    expect(page.data?.exports.items.map(({ files }) => files.length)).toEqual([0, 1]);
    expect(exports.invocations).toEqual([call, call]);
  });

  it('are gone when the export has expired, even before they are removed', async () => {
    await exports.put('exports', { ...exported, expiresAt: '2026-11-22T23:00:00.001Z' });
    exports.answer = () => ({ urls: ['https://example.com/a'] });
    expect((await exports.api.ask(caller, ExportDocument, { id: EXPORT })).data?.export).toMatchObject({
      status: 'SUCCEEDED',
    });
    exports.now += 1;
    const { data } = await exports.api.ask(caller, ExportDocument, { id: EXPORT });
    expect(data?.export).toMatchObject({ status: 'EXPIRED', progress: 100, files: [] });
  });
});

it('exports come newest first, page by page', async () => {
  const ids: string[] = [];
  for (let count = 0; count < 4; count += 1) {
    ids.unshift((await exports.requested()).id);
    exports.now += 1;
  }
  const first = await exports.api.ask(caller, ExportsDocument, { first: 3 });
  const { nextToken } = first.data!.exports;
  const second = await exports.api.ask(caller, ExportsDocument, { first: 3, nextToken });
  expect([...first.data!.exports.items, ...second.data!.exports.items].map(({ id }) => id)).toEqual(ids);
  expect((await exports.api.ask(stranger, ExportsDocument, {})).data?.exports.items).toEqual([]);
  expect((await exports.api.ask(stranger, ExportsDocument, { nextToken })).errors[0]).toContain('nextToken is not one');
});
