import { DeleteBucketCommand, S3Client } from '@aws-sdk/client-s3';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { CreateDeviceDocument, ExportDocument } from '../examples/generated/documents.ts';
import { BUCKETS } from '../local/stack/names.ts';
import {
  clientOf,
  csvRecords,
  exportIs,
  exportRow,
  fileAt,
  finished,
  linksIn,
  mailsAbout,
  objectsOf,
  requested,
  swept,
  underWay,
} from './support/exports.ts';
import { makeOrganization, type Organization } from './support/people.ts';
import { publish, stored, topicOf } from './support/sensors.ts';
import { startSonde, type Sonde } from './support/sonde.ts';

/** Exports that something comes between: a mail service that refuses, storage that is gone. */
let sonde: Sonde;
let harbour: Organization;

const DAY = { from: '2026-03-01T00:00:00Z', to: '2026-03-02T00:00:00Z' };

beforeAll(async () => {
  sonde = await startSonde();
  harbour = await makeOrganization(sonde, 'Harbour');
  const { createDevice } = await harbour.operator.request(CreateDeviceDocument, { input: { name: 'Buoy' } });
  await publish(sonde, topicOf(harbour.id, createDevice.id), { time: '2026-03-01T12:00:00Z', readings: { level: 1 } });
  await stored(harbour.viewer, createDevice.id, 1);
});
afterAll(() => sonde.close());

describe('a mail', () => {
  it('that the mail service has no time for is sent all the same', async () => {
    sonde.services.ses.faults.next('throttled');
    const id = await requested(harbour.operator, DAY);
    expect(await finished(sonde, id)).toMatchObject({ recipients: [{ status: 'SENT' }] });
    expect(await mailsAbout(sonde, id)).toHaveLength(1);
  });

  it('that went out without an answer is sent once more, and the links of both lead to the file', async () => {
    sonde.services.ses.faults.next('lostAnswer');
    const id = await requested(harbour.operator, DAY);
    await finished(sonde, id);
    const mails = await mailsAbout(sonde, id);
    expect(mails).toHaveLength(2);
    const [first, second] = await Promise.all(mails.flatMap(linksIn).map(fileAt));
    expect(first).toEqual(second);
  });

  it('that is refused for good leaves the files to those who may see exports, and says so', async () => {
    sonde.services.ses.faults.next('rejected', 4);
    const id = await requested(harbour.operator, DAY);
    await finished(sonde, id);
    for (const attempts of [1, 2, 3]) {
      expect((await exportRow(sonde, id))?.recipients).toMatchObject([{ status: 'PENDING', attempts }]);
      await swept(sonde, id);
    }
    const { export: found } = await harbour.operator.request(ExportDocument, { id });
    expect(found).toMatchObject({
      status: 'SUCCEEDED',
      recipients: [{ status: 'FAILED', error: 'The mail service did not take it: MessageRejected.' }],
    });
    expect(await mailsAbout(sonde, id)).toEqual([]);
    expect(csvRecords(await fileAt(found?.files[0]?.url ?? ''))).toHaveLength(1);
    const row = await exportRow(sonde, id);
    expect(row?.dueAt).toBe(row?.expiresAt);
  });
});

it('an export that cannot be made fails after several tries, tells its recipients, and leaves nothing', async () => {
  const s3 = new S3Client(clientOf(sonde));
  await s3.send(new DeleteBucketCommand({ Bucket: BUCKETS.unload }));
  s3.destroy();
  const id = await requested(harbour.operator, DAY);
  await exportIs(sonde, id, ({ status, lease }) => status === 'RUNNING' && lease === undefined);
  for (let tries = 0; tries < 6; tries++) {
    expect(await exportRow(sonde, id)).toMatchObject({ status: 'RUNNING', tries });
    await swept(sonde, id);
  }
  const { export: found } = await harbour.operator.request(ExportDocument, { id });
  expect(found).toMatchObject({
    status: 'FAILED',
    files: [],
    error: { type: 'InternalError', message: expect.stringContaining(`tell the operator its id, ${id}.`) as string },
    recipients: [{ status: 'SENT', error: null }],
  });
  const [mail] = await mailsAbout(sonde, id);
  expect(mail?.subject).toBe('Export failed – Harbour');
  expect(linksIn(mail!)).toEqual([]);
  expect(await underWay(sonde, harbour.id)).toBe(0);

  // What is left is removed as soon as there is something to remove it from.
  await sonde.services.s3.createBucket(BUCKETS.unload);
  const row = await swept(sonde, id);
  expect(row?.dueAt).toBeUndefined();
  expect(row && (await objectsOf(sonde, row))).toEqual([]);
  expect(await mailsAbout(sonde, id)).toHaveLength(1);
});
