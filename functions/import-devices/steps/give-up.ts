import { chunkName, chunkOf } from '../chunk.ts';
import type { Hold } from '../hold.ts';
import { eventIdOf } from '../ids.ts';
import type { Ports } from '../ports.ts';
import type { RowResult } from '../report.ts';
import { reportLines } from '../report.ts';
import { VOID } from './make.ts';

/** Says of the rows that are left what became of them, without trying any more: of the chunk that was under way, some may have become devices. */
export async function giveUp(hold: Hold, ports: Ports): Promise<void> {
  const { key, row } = hold;
  const { work, startedAt = '', status, withCredentials } = row;
  const chunk = await chunkOf(hold);
  const eventOf = (number: number): string => eventIdOf(key.importId, startedAt, number);
  const made = await ports.devices.eventsThere(
    key.organizationId,
    chunk.map((each) => eventOf(each.row)),
  );
  const error = `Something went wrong on our side, time and again. Import this row again; if that fails too, tell the operator the import's id, ${key.importId}.`;
  const underWay = chunk.map(({ row: number, line, name, deviceId, input }): RowResult => {
    if (made.has(eventOf(number))) return { line, name, deviceId, ...(withCredentials && { error: VOID }) };
    return { line, name, error: 'problem' in input ? input.problem : error };
  });
  // What was cancelled has no further rows.
  const untouched = status === 'RUNNING' ? (await hold.rows()).rows.slice(work.opened) : [];
  const results = [...underWay, ...untouched.map(({ line, cells }) => ({ line, name: cells.name, error }))];
  await ports.files.keep(key, `${chunkName('report', work.done)}.csv`, Buffer.from(reportLines(results)));
  const end = work.opened + untouched.length;
  const succeeded = underWay.filter(({ deviceId }) => deviceId !== undefined).length;
  await hold.change({
    succeeded: row.succeeded + succeeded,
    failed: row.failed + results.length - succeeded,
    work: { ...work, done: end, opened: end },
  });
}
