import { resolve } from 'node:path';
import * as v from 'valibot';
import { firstMessage } from '../export/child.ts';
import type { StandIns } from '../shared/stand-ins.ts';
import { startServices } from '../shared/stand-ins.ts';
import { Metered } from './metered.ts';

export const KINDS = ['timestream', 'dynamodb'] as const;
export type Kind = (typeof KINDS)[number];
/** Something of each store. */
export type Both<T> = Readonly<Record<Kind, T>>;

const file = resolve(import.meta.dirname, 'services.ts');

/** Starts one store on the data in a folder. @param objects the folder of S3 */
export function startStore(kind: Kind, directory: string, objects: string): Promise<StandIns> {
  return startServices(file, [kind, directory, objects]);
}

export async function startStores(directory: string, objects: string): Promise<Both<StandIns>> {
  const timestream = await startStore('timestream', directory, objects);
  return { timestream, dynamodb: await startStore('dynamodb', directory, objects) };
}

export async function endStores(stores: Both<StandIns>): Promise<void> {
  for (const kind of KINDS) await stores[kind].end();
}

/** What the requests take that some work makes, to either of them. */
export async function countRequests<T>(
  stores: Both<StandIns>,
  work: () => Promise<T>,
): Promise<{ result: T; metered: Metered }> {
  for (const kind of KINDS) stores[kind].child.send('count');
  const result = await work();
  const [one, other] = await Promise.all(
    KINDS.map(async (kind) => {
      const told = firstMessage(stores[kind].child);
      stores[kind].child.send('tell');
      return v.parse(Metered, await told);
    }),
  );
  if (!one || !other) throw new Error('A store did not tell what it was asked');
  const requests = { ...one.requests, ...other.requests };
  const [items, units, bytes] = [one.items + other.items, one.units + other.units, one.bytes + other.bytes];
  return { result, metered: { requests, items, units, bytes } };
}
