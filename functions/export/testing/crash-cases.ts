import { createHash } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ExportRow } from '../../shared/exports/row.ts';
import { fileParts } from '../csv/parts.ts';
import { csvWriter } from '../csv/writer.ts';
import { deviceDirectory } from '../device-directory.ts';
import { jobOf } from '../job.ts';
import { ROWS, rowsOf, startDisturbances } from './disturbances.ts';
import type { Disturbances, Stretch } from './disturbances.ts';
import { FAULTS, Outside } from '../../shared/testing/outside.ts';
import type { World } from './world.ts';
import { DEVICES, PEOPLE, testClock } from './world.ts';
import type { StartReadings } from './readings.ts';

/** What an export has to do whatever goes wrong, of any readings store. */
export function describeCrashes(name: string, startReadings: StartReadings, stretch: Stretch = null): void {
  describe(name, () => {
    let disturbances: Disturbances;
    let world: World;
    beforeAll(async () => {
      disturbances = await startDisturbances(startReadings, stretch);
      ({ world } = disturbances);
    });
    afterAll(() => world.close());

    /** The file that is made of an extraction that is done, by somebody whom nothing disturbs. */
    async function fileOf(row: ExportRow): Promise<Buffer> {
      const ports = world.ports(new Outside(), Date.now);
      const job = jobOf({ row, owner: 'the test' }, ports.files);
      const devices = deviceDirectory(DEVICES.map((id, index) => ({ id, name: `Buoy ${index + 1}`, units: [] })));
      const batches = ports.readings.read(job, row.work.extraction?.state ?? '', null);
      const bodies: Buffer[] = [];
      const options = { withHeader: true, partBytes: ports.settings.partBytes };
      for await (const { body } of fileParts(batches, csvWriter(job, devices), options)) bodies.push(body);
      return Buffer.concat(bodies);
    }

    const digest = (bytes: Buffer): string => createHash('sha256').update(bytes).digest('hex');

    describe('an export', () => {
      it('that nothing disturbs is one file of two parts, mailed once to each recipient', () => {
        expect(disturbances.rows.length).toBe(ROWS + 2);
        expect(disturbances.calls.filter((name) => name === 'UploadPartCommand')).toHaveLength(2);
        expect(disturbances.calls.filter((name) => name === 'SendEmailCommand')).toHaveLength(PEOPLE.length);
      });

      it.each(FAULTS)('succeeds though a call to the outside, whichever, %s', { timeout: 300_000 }, async (fault) => {
        await disturbances.atEveryCall(async (at) => {
          const key = await world.request();
          const clock = testClock();
          await world.run(key, new Outside(at, fault), clock.now);
          const seen = await world.row(key);
          const isExtracted = seen?.status === 'RUNNING' && seen.work.extraction?.done;
          const expected = isExtracted ? digest(await fileOf(seen)) : undefined;

          const row = await disturbances.sweep(key, clock);
          expect([row?.status, row?.rows, row?.progress]).toEqual(['SUCCEEDED', ROWS, 100]);
          expect(row?.dueAt).toBe(row?.expiresAt);
          expect(row?.lease).toBeUndefined();
          expect(row?.recipients.map(({ status }) => status)).toEqual(['SENT', 'SENT']);
          const file = await disturbances.onlyFile(key);
          expect(rowsOf(file)).toEqual(disturbances.rows);
          if (expected !== undefined) expect(digest(file)).toBe(expected);
          const mails = world.mailsAbout(key);
          expect(new Set(mails.flatMap(({ to }) => to)).size).toBe(PEOPLE.length);
          expect(mails.length).toBeLessThanOrEqual(PEOPLE.length + 1);
        });
        expect(await world.running()).toBe(0);
      });

      it('fails, mailed to each recipient, when every worker ends at the same place', async () => {
        const key = await world.request();
        const row = await disturbances.sweep(key, testClock(), () => new Outside('UploadPartCommand', 'ends before'));
        expect(row?.status).toBe('FAILED');
        expect(row?.error?.message).toContain(key.exportId);
        expect([row?.dueAt, row?.lease]).toEqual([undefined, undefined]);
        expect([...(await world.objects(key)).keys()]).toEqual([]);
        expect(world.mailsAbout(key).map(({ subject }) => subject)).toHaveLength(PEOPLE.length);
      });

      it('has one file and one mail a recipient when several workers begin it at once', async () => {
        const key = await world.request();
        await Promise.all([1, 2, 3].map(() => world.run(key, new Outside(), Date.now)));
        expect(await world.row(key)).toMatchObject({ status: 'SUCCEEDED', rows: ROWS });
        expect(rowsOf(await disturbances.onlyFile(key))).toEqual(disturbances.rows);
        expect(world.mailsAbout(key)).toHaveLength(PEOPLE.length);
      });
    });
  });
}
