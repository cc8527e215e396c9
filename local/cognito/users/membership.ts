import * as v from 'valibot';
import type { JsonOperations } from '../../shared/json-service.ts';
import type { Context } from '../context.ts';
import { GroupName, PoolId, Username, page, parse } from '../input.ts';
import { describeGroup, getGroup, groupsOf } from '../pools/groups.ts';
import { getPool } from '../pools/pools.ts';
import { under } from '../store.ts';
import { changeUser, describeUser, getUser } from './directory.ts';

const Membership = v.object({ UserPoolId: PoolId, Username, GroupName });
const Limit = v.optional(v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(60)), 60);
const GroupsOfUser = v.object({ UserPoolId: PoolId, Username, Limit, NextToken: v.optional(v.string()) });
const UsersInGroup = v.object({ UserPoolId: PoolId, GroupName, Limit, NextToken: v.optional(v.string()) });

export function membershipOperations(context: Context): JsonOperations {
  return {
    async AdminAddUserToGroup(input) {
      const { UserPoolId, Username: name, GroupName: groupName } = parse(Membership, input);
      const pool = await getPool(context, UserPoolId);
      const { username } = await getUser(context, pool, name);
      const group = await getGroup(context, pool.id, groupName);
      await changeUser(context, pool, username, (user) => ({
        ...user,
        groups: [...new Set([...user.groups, group.name])],
      }));
      return {};
    },
    async AdminRemoveUserFromGroup(input) {
      const { UserPoolId, Username: name, GroupName: groupName } = parse(Membership, input);
      const pool = await getPool(context, UserPoolId);
      const { username } = await getUser(context, pool, name);
      await getGroup(context, pool.id, groupName);
      await changeUser(context, pool, username, (user) => ({
        ...user,
        groups: user.groups.filter((group) => group !== groupName),
      }));
      return {};
    },
    async AdminListGroupsForUser(input) {
      const request = parse(GroupsOfUser, input);
      const pool = await getPool(context, request.UserPoolId);
      const groups = await groupsOf(context, await getUser(context, pool, request.Username));
      const { items, next } = page(groups, request.Limit, request.NextToken);
      return { Groups: items.map((group) => describeGroup(pool.id, group)), ...(next && { NextToken: next }) };
    },
    async ListUsersInGroup(input) {
      const request = parse(UsersInGroup, input);
      const { id } = await getPool(context, request.UserPoolId);
      const { name } = await getGroup(context, id, request.GroupName);
      const members = (await context.store.users.values(under(id)).all()).filter((user) => user.groups.includes(name));
      const { items, next } = page(members, request.Limit, request.NextToken);
      return { Users: items.map((user) => describeUser(user)), ...(next && { NextToken: next }) };
    },
  };
}
