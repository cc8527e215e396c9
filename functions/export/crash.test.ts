import { createHash, randomBytes } from 'node:crypto';
import { gunzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { mapConcurrently } from '../shared/concurrency.ts';
import { asError } from '../shared/logger.ts';
import type { ExportRow } from '../shared/exports/row.ts';
import type { ReceivedReading } from '../shared/readings/store.ts';
import { parseTime } from '../shared/time.ts';
import { fileParts } from './csv/parts.ts';
import { csvWriter } from './csv/writer.ts';
import { deviceDirectory } from './device-directory.ts';
import { jobOf } from './job.ts';
import type { ExportKey } from './ports.ts';
import { FAULTS, Outside } from './testing/outside.ts';
import type { World } from './testing/world.ts';
import { DEVICES, FROM, ORGANIZATION, PEOPLE, startWorld, testClock } from './testing/world.ts';

/** Texts that do not compress, so that a file of few rows has two parts. */
const ROWS = 3900;
const TEXT_BYTES = 1400;
const AT_A_TIME = 8;

const start = parseTime(FROM) ?? 0n;
const readings = Array.from({ length: ROWS }, (_, index): ReceivedReading => {
  const deviceId = DEVICES[index % 2] ?? '';
  const time = start + BigInt(index) * 1_000_000_000n;
  const text = randomBytes(TEXT_BYTES).toString('base64');
  return { organizationId: ORGANIZATION, deviceId, metric: 'note', time, value: index / 8, text, receivedAt: 1 };
});

let world: World;
let undisturbed: { calls: string[]; rows: string[] };

beforeAll(async () => {
  world = await startWorld(readings);
  const key = await world.request();
  const outside = new Outside();
  await world.run(key, outside, Date.now);
  undisturbed = { calls: outside.calls, rows: rowsOf(await onlyFile(key)) };
});
afterAll(() => world.close());

/** The records of a file, in an order of their own: a store promises none. */
function rowsOf(file: Buffer): string[] {
  return gunzipSync(file).toString('utf8').split('\r\n').sort();
}

async function onlyFile(key: ExportKey): Promise<Buffer> {
  const objects = await world.objects(key);
  expect([...objects.keys()]).toEqual([`${ORGANIZATION}/${key.exportId}/readings.csv.gz`]);
  return [...objects.values()][0] ?? Buffer.alloc(0);
}

/** What the sweep does: as long as somebody must look at the export, a new worker does. */
async function sweep(
  key: ExportKey,
  clock: ReturnType<typeof testClock>,
  newWorker = () => new Outside(),
): Promise<ExportRow | undefined> {
  for (let round = 0; round < 12; round++) {
    clock.minutes(16);
    const row = await world.row(key);
    if (row?.dueAt === undefined || row.dueAt === row.expiresAt) return row;
    if (row.work.isDiscarded) await world.settled(key);
    if (Date.parse(row.dueAt) <= clock.now()) await world.run(key, newWorker(), clock.now);
  }
  throw new Error('Somebody must look at the export again and again');
}

/** The file that is made of an extraction that is done, by somebody whom nothing disturbs. */
async function fileOf(row: ExportRow): Promise<Buffer> {
  const ports = world.ports(new Outside(), Date.now);
  const job = jobOf(row, 'the test');
  const devices = deviceDirectory(DEVICES.map((id, index) => ({ id, name: `Buoy ${index + 1}`, units: [] })));
  const batches = ports.readings.read(job, row.work.extraction?.state ?? '', null);
  const bodies: Buffer[] = [];
  const options = { withHeader: true, partBytes: ports.settings.partBytes };
  for await (const { body } of fileParts(batches, csvWriter(job, devices), options)) bodies.push(body);
  return Buffer.concat(bodies);
}

const digest = (bytes: Buffer): string => createHash('sha256').update(bytes).digest('hex');

/** Runs `check` for every call that an undisturbed worker makes, by number and name. */
async function atEveryCall(check: (at: number) => Promise<void>): Promise<void> {
  const failures = await mapConcurrently(undisturbed.calls, AT_A_TIME, (name, at) =>
    check(at).then(
      () => undefined,
      (error: unknown) => `at call ${at}, ${name}: ${asError(error).message}`,
    ),
  );
  const found = failures.filter((failure) => failure !== undefined);
  if (found.length > 0) throw new Error(found.join('\n'));
}

describe('an export', () => {
  it('that nothing disturbs is one file of two parts, mailed once to each recipient', () => {
    expect(undisturbed.rows.length).toBe(ROWS + 2);
    expect(undisturbed.calls.filter((name) => name === 'UploadPartCommand')).toHaveLength(2);
    expect(undisturbed.calls.filter((name) => name === 'SendEmailCommand')).toHaveLength(PEOPLE.length);
  });

  it.each(FAULTS)('succeeds though a call to the outside, whichever, %s', { timeout: 300_000 }, async (fault) => {
    await atEveryCall(async (at) => {
      const key = await world.request();
      const clock = testClock();
      await world.run(key, new Outside(at, fault), clock.now);
      const seen = await world.row(key);
      const expected = seen?.work.extraction?.done && !seen.work.isTidy ? digest(await fileOf(seen)) : undefined;

      const row = await sweep(key, clock);
      expect([row?.status, row?.rows, row?.progress]).toEqual(['SUCCEEDED', ROWS, 100]);
      expect(row?.dueAt).toBe(row?.expiresAt);
      expect(row?.lease).toBeUndefined();
      expect(row?.recipients.map(({ status }) => status)).toEqual(['SENT', 'SENT']);
      const file = await onlyFile(key);
      if (expected === undefined) expect(rowsOf(file)).toEqual(undisturbed.rows);
      else expect(digest(file)).toBe(expected);
      const mails = world.mailsAbout(key);
      expect(new Set(mails.flatMap(({ to }) => to)).size).toBe(PEOPLE.length);
      expect(mails.length).toBeLessThanOrEqual(PEOPLE.length + 1);
    });
    expect(await world.running()).toBe(0);
  });

  it('fails, mailed to each recipient, when every worker ends at the same place', async () => {
    const key = await world.request();
    const row = await sweep(key, testClock(), () => new Outside('UploadPartCommand', 'ends before'));
    expect(row?.status).toBe('FAILED');
    expect(row?.error?.message).toContain(key.exportId);
    expect([row?.dueAt, row?.lease]).toEqual([undefined, undefined]);
    expect([...(await world.objects(key)).keys()]).toEqual([]);
    expect(world.mailsAbout(key).map(({ subject }) => subject)).toHaveLength(PEOPLE.length);
  });

  it('has one file and one mail a recipient when two workers begin it at once', async () => {
    const key = await world.request();
    await Promise.all([1, 2, 3].map(() => world.run(key, new Outside(), Date.now)));
    expect(await world.row(key)).toMatchObject({ status: 'SUCCEEDED', rows: ROWS });
    expect(rowsOf(await onlyFile(key))).toEqual(undisturbed.rows);
    expect(world.mailsAbout(key)).toHaveLength(PEOPLE.length);
  });

  it('leaves nothing and mails nobody when it is cancelled, at whatever moment', { timeout: 300_000 }, async () => {
    await atEveryCall(async (at) => {
      const key = await world.request();
      const clock = testClock();
      const marked: boolean[] = [];
      const cancel = async (): Promise<void> => {
        marked.push(await world.mark(key, 'cancelled'));
      };
      await world.run(key, new Outside(at, cancel), clock.now);
      const row = await sweep(key, clock);
      if (!marked.includes(true)) {
        expect(row?.status).toBe('SUCCEEDED');
        return;
      }
      expect(row?.status).toBe('CANCELLED');
      expect([row?.dueAt, row?.lease]).toEqual([undefined, undefined]);
      expect([...(await world.objects(key)).keys()]).toEqual([]);
      expect(world.mailsAbout(key)).toEqual([]);
    });
  });

  it('leaves nothing, its row neither, when it is deleted, at whatever moment', { timeout: 300_000 }, async () => {
    await atEveryCall(async (at) => {
      const key = await world.request();
      const clock = testClock();
      const marked: boolean[] = [];
      const remove = async (): Promise<void> => {
        marked.push(await world.mark(key, 'deleted'));
      };
      await world.run(key, new Outside(at, remove), clock.now);
      expect(marked).toEqual([true]);
      expect(await sweep(key, clock)).toBeUndefined();
      expect([...(await world.objects(key)).keys()]).toEqual([]);
    });
  });
});
