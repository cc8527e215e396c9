import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { CancelExportDocument, CreateDeviceDocument } from '../examples/generated/documents.ts';
import {
  csvRecords,
  exportIs,
  exportRow,
  fileAt,
  finished,
  linksIn,
  mailsAbout,
  objectsOf,
  requested,
  sweep,
  swept,
  underWay,
} from './support/exports.ts';
import { makeOrganization, type Organization } from './support/people.ts';
import { storeReadings } from './support/readings.ts';
import { startSonde, type Sonde } from './support/sonde.ts';

/** Exports that take a while, and what comes between: the end of the process, or somebody who cancels. */
let sonde: Sonde;
let harbour: Organization;

const DAY = { from: '2026-03-01T00:00:00Z', to: '2026-03-02T00:00:00Z' };
const START = BigInt(Date.parse(DAY.from)) * 1_000_000n;
/** Texts that do not compress, so that the file is uploaded in several parts. */
const TEXTS = Array.from({ length: 16_000 }, () => randomBytes(1200).toString('base64'));

beforeAll(async () => {
  sonde = await startSonde();
  harbour = await makeOrganization(sonde, 'Harbour');
  const { createDevice } = await harbour.operator.request(CreateDeviceDocument, { input: { name: 'Buoy' } });
  await fill(createDevice.id);
});
afterAll(() => sonde.close());

/** Stores a reading a second, as `ingest` does. */
async function fill(deviceId: string): Promise<void> {
  const series = { organizationId: harbour.id, deviceId, metric: 'note', receivedAt: 1 };
  const readings = TEXTS.map((text, index) => {
    return { ...series, time: START + BigInt(index) * 1_000_000_000n, value: index, text };
  });
  await storeReadings(sonde, readings);
}

it('an export goes on whenever the process ends, and has every row once', { timeout: 180_000 }, async () => {
  const id = await requested(harbour.operator, DAY);
  const interrupted = async (): Promise<void> => {
    await sonde.stop();
    await sonde.start();
    expect(['QUEUED', 'RUNNING']).toContain((await exportRow(sonde, id))?.status);
  };
  // The call to the first worker survives, and where it has not begun yet it begins now; else it finds the export in the hands of somebody who is gone.
  await interrupted();
  await sweep(sonde, id);
  await exportIs(sonde, id, ({ work }) => work.extraction !== undefined);
  await interrupted();
  await sweep(sonde, id);
  await exportIs(sonde, id, ({ work }) => (work.upload?.parts ?? 0) > 0);
  await interrupted();

  const row = await swept(sonde, id);
  expect(row).toMatchObject({ status: 'SUCCEEDED', rows: TEXTS.length, recipients: [{ status: 'SENT' }] });
  const mails = await mailsAbout(sonde, id);
  expect(mails).toHaveLength(1);
  const records = csvRecords(await fileAt(mails.flatMap(linksIn)[0] ?? ''));
  expect(records.map(({ value }) => Number(value))).toEqual([...TEXTS.keys()]);
  expect(records.every(({ text }, index) => text?.replace(/^'/, '') === TEXTS[index])).toBe(true);
  expect(row && (await objectsOf(sonde, row))).toHaveLength(1);
  expect(await underWay(sonde, harbour.id)).toBe(0);
});

it('an export that is cancelled while it is made leaves nothing, and nobody gets a mail', async () => {
  const id = await requested(harbour.operator, DAY);
  await exportIs(sonde, id, ({ work }) => work.extraction !== undefined);
  const { cancelExport } = await harbour.administrator.request(CancelExportDocument, { id });
  expect(cancelExport).toMatchObject({ status: 'CANCELLED', files: [], expiresAt: null });
  let row = await finished(sonde, id);
  // Whatever may have been written still is looked for again, when its time is over: it must not be said to be over while something is written.
  while (row.dueAt !== undefined) {
    await sonde.services.timestream.unloadsEnded();
    row = await finished(sonde, id);
    const { discardAgainAt, ...work } = row.work;
    const over = discardAgainAt === undefined ? work : { ...work, discardAgainAt: row.createdAt };
    row = (await swept(sonde, id, { work: over })) ?? row;
  }
  expect(row).toMatchObject({ status: 'CANCELLED', files: [], recipients: [{ status: 'PENDING' }] });
  expect(await objectsOf(sonde, row)).toEqual([]);
  expect(await mailsAbout(sonde, id)).toEqual([]);
  expect(await underWay(sonde, harbour.id)).toBe(0);
});
