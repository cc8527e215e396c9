import { randomBytes } from 'node:crypto';
import * as v from 'valibot';
import type { JsonOperations } from '../../shared/json-service.ts';
import { localArn } from '../../shared/arns.ts';
import { LOCAL_REGION } from '../../shared/service.ts';
import type { Context } from '../context.ts';
import { invalidParameter, poolNotFound } from '../errors.ts';
import { PoolId, page, parse, seconds } from '../input.ts';
import { under, type Pool } from '../store.ts';
import { createSigningKey } from '../tokens/keys.ts';
import { randomId } from './random-id.ts';
import { schemaAttributes } from './schema-attributes.ts';
import {
  PoolIdentity,
  PoolSettings,
  SchemaAttribute,
  refuseUnsupportedIdentity,
  refuseUnsupportedSettings,
} from './settings.ts';

const ByPool = v.object({ UserPoolId: PoolId });
const Paging = v.object({
  MaxResults: v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(60)),
  NextToken: v.optional(v.string()),
});

/** The pool, or `ResourceNotFoundException`. */
export async function getPool({ store }: Context, poolId: string): Promise<Pool> {
  const pool = await store.pools.get(poolId);
  if (!pool) throw poolNotFound(poolId);
  return pool;
}

/** Makes a pool from the input of CreateUserPool, under `id` where the caller wants a certain one. */
export async function createPool({ store, clock }: Context, input: unknown, id?: string): Promise<Pool> {
  const identity = parse(PoolIdentity, input);
  const settings = parse(PoolSettings, input);
  refuseUnsupportedIdentity(identity);
  refuseUnsupportedSettings(settings);
  refuseMissingFactor(settings, false);
  const [idKey, accessKey] = await Promise.all([createSigningKey(), createSigningKey()]);
  const now = clock();
  const pool: Pool = {
    id: parse(PoolId, id ?? `${LOCAL_REGION}_${randomId(9)}`),
    identity,
    settings,
    keys: { id: idKey, access: accessKey },
    decoySecret: randomBytes(32).toString('hex'),
    createdAt: now,
    updatedAt: now,
  };
  await store.exclusive(async () => {
    if (await store.pools.get(pool.id)) throw invalidParameter(`User pool ${pool.id} already exists.`);
    await store.pools.put(pool.id, pool);
  });
  return pool;
}

/** Replaces all settings: what the input of UpdateUserPool leaves out gets its default, as on AWS. */
export async function updatePool(context: Context, poolId: string, input: unknown): Promise<void> {
  const settings = parse(PoolSettings, input);
  refuseUnsupportedSettings(settings);
  await changePool(context, poolId, (pool) => {
    refuseMissingFactor(settings, pool.softwareTokens);
    return { ...pool, settings };
  });
}

/** Reads a pool, changes it and keeps it, as one step. */
export async function changePool(context: Context, poolId: string, change: (pool: Pool) => Pool): Promise<Pool> {
  return context.store.exclusive(async () => {
    const changed = { ...change(await getPool(context, poolId)), updatedAt: context.clock() };
    await context.store.pools.put(poolId, changed);
    return changed;
  });
}

/** Second factors other than SMS are SetUserPoolMfaConfig's to turn on. */
function refuseMissingFactor({ MfaConfiguration }: PoolSettings, softwareTokens = false): void {
  if (MfaConfiguration !== 'OFF' && !softwareTokens)
    throw invalidParameter(
      'SMS configuration and Auto verification for phone_number are required when MFA is required/optional',
    );
}

async function describe({ store }: Context, pool: Pool): Promise<object> {
  const { PoolName, Schema: _, AliasAttributes: __, UsernameAttributes, UsernameConfiguration } = pool.identity;
  return {
    ...pool.settings,
    Id: pool.id,
    Name: PoolName,
    Arn: localArn('cognito-idp', `userpool/${pool.id}`),
    ...(UsernameAttributes.length > 0 && { UsernameAttributes }),
    ...(UsernameConfiguration && { UsernameConfiguration }),
    SchemaAttributes: schemaAttributes(pool.identity),
    EstimatedNumberOfUsers: (await store.users.keys(under(pool.id)).all()).length,
    CreationDate: seconds(pool.createdAt),
    LastModifiedDate: seconds(pool.updatedAt),
  };
}

export function poolOperations(context: Context): JsonOperations {
  const { store } = context;
  return {
    async CreateUserPool(input) {
      return { UserPool: await describe(context, await createPool(context, input)) };
    },
    async DescribeUserPool(input) {
      const { UserPoolId } = parse(ByPool, input);
      return { UserPool: await describe(context, await getPool(context, UserPoolId)) };
    },
    async UpdateUserPool(input) {
      await updatePool(context, parse(ByPool, input).UserPoolId, input);
      return {};
    },
    async AddCustomAttributes(input) {
      const { UserPoolId, CustomAttributes } = parse(
        v.object({ ...ByPool.entries, CustomAttributes: v.array(SchemaAttribute) }),
        input,
      );
      await changePool(context, UserPoolId, (pool) => ({
        ...pool,
        identity: { ...pool.identity, Schema: [...pool.identity.Schema, ...CustomAttributes] },
      }));
      return {};
    },
    async DeleteUserPool(input) {
      const pool = await getPool(context, parse(ByPool, input).UserPoolId);
      if (pool.settings.DeletionProtection === 'ACTIVE')
        throw invalidParameter(
          'The user pool cannot be deleted because deletion protection is activated. Deletion protection must be inactivated first.',
        );
      await store.exclusive(() => store.removePool(pool.id));
      return {};
    },
    async ListUserPools(input) {
      const { MaxResults, NextToken } = parse(Paging, input);
      const { items, next } = page(await store.pools.values().all(), MaxResults, NextToken);
      const UserPools = items.map(({ id, identity, settings, createdAt, updatedAt }) => ({
        Id: id,
        Name: identity.PoolName,
        LambdaConfig: settings.LambdaConfig,
        CreationDate: seconds(createdAt),
        LastModifiedDate: seconds(updatedAt),
      }));
      return { UserPools, ...(next && { NextToken: next }) };
    },
  };
}
