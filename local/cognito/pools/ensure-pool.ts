import type { Context } from '../context.ts';
import { clientsOf, createClient, updateClient } from './clients.ts';
import { createPool, updatePool } from './pools.ts';

/** A pool with one client, as a stack that starts again and again wants it. */
export interface PoolSpecification {
  /** The input of CreateUserPool. `PoolName` is what it is found by. */
  pool: Readonly<Record<string, unknown>> & { PoolName: string };
  /** The input of CreateUserPoolClient without `UserPoolId`. `ClientName` is what it is found by. */
  client: Readonly<Record<string, unknown>> & { ClientName: string };
  /** The ids to use where they do not exist yet: `<region>_<letters and digits>`, and letters and digits. */
  poolId?: string;
  clientId?: string;
}

/** Finds the pool and the client by their names and gives them these settings, or makes them. */
export async function ensurePool(
  context: Context,
  { pool, client, poolId, clientId }: PoolSpecification,
): Promise<{ poolId: string; clientId: string }> {
  const pools = await context.store.pools.values().all();
  const found = pools.find(({ identity }) => identity.PoolName === pool.PoolName);
  if (found) await updatePool(context, found.id, pool);
  const { id } = found ?? (await createPool(context, pool, poolId));

  const clients = await clientsOf(context, id);
  const known = clients.find(({ settings }) => settings.ClientName === client.ClientName);
  const ready = known
    ? await updateClient(context, known, client)
    : await createClient(context, { ...client, UserPoolId: id }, clientId);
  return { poolId: id, clientId: ready.id };
}
