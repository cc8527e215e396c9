import type { KnownDevice } from '../../shared/ingestion/ports.ts';
import { deviceKey } from '../../shared/ingestion/ports.ts';
import type { Fault, KeepWorld } from '../../shared/ingestion/testing/world.ts';
import { keepWorld } from '../../shared/ingestion/testing/world.ts';
import type { DeadLetter, Ports } from '../ports.ts';

export interface World extends KeepWorld {
  ports: Ports;
  letters: DeadLetter[];
}

/** All that ingest touches, in memory; see {@link keepWorld}. */
export function world(devices: ReadonlyMap<string, KnownDevice>, fault?: () => Fault): World {
  const kept = keepWorld(fault);
  const { attempt } = kept;
  const letters: DeadLetter[] = [];
  const ports: Ports = {
    ...kept.ports,
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
    deadLetters: {
      send: (letter) =>
        Promise.resolve().then(() => {
          if (!attempt(() => letters.push(letter))) throw new Error('SQS is down');
        }),
    },
  };
  return { ...kept, ports, letters };
}
