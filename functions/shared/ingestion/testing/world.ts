import { groupBy } from '../../collections.ts';
import type { ReceivedReading, WriteResult } from '../../readings/store.ts';
import type { LatestRow } from '../latest-row.ts';
import { mergeLatest } from '../latest-row.ts';
import type { KeepPorts, MeasuredReading } from '../ports.ts';
import { deviceKey } from '../ports.ts';

/** What goes wrong at one call of a port. `after`: it took effect, though the caller is told otherwise. `crash`: the worker dies there. */
export type Fault = 'none' | 'before' | 'after' | 'crash' | 'crash-after';

export interface KeepWorld {
  ports: KeepPorts;
  stored: Map<string, ReceivedReading>;
  latest: Map<string, LatestRow>;
  published: { organizationId: string; readings: readonly MeasuredReading[] }[];
  /** Runs `effect` as the fault of this call allows. @returns whether the caller is told that it went well */
  attempt: (effect: () => void) => boolean;
}

function readingKey({ organizationId, deviceId, metric, time }: ReceivedReading): string {
  return `${organizationId}/${deviceId}/${metric}/${time.toString()}`;
}

/** What readings are kept in, in memory, as it is promised to behave; `fault` says what goes wrong at each call. The metric `rejected` is. */
export function keepWorld(fault: () => Fault = () => 'none'): KeepWorld {
  const stored = new Map<string, ReceivedReading>();
  const latest = new Map<string, LatestRow>();
  const published: KeepWorld['published'] = [];

  function attempt(effect: () => void): boolean {
    const now = fault();
    if (now === 'crash') throw new Error('killed');
    if (now !== 'before') effect();
    if (now === 'crash-after') throw new Error('killed');
    return now === 'none';
  }

  function keep(reading: ReceivedReading): void {
    const known = stored.get(readingKey(reading));
    if (!known || reading.receivedAt > known.receivedAt) stored.set(readingKey(reading), reading);
  }

  function write(readings: readonly ReceivedReading[]): WriteResult {
    const rejected: WriteResult['rejected'][number][] = [];
    const retryable: WriteResult['retryable'][number][] = [];
    for (const [index, reading] of readings.entries()) {
      if (reading.metric === 'rejected') rejected.push({ index, reason: 'too old' });
      else if (
        !attempt(() => {
          keep(reading);
        })
      )
        retryable.push({ index, cause: new Error('throttled') });
    }
    return { rejected, retryable };
  }

  const ports: KeepPorts = {
    store: { write: (readings) => Promise.resolve().then(() => write(readings)) },
    latest: {
      update: (readings) =>
        Promise.resolve().then(() => {
          const failed = new Set<string>();
          for (const [key, ofDevice] of groupBy(readings, deviceKey)) {
            const done = attempt(() => {
              const row = mergeLatest(latest.get(key), ofDevice);
              if (row) latest.set(key, row);
            });
            if (!done) failed.add(key);
          }
          return failed;
        }),
    },
    publisher: {
      publish: (organizationId, readings) =>
        Promise.resolve().then(() => {
          if (!attempt(() => published.push({ organizationId, readings }))) throw new Error('AppSync is down');
        }),
    },
    log: { info: () => undefined, warn: () => undefined, error: () => undefined },
  };
  return { ports, stored, latest, published, attempt };
}
