import * as v from 'valibot';
import { AwsError } from '../../shared/aws-error.ts';
import type { JsonOperations } from '../../shared/json-service.ts';
import type { Context } from '../context.ts';
import { resourceNotFound } from '../errors.ts';
import { GroupName, PoolId, page, parse, seconds } from '../input.ts';
import { key, under, type Group, type User } from '../store.ts';
import { getPool } from './pools.ts';

const ByGroup = v.object({ UserPoolId: PoolId, GroupName });
const Create = v.object({
  ...ByGroup.entries,
  Description: v.optional(v.pipe(v.string(), v.maxLength(2048))),
  Precedence: v.optional(v.pipe(v.number(), v.integer(), v.minValue(0))),
  RoleArn: v.optional(v.string()),
});
const List = v.object({
  UserPoolId: PoolId,
  Limit: v.optional(v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(60)), 60),
  NextToken: v.optional(v.string()),
});

export async function getGroup({ store }: Context, poolId: string, name: string): Promise<Group> {
  const group = await store.groups.get(key(poolId, name));
  if (!group) throw resourceNotFound('Group not found.');
  return group;
}

/** A user's groups, the most important (lowest precedence) first, as they stand in `cognito:groups`. */
export async function groupsOf({ store }: Context, user: User): Promise<readonly Group[]> {
  const groups = await store.groups.getMany(user.groups.map((name) => key(user.poolId, name)));
  return groups
    .filter((group) => group !== undefined)
    .sort((left, right) => (left.precedence ?? Infinity) - (right.precedence ?? Infinity) || 0);
}

export function describeGroup(poolId: string, group: Group): object {
  return {
    GroupName: group.name,
    UserPoolId: poolId,
    Description: group.description,
    Precedence: group.precedence,
    RoleArn: group.roleArn,
    CreationDate: seconds(group.createdAt),
    LastModifiedDate: seconds(group.updatedAt),
  };
}

export function groupOperations(context: Context): JsonOperations {
  const { store, clock } = context;
  return {
    async CreateGroup(input) {
      const { UserPoolId, GroupName: name, Description, Precedence, RoleArn } = parse(Create, input);
      const { id } = await getPool(context, UserPoolId);
      const now = clock();
      const group = {
        name,
        description: Description,
        precedence: Precedence,
        roleArn: RoleArn,
        createdAt: now,
        updatedAt: now,
      };
      await store.exclusive(async () => {
        if (await store.groups.get(key(id, name)))
          throw new AwsError('GroupExistsException', 'A group with the name already exists.');
        await store.groups.put(key(id, name), group);
      });
      return { Group: describeGroup(id, group) };
    },
    async UpdateGroup(input) {
      const { UserPoolId, GroupName: name, Description, Precedence, RoleArn } = parse(Create, input);
      await getPool(context, UserPoolId);
      const group = await store.exclusive(async () => {
        const before = await getGroup(context, UserPoolId, name);
        const after = {
          ...before,
          description: Description ?? before.description,
          precedence: Precedence ?? before.precedence,
          roleArn: RoleArn ?? before.roleArn,
          updatedAt: clock(),
        };
        await store.groups.put(key(UserPoolId, name), after);
        return after;
      });
      return { Group: describeGroup(UserPoolId, group) };
    },
    async GetGroup(input) {
      const { UserPoolId, GroupName: name } = parse(ByGroup, input);
      await getPool(context, UserPoolId);
      return { Group: describeGroup(UserPoolId, await getGroup(context, UserPoolId, name)) };
    },
    async ListGroups(input) {
      const { UserPoolId, Limit, NextToken } = parse(List, input);
      const { id } = await getPool(context, UserPoolId);
      const { items, next } = page(await store.groups.values(under(id)).all(), Limit, NextToken);
      return { Groups: items.map((group) => describeGroup(id, group)), ...(next && { NextToken: next }) };
    },
    async DeleteGroup(input) {
      const { UserPoolId, GroupName: name } = parse(ByGroup, input);
      await getPool(context, UserPoolId);
      await getGroup(context, UserPoolId, name);
      await store.exclusive(async () => {
        const members = (await store.users.values(under(UserPoolId)).all()).filter((user) =>
          user.groups.includes(name),
        );
        const batch = store.batch().del(key(UserPoolId, name), { sublevel: store.groups });
        for (const user of members)
          batch.put(
            key(UserPoolId, user.username),
            { ...user, groups: user.groups.filter((group) => group !== name) },
            { sublevel: store.users },
          );
        await batch.write();
      });
      return {};
    },
  };
}
