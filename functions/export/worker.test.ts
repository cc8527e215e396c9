import { setTimeout as wait } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { EXPORT_LIMITS } from '../../schema/limits.ts';
import type { ExportKey, Ports } from './ports.ts';
import { Outside } from '../shared/testing/outside.ts';
import type { World } from './testing/world.ts';
import { startWorld } from './testing/world.ts';
import { work } from './worker.ts';

let world: World;

beforeAll(async () => {
  world = await startWorld([]);
});
afterAll(() => world.close());

/** Far more often than anything is asked before the worker gives up. */
const FOR_EVER = 20;

/** A call that rejects each time, and that the test ends where it is made for ever. */
function rejecting(): { call: () => Promise<never>; count: () => number } {
  let calls = 0;
  return {
    call: () => (++calls > FOR_EVER ? new Promise(() => undefined) : Promise.reject(new Error('Access denied'))),
    count: () => calls,
  };
}

function withTable(ports: Ports, broken: Partial<Ports['exports']>): Ports {
  return { ...ports, exports: { ...ports.exports, ...broken } };
}

/** The heartbeat of `table`, and whether it has found the export to be overtaken. */
function overtaken(table: Ports['exports']): { call: Ports['exports']['beat']; seen: () => boolean } {
  let isOvertaken = false;
  return {
    call: (...beat) =>
      table.beat(...beat).catch((error: unknown) => {
        isOvertaken = true;
        throw error;
      }),
    seen: () => isOvertaken,
  };
}

async function untilRejected(seen: () => boolean): Promise<void> {
  while (!seen()) await wait(20);
  // For what waits for the rejection to have heard of it.
  await wait(20);
}

/** How a worker ended, or what it is doing when it should have. */
async function endOf(key: ExportKey, ports: Ports, deadline: AbortSignal, calls: () => number): Promise<string> {
  const working = work(key, ports, deadline).then(
    () => 'returned',
    () => 'rejected',
  );
  const going = (async () => {
    while (calls() <= FOR_EVER) await wait(20);
    return 'goes on for ever';
  })();
  return Promise.race([working, going]);
}

describe('a worker', () => {
  it('ends where it cannot give an export back at its deadline', async () => {
    const key = await world.request();
    const release = rejecting();
    const ports = withTable(world.ports(new Outside(), Date.now), { release: release.call });
    expect(await endOf(key, ports, AbortSignal.abort(), release.count)).toBe('rejected');
  });

  it('ends where it cannot see an export that it was overtaken at', async () => {
    const key = await world.request();
    const reload = rejecting();
    const ports = world.ports(new Outside(), Date.now);
    // As slow as to have been cancelled, and the heart to have found that.
    const files: Ports['files'] = {
      ...ports.files,
      async keepDevices() {
        await world.mark(key, 'cancelled');
        await untilRejected(beat.seen);
        throw new Error('The request was aborted');
      },
    };
    const beat = overtaken(ports.exports);
    const broken = withTable({ ...ports, files }, { beat: beat.call, reload: reload.call });
    expect(await endOf(key, broken, new AbortController().signal, reload.count)).toBe('rejected');
  });

  it('fails an export whose Parquet files are larger than one may have', async () => {
    const key = await world.request({ format: 'PARQUET' });
    const ports = world.ports(new Outside(), Date.now);
    const file = { key: `${key.organizationId}/${key.exportId}/1/a.parquet`, rows: 1, bytes: EXPORT_LIMITS.bytesADay };
    const files = () => Promise.resolve([file, { ...file, bytes: 1 }]);
    await work(key, { ...ports, readings: { ...ports.readings, files } }, new AbortController().signal);
    expect(await world.row(key)).toMatchObject({ status: 'FAILED', error: { type: 'LimitExceededError' } });
  });
});
