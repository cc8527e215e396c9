import * as v from 'valibot';
import type { Context } from '../context.ts';
import { invalidParameter } from '../errors.ts';
import { AttributeName, PoolId, page, parse } from '../input.ts';
import { getPool } from '../pools/pools.ts';
import { under, type User } from '../store.ts';
import { describeUser, fold } from './directory.ts';

const ListUsers = v.object({
  UserPoolId: PoolId,
  AttributesToGet: v.optional(v.array(AttributeName)),
  Limit: v.optional(v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(60)), 60),
  PaginationToken: v.optional(v.string()),
  Filter: v.optional(v.pipe(v.string(), v.maxLength(256)), ''),
});

/** `name = "value"` or `name ^= "value"` (begins with), in which a quotation mark is written `\"`. */
const FILTER = /^\s*"?([\w:]+)"?\s*(\^?=)\s*"((?:[^"\\]|\\.)*)"\s*$/;
/** What ListUsers can search by ("Searching for users"): custom attributes it cannot. */
const SEARCHABLE = [
  'username',
  'sub',
  'email',
  'phone_number',
  'name',
  'given_name',
  'family_name',
  'preferred_username',
  'cognito:user_status',
  'status',
];

/** The users of a pool, in the order of their names. */
export async function listUsers(context: Context, input: unknown): Promise<object> {
  const { UserPoolId, AttributesToGet, Limit, PaginationToken, Filter } = parse(ListUsers, input);
  const { id } = await getPool(context, UserPoolId);
  const matches = userFilter(Filter);
  const found = (await context.store.users.values(under(id)).all()).filter(matches);
  const { items, next } = page(found, Limit || 60, PaginationToken);
  return {
    Users: items.map((user) => describeUser(AttributesToGet ? only(user, AttributesToGet) : user)),
    ...(next && { PaginationToken: next }),
  };
}

function userFilter(filter: string): (user: User) => boolean {
  if (filter.trim() === '') return () => true;
  const [, name = '', operator, quoted = ''] = FILTER.exec(filter) ?? [];
  if (operator === undefined) throw invalidParameter('Error while parsing filter.');
  if (!SEARCHABLE.includes(name)) throw invalidParameter(`Invalid search attribute: ${name}`);
  const wanted = fold(quoted.replace(/\\(.)/g, '$1'));
  return (user) => {
    const value = fold(searched(user, name) ?? '');
    return operator === '=' ? value === wanted : value.startsWith(wanted);
  };
}

function searched(user: User, name: string): string | undefined {
  if (name === 'username') return user.username;
  if (name === 'cognito:user_status') return user.status;
  if (name === 'status') return user.enabled ? 'Enabled' : 'Disabled';
  return user.attributes[name];
}

function only(user: User, names: readonly string[]): User {
  return {
    ...user,
    attributes: Object.fromEntries(Object.entries(user.attributes).filter(([name]) => names.includes(name))),
  };
}
