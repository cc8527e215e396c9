import type { ReceivedReading, WriteResult } from '../../shared/readings/store.ts';
import type { LatestRow } from '../latest-row.ts';
import { mergeLatest } from '../latest-row.ts';
import type { DeadLetter, KnownDevice, MeasuredReading, Ports } from '../ports.ts';
import { deviceKey } from '../ports.ts';
import { groupBy } from '../../shared/collections.ts';

/** What goes wrong at one call of a port. `after`: it took effect, though the caller is told otherwise. `crash`: the worker dies there. */
export type Fault = 'none' | 'before' | 'after' | 'crash' | 'crash-after';

export interface World {
  ports: Ports;
  stored: Map<string, ReceivedReading>;
  latest: Map<string, LatestRow>;
  published: { organizationId: string; readings: readonly MeasuredReading[] }[];
  letters: DeadLetter[];
}

function readingKey({ organizationId, deviceId, metric, time }: ReceivedReading): string {
  return `${organizationId}/${deviceId}/${metric}/${time.toString()}`;
}

/** All that ingest touches, in memory, as it is promised to behave; `fault` says what goes wrong at each call. The metric `rejected` is. */
export function world(devices: ReadonlyMap<string, KnownDevice>, fault: () => Fault = () => 'none'): World {
  const stored = new Map<string, ReceivedReading>();
  const latest = new Map<string, LatestRow>();
  const published: World['published'] = [];
  const letters: DeadLetter[] = [];

  /** Runs `effect` as the fault allows. @returns whether the caller is told that it went well */
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

  const ports: Ports = {
    store: { write: (readings) => Promise.resolve().then(() => write(readings)) },
    devices: {
      find: (keys) =>
        Promise.resolve().then(() => {
          const failed = keys.map(deviceKey).filter(() => !attempt(() => undefined));
          return {
            known: new Map([...devices].filter(([key]) => !failed.includes(key))),
            unavailable: new Set(failed),
          };
        }),
    },
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
    deadLetters: {
      send: (letter) =>
        Promise.resolve().then(() => {
          if (!attempt(() => letters.push(letter))) throw new Error('SQS is down');
        }),
    },
    log: { info: () => undefined, warn: () => undefined, error: () => undefined },
  };
  return { ports, stored, latest, published, letters };
}
