import type { Context } from '../context.ts';
import { clientsOf, createClient, updateClient } from './clients.ts';
import { setMultiFactor } from './multi-factor.ts';
import { createPool, updatePool } from './pools.ts';

/** A pool, as a stack that starts again and again wants it. */
export interface PoolSpecification {
  /** The input of CreateUserPool. `PoolName` is what it is found by. */
  pool: Readonly<Record<string, unknown>> & { PoolName: string };
  /** The input of SetUserPoolMfaConfig without `UserPoolId`. */
  multiFactor?: Readonly<Record<string, unknown>>;
  /** The id to use where there is none yet: `<region>_<letters and digits>`. */
  poolId?: string;
}

/** Finds the pool by its name and gives it these settings, or makes it. @returns its id */
export async function ensurePool(context: Context, { pool, multiFactor, poolId }: PoolSpecification): Promise<string> {
  const pools = await context.store.pools.values().all();
  const found = pools.find(({ identity }) => identity.PoolName === pool.PoolName);
  if (found) await updatePool(context, found.id, pool);
  const { id } = found ?? (await createPool(context, pool, poolId));
  await setMultiFactor(context, id, multiFactor ?? {});
  return id;
}

/** An app client of a pool. */
export interface ClientSpecification {
  /** The input of CreateUserPoolClient without `UserPoolId`. `ClientName` is what it is found by. */
  client: Readonly<Record<string, unknown>> & { ClientName: string };
  /** The id to use where there is none yet: letters and digits. */
  clientId?: string;
}

/** Finds the client by its name and gives it these settings, or makes it. @returns its id */
export async function ensureClient(
  context: Context,
  poolId: string,
  { client, clientId }: ClientSpecification,
): Promise<string> {
  const clients = await clientsOf(context, poolId);
  const known = clients.find(({ settings }) => settings.ClientName === client.ClientName);
  const ready = known
    ? await updateClient(context, known, client)
    : await createClient(context, { ...client, UserPoolId: poolId }, clientId);
  return ready.id;
}
