import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { stringify } from 'csv-stringify/sync';
import { makeSigningRequest } from '../../local/iot/testing/certificates.ts';
import { Outside } from '../shared/testing/outside.ts';
import { problemOf } from './csv/device-rules.ts';
import type { World } from './testing/world.ts';
import { startWorld, testClock } from './testing/world.ts';

const DAY = 24 * 60;

let world: World;
let signingRequest: string;
beforeAll(async () => {
  world = await startWorld();
  ({ request: signingRequest } = await makeSigningRequest());
});
afterAll(() => world.close());

describe('an import', () => {
  it('that nobody begins within an hour fails', async () => {
    const key = await world.request(undefined, { status: 'AWAITING_FILE' });
    const clock = testClock();
    clock.minutes(59);
    await world.run(key, new Outside(), clock.now);
    expect(await world.row(key)).toMatchObject({ status: 'AWAITING_FILE' });
    clock.minutes(1);
    await world.run(key, new Outside(), clock.now);
    const row = await world.row(key);
    expect([row.status, row.dueAt, row.lease]).toEqual(['FAILED', undefined, undefined]);
    expect(row.error).toEqual({
      type: 'ValidationError',
      message: expect.stringContaining('within 60 minutes') as string,
    });
  });

  it('fails whose file is gone', async () => {
    const key = await world.request(undefined);
    await world.run(key);
    expect((await world.row(key)).error?.message).toContain('The file is not there');
  });

  it('has files for a day, and none after it', async () => {
    const key = await world.request(`name,certificate_signing_request\nA,"${signingRequest}"\n`, {
      withCredentials: true,
    });
    await world.run(key);
    expect(await world.files(key)).toEqual(['credentials.ndjson.gz', 'report.csv']);
    const clock = testClock();
    clock.minutes(DAY - 1);
    await world.run(key, new Outside(), clock.now);
    expect(await world.files(key)).toHaveLength(2);
    clock.minutes(1);
    await world.run(key, new Outside(), clock.now);
    expect(await world.files(key)).toEqual([]);
    const { status, dueAt, lease } = await world.row(key);
    expect([status, dueAt, lease]).toEqual(['COMPLETED', undefined, undefined]);
  });

  it('makes a key where a row has no signing request, which is in the file for that alone', async () => {
    const key = await world.request('name\nA\n', { withCredentials: true });
    await world.run(key);
    const [given] = await world.credentials(key);
    expect(given?.privateKeyPem).toContain('PRIVATE KEY');
    expect(given).toMatchObject({ endpoint: 'iot.example', port: 8883, clientId: given?.deviceId, line: 2, name: 'A' });
    const [device] = (await world.devicesOf(key)).devices;
    expect(JSON.stringify(device)).not.toContain('PRIVATE');
  });

  it('with a request that AWS IoT refuses makes the other devices, and leaves nothing of that one', async () => {
    const broken = signingRequest.replace(
      /\n(.{8})(.*)\n-----END/,
      (_all, start: string, rest: string) => `\n${start.split('').reverse().join('')}${rest}\n-----END`,
    );
    const key = await world.request(`name,certificate_signing_request\nA,"${broken}"\nB,"${signingRequest}"\n`, {
      withCredentials: true,
    });
    await world.run(key);
    const report = await world.report(key);
    expect(report.map(({ status }) => status)).toEqual(['failed', 'succeeded']);
    expect(report[0]?.error).toContain('The certificate signing request cannot be taken');
    const { devices } = await world.devicesOf(key);
    expect(devices.map(({ name }) => name)).toEqual(['B']);
    expect(await world.things()).toContain(devices[0]?.id);
    expect((await world.things()).filter((thing) => thing.startsWith(key.importId.slice(0, 10)))).toHaveLength(1);
  });

  it('gives up what never works, and says so of each row that is left', { timeout: 30_000 }, async () => {
    const key = await world.request('name\nA\nB\nC\n');
    await world.run(key, new Outside('TransactWriteItemsCommand', 'refused'));
    const broken = () => new Outside('TransactWriteItemsCommand', 'refused');
    const clock = testClock();
    for (let round = 0; round < 7; round++) {
      clock.minutes(16);
      await world.run(key, broken(), clock.now);
    }
    const row = await world.schedule(key, clock);
    expect(row).toMatchObject({ status: 'COMPLETED', rows: 3, succeeded: 0, failed: 3 });
    expect((await world.report(key)).map(({ error }) => error)).toEqual(
      Array.from({ length: 3 }, () => expect.stringContaining(key.importId) as string),
    );
  });

  it('that cannot be begun fails in the end', async () => {
    const key = await world.request('name\nA\n');
    const clock = testClock();
    const row = await world.schedule(key, clock, { newWorker: () => new Outside('PutObjectCommand', 'ends before') });
    expect([row.status, row.error?.type, row.dueAt]).toEqual(['FAILED', 'InternalError', undefined]);
  });

  it('that is cancelled brings the chunk to its end, and begins no other', async () => {
    const key = await world.request('name\nA\nB\nC\nD\n');
    let cancelled = false;
    await world.run(
      key,
      new Outside('TransactWriteItemsCommand', async () => {
        cancelled = (await world.cancel(key)) || cancelled;
      }),
    );
    expect(cancelled).toBe(true);
    const row = await world.row(key);
    expect(row).toMatchObject({ status: 'CANCELLED', succeeded: 2, failed: 0, rows: 4, dueAt: row.expiresAt });
    expect((await world.report(key)).map(({ name }) => name)).toEqual(['A', 'B']);
    expect((await world.devicesOf(key)).devices.map(({ name }) => name)).toEqual(['A', 'B']);
  });

  it('that is cancelled before it has begun leaves nothing', async () => {
    const key = await world.request('name\nA\n');
    await world.cancel(key);
    await world.run(key);
    const { status, succeeded, dueAt } = await world.row(key);
    expect([status, succeeded, dueAt]).toEqual(['CANCELLED', 0, undefined]);
    expect(await world.files(key)).toEqual([]);
  });

  it('makes each device once where several workers begin it at once', async () => {
    const key = await world.request('name\nA\nB\nC\n');
    await Promise.all([1, 2, 3].map(() => world.run(key)));
    expect(await world.row(key)).toMatchObject({ status: 'COMPLETED', succeeded: 3 });
    expect((await world.devicesOf(key)).devices).toHaveLength(3);
  });

  it('does with any file what plain code would', { timeout: 60_000 }, async () => {
    const text = fc.oneof(fc.string({ maxLength: 4 }), fc.constantFrom('', 'x', ' ', '"', 'a,b', 'é\n'));
    const degrees = fc.oneof(fc.integer({ min: -100, max: 100 }).map(String), fc.constant(''));
    const cells = fc.record({ name: text, description: text, latitude: degrees, longitude: degrees });
    await fc.assert(
      fc.asyncProperty(fc.array(cells, { minLength: 1, maxLength: 9 }), async (rows) => {
        const isBlank = (row: (typeof rows)[number]): boolean => Object.values(row).every((cell) => cell.trim() === '');
        const csv = stringify(rows, {
          header: true,
          columns: ['name', 'description', 'latitude', 'longitude'],
          quoted: true,
        });
        const expected = rows
          .filter((row) => !isBlank(row))
          .map(({ name, description, latitude, longitude }) => {
            if ((latitude === '') !== (longitude === '')) return [];
            const place =
              latitude === '' ? {} : { location: { latitude: Number(latitude), longitude: Number(longitude) } };
            const device = { name, ...(description !== '' && { description }), ...place, metrics: [] };
            return problemOf(device) === undefined ? [device] : [];
          });
        const key = await world.request(csv);
        await world.run(key);
        const row = await world.row(key);
        if (expected.length === 0) {
          expect(row.status).toBe('FAILED');
          return;
        }
        const { devices } = await world.devicesOf(key);
        expect(
          devices.map(({ name, description, location, metrics }) => ({
            name,
            ...(description !== undefined && { description }),
            ...(location !== undefined && { location }),
            metrics,
          })),
        ).toEqual(expected.flat());
        const report = await world.report(key);
        expect(report.map(({ status }) => status)).toEqual(
          expected.map((made) => (made.length > 0 ? 'succeeded' : 'failed')),
        );
        expect(report.flatMap(({ device_id }) => (device_id === '' ? [] : [device_id]))).toEqual(
          devices.map(({ id }) => id),
        );
        expect(row).toMatchObject({
          status: 'COMPLETED',
          rows: expected.length,
          succeeded: devices.length,
          failed: expected.length - devices.length,
        });
      }),
      { numRuns: 25 },
    );
  });
});
