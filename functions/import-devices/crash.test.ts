import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { mapConcurrently } from '../shared/concurrency.ts';
import { makeSigningRequest } from '../../local/iot/testing/certificates.ts';
import type { ImportRow } from '../shared/imports/row.ts';
import { asError } from '../shared/logger.ts';
import type { Fault } from '../shared/testing/outside.ts';
import { FAULTS, Outside } from '../shared/testing/outside.ts';
import { deviceIdOf } from './ids.ts';
import type { ImportKey } from './ports.ts';
import type { World } from './testing/world.ts';
import { startWorld, testClock } from './testing/world.ts';

const AT_A_TIME = 8;

describe('an import', () => {
  let world: World;
  let csv: string;
  /** Names of the calls of a worker that nothing disturbs, in their order. */
  let calls: string[];
  beforeAll(async () => {
    world = await startWorld();
    const { request: signingRequest } = await makeSigningRequest();
    csv = `name,latitude,certificate_signing_request\nNorth,,"${signingRequest}"\nNowhere,91,\nSouth,,"${signingRequest}"\n`;
    const outside = new Outside();
    await world.run(await world.request(csv, { withCredentials: true }), outside);
    ({ calls } = outside);
  });
  afterAll(() => world.close());

  /** Whether all of the file was done just once, with what each device connects with in the file for that. */
  async function expectDone(key: ImportKey, row: ImportRow): Promise<void> {
    expect(row).toMatchObject({ status: 'COMPLETED', rows: 3, succeeded: 2, failed: 1, dueAt: row.expiresAt });
    expect(row.lease).toBeUndefined();
    const ids = [deviceIdOf(key.importId, 0), deviceIdOf(key.importId, 2)];
    expect((await world.report(key)).map(({ name, device_id }) => [name, device_id])).toEqual([
      ['North', ids[0]],
      ['Nowhere', ''],
      ['South', ids[1]],
    ]);
    const { devices, events } = await world.devicesOf(key);
    expect(devices.map(({ id }) => id)).toEqual(ids);
    expect(events.map(({ targetId }) => targetId)).toEqual(ids);
    const credentials = await world.credentials(key);
    expect(credentials.map(({ deviceId }) => deviceId)).toEqual(ids);
    for (const [index, { certificateId, deviceId }] of credentials.entries()) {
      expect(devices[index]?.certificates?.map(({ id }) => id)).toEqual([certificateId]);
      expect(await world.active(deviceId)).toEqual([certificateId]);
    }
    expect(await world.running(key)).toBe(0);
  }

  /** Runs `check` for every call of a worker that nothing disturbs. Rejects with all that failed. */
  async function atEveryCall(check: (key: ImportKey, at: number) => Promise<void>): Promise<void> {
    const failures = await mapConcurrently([...calls.entries()], AT_A_TIME, async ([at, name]) => {
      const key = await world.request(csv, { withCredentials: true });
      return check(key, at).then(
        () => [],
        (error: unknown) => [`at call ${at}, ${name}: ${asError(error).message}`],
      );
    });
    if (failures.flat().length > 0) throw new Error(failures.flat().join('\n'));
  }

  it('that nothing disturbs leaves its report and its credentials, and nothing else', async () => {
    const key = await world.request(csv, { withCredentials: true });
    await world.run(key);
    await expectDone(key, await world.row(key));
    expect(await world.files(key)).toEqual(['credentials.ndjson.gz', 'report.csv']);
  });

  it.each<Fault>([...FAULTS])(
    'is done just once though a call to the outside, whichever, %s',
    { timeout: 120_000 },
    async (fault) => {
      await atEveryCall(async (key, at) => {
        const clock = testClock();
        await world.run(key, new Outside(at, fault), clock.now);
        await expectDone(key, await world.schedule(key, clock));
      });
    },
  );
});
