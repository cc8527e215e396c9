import * as v from 'valibot';
import type { JsonOperations } from '../../shared/json-service.ts';
import type { Context } from '../context.ts';
import { clientNotFound, invalidParameter, notSupported } from '../errors.ts';
import { ClientId, PoolId, page, parse, seconds } from '../input.ts';
import type { Client, Pool } from '../store.ts';
import { ClientSettings, checkClient } from './client-settings.ts';
import { getPool } from './pools.ts';
import { randomClientId } from './random-id.ts';

const ByPool = v.object({ UserPoolId: PoolId });
const ByClient = v.object({ UserPoolId: PoolId, ClientId });
const Create = v.object({ UserPoolId: PoolId, GenerateSecret: v.optional(v.boolean(), false) });
const List = v.object({
  UserPoolId: PoolId,
  MaxResults: v.optional(v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(60)), 60),
  NextToken: v.optional(v.string()),
});

/** A client with its pool, or `ResourceNotFoundException`. */
export async function getClient(context: Context, clientId: string): Promise<{ client: Client; pool: Pool }> {
  const client = await context.store.clients.get(clientId);
  if (!client) throw clientNotFound(clientId);
  return { client, pool: await getPool(context, client.poolId) };
}

/** Whether a client's answers hide which users there are. */
export const hidesUsers = ({ settings }: Client) => settings.PreventUserExistenceErrors === 'ENABLED';

/** The clients of a pool, in the order of their ids. */
export async function clientsOf({ store }: Context, poolId: string): Promise<readonly Client[]> {
  return (await store.clients.values().all()).filter((client) => client.poolId === poolId);
}

/** Makes a client from the input of CreateUserPoolClient, under `id` where the caller wants a certain one. */
export async function createClient(context: Context, input: unknown, id?: string): Promise<Client> {
  const { UserPoolId, GenerateSecret } = parse(Create, input);
  const settings = parse(ClientSettings, input);
  if (GenerateSecret) throw notSupported('GenerateSecret');
  checkClient(settings);
  const now = context.clock();
  const client = {
    id: parse(ClientId, id ?? randomClientId()),
    poolId: (await getPool(context, UserPoolId)).id,
    settings,
    createdAt: now,
    updatedAt: now,
  };
  await context.store.exclusive(async () => {
    if (await context.store.clients.get(client.id))
      throw invalidParameter(`User pool client ${client.id} already exists.`);
    await context.store.clients.put(client.id, client);
  });
  return client;
}

/** Replaces all settings of a client, as UpdateUserPoolClient does. The name alone is kept where it is left out. */
export async function updateClient(context: Context, client: Client, input: unknown): Promise<Client> {
  const named = parse(v.looseObject({ ClientName: v.optional(v.string(), client.settings.ClientName) }), input);
  const settings = parse(ClientSettings, named);
  checkClient(settings);
  const updated = { ...client, settings, updatedAt: context.clock() };
  await context.store.clients.put(client.id, updated);
  return updated;
}

async function getClientOf(context: Context, poolId: string, clientId: string): Promise<Client> {
  const pool = await getPool(context, poolId);
  const { client } = await getClient(context, clientId);
  if (client.poolId !== pool.id) throw clientNotFound(clientId);
  return client;
}

function describe({ id, poolId, settings, createdAt, updatedAt }: Client): object {
  return {
    ...settings,
    ClientId: id,
    UserPoolId: poolId,
    CreationDate: seconds(createdAt),
    LastModifiedDate: seconds(updatedAt),
  };
}

export function clientOperations(context: Context): JsonOperations {
  return {
    async CreateUserPoolClient(input) {
      return { UserPoolClient: describe(await createClient(context, input)) };
    },
    async DescribeUserPoolClient(input) {
      const { UserPoolId, ClientId: id } = parse(ByClient, input);
      return { UserPoolClient: describe(await getClientOf(context, UserPoolId, id)) };
    },
    async UpdateUserPoolClient(input) {
      const { UserPoolId, ClientId: id } = parse(ByClient, input);
      const client = await getClientOf(context, UserPoolId, id);
      return { UserPoolClient: describe(await updateClient(context, client, input)) };
    },
    async ListUserPoolClients(input) {
      const { MaxResults, NextToken } = parse(List, input);
      const pool = await getPool(context, parse(ByPool, input).UserPoolId);
      const { items, next } = page(await clientsOf(context, pool.id), MaxResults, NextToken);
      const UserPoolClients = items.map(({ id, poolId, settings }) => ({
        ClientId: id,
        UserPoolId: poolId,
        ClientName: settings.ClientName,
      }));
      return { UserPoolClients, ...(next && { NextToken: next }) };
    },
    async DeleteUserPoolClient(input) {
      const { UserPoolId, ClientId: id } = parse(ByClient, input);
      await context.store.clients.del((await getClientOf(context, UserPoolId, id)).id);
      return {};
    },
  };
}
