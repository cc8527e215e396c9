import type { Log } from '../shared/logger.ts';
import { compactDue, type Compacted } from '../shared/readings/dynamodb/compact.ts';
import { erase } from '../shared/readings/dynamodb/erase.ts';
import { partitionOf } from '../shared/readings/dynamodb/keys.ts';
import { rebuild } from '../shared/readings/dynamodb/rebuild.ts';
import type { ReadingsTable } from '../shared/readings/dynamodb/table.ts';
import type { ReadingWriter } from '../shared/readings/store.ts';
import { cursorText, type EraseAnswer, type Event, type RebuildAnswer } from './event.ts';

export interface Ports {
  table: ReadingsTable;
  writer: ReadingWriter;
  /** ms since 1970. */
  clock: () => number;
  retentionDays: number;
  log: Log;
}

/** How long hours are begun: the next turn of the schedule, five minutes after this one, finds nobody at work on the same. */
const TURN_MS = 4.5 * 60_000;
/** How long one piece of what an operator asks for goes on: a person wants to see that it does, and connections that say nothing are cut. */
const PIECE_MS = 40_000;

/** Does what an event asks for. @param signal ends it, before the function's time does */
export async function work(
  { rebuild: rebuilding, erase: erasing }: Event,
  ports: Ports,
  signal: AbortSignal,
): Promise<Compacted | RebuildAnswer | EraseAnswer> {
  const piece = { beginsBefore: ports.clock() + PIECE_MS, signal };
  if (rebuilding) {
    const { device, after } = rebuilding;
    const rebuilt = await rebuild(ports, { pk: device && partitionOf(device), after }, piece);
    return { ...rebuilt, after: rebuilt.after && cursorText(rebuilt.after) };
  }
  if (erasing) {
    const { after, ...erasure } = erasing;
    const erased = await erase(ports, erasure, { after, deadline: piece });
    ports.log.info('Readings are erased', {
      organizationId: erasure.organizationId,
      deviceId: erasure.deviceId,
      metric: erasure.metric,
      readings: erased.readings,
    });
    return erased;
  }
  return compactDue(ports, { beginsBefore: ports.clock() + TURN_MS, signal });
}
