import { gunzipSync } from 'node:zlib';
import { mapConcurrently } from '../../shared/concurrency.ts';
import type { ExportRow } from '../../shared/exports/row.ts';
import { asError } from '../../shared/logger.ts';
import type { ReceivedReading } from '../../shared/readings/store.ts';
import { parseTime } from '../../shared/time.ts';
import type { ExportKey } from '../ports.ts';
import { Outside } from '../../shared/testing/outside.ts';
import type { StartReadings } from './readings.ts';
import { DEVICES, FROM, ORGANIZATION, startWorld, type testClock } from './world.ts';

/** More CSV than a block has, so that the file has two parts. */
export const ROWS = 840;
const TEXT = 'The tide turns at the harbour. '.repeat(53);
/** Cases wait for polls and pauses of the extraction as long as they compute. */
const AT_A_TIME = 16;

export type Disturbances = Awaited<ReturnType<typeof startDisturbances>>;

/** Calls from the first with one name to the last with another; all of them where it is null. */
export type Stretch = readonly [first: string, last: string] | null;

/** A world, and what a worker does there that nothing disturbs: so that others can be disturbed at each call of it. */
export async function startDisturbances(startReadings: StartReadings, stretch: Stretch) {
  const world = await startWorld(readings(), startReadings);
  const undisturbed = await world.request();
  const outside = new Outside();
  await world.run(undisturbed, outside, Date.now);
  const { calls } = outside;
  const [begin, end] = stretch ? [calls.indexOf(stretch[0]), calls.lastIndexOf(stretch[1])] : [0, calls.length - 1];

  /** The one file of an export of which nothing else is left in the buckets. */
  async function onlyFile(key: ExportKey): Promise<Buffer> {
    const objects = await world.objects(key);
    const file = objects.get(`${key.organizationId}/${key.exportId}/readings.csv.gz`);
    if (!file || objects.size > 1) throw new Error(`There is ${[...objects.keys()].join(', ') || 'nothing'}`);
    return file;
  }

  return {
    world,
    /** Names of the calls of a worker that nothing disturbs, in their order. */
    calls,
    /** The records of the file that it makes. */
    rows: rowsOf(await onlyFile(undisturbed)),
    onlyFile,

    /** What the sweep does: as long as somebody must look at the export, a new worker does. */
    async sweep(
      key: ExportKey,
      clock: ReturnType<typeof testClock>,
      newWorker = () => new Outside(),
    ): Promise<ExportRow | undefined> {
      for (let round = 0; round < 12; round++) {
        clock.minutes(16);
        const row = await world.row(key);
        if (row?.dueAt === undefined || row.dueAt === row.expiresAt) return row;
        if (row.work.discardAgainAt !== undefined) await world.settled();
        if (Date.parse(row.dueAt) <= clock.now()) await world.run(key, newWorker(), clock.now);
      }
      throw new Error('Somebody must look at the export again and again');
    },

    /** Runs `check` for every call of the stretch, by number and name. Rejects with all that failed. */
    async atEveryCall(check: (at: number) => Promise<void>): Promise<void> {
      const numbered = [...calls.entries()].slice(begin, end + 1);
      const failures = await mapConcurrently(numbered, AT_A_TIME, ([at, name]) =>
        check(at).then(
          () => undefined,
          (error: unknown) => `at call ${at}, ${name}: ${asError(error).message}`,
        ),
      );
      const found = failures.filter((failure) => failure !== undefined);
      if (found.length > 0) throw new Error(found.join('\n'));
    },
  };
}

/** The records of a file, in an order of their own: a store promises none. */
export function rowsOf(file: Buffer): string[] {
  return gunzipSync(file).toString('utf8').split('\r\n').sort();
}

function readings(): ReceivedReading[] {
  const start = parseTime(FROM) ?? 0n;
  return Array.from({ length: ROWS }, (_, index) => ({
    organizationId: ORGANIZATION,
    deviceId: DEVICES[index % 2] ?? '',
    metric: 'note',
    time: start + BigInt(index) * 1_000_000_000n,
    value: index / 8,
    text: TEXT,
    receivedAt: 1,
  }));
}
