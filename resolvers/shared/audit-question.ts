import { util, type DynamoDBExpression } from '@aws-appsync/utils';
import type { QueryAuditEventsArgs } from '../../schema/generated/types.ts';
import { fits, isId } from './checks.ts';
import { invalid } from './errors.ts';
import { checkedTime } from './times.ts';
import { ulidTime } from './ulid.ts';

interface AuditQuestion {
  /** What the ids of the events are not before. */
  since: string;
  /** What the ids of the events are before. */
  before: string;
  /** Absent where all of that time are asked for. */
  filter?: DynamoDBExpression;
  /** The same text where the same is asked. */
  text: string;
}

/** ULIDs are not before the one, and before the other. Source: the ULID specification, "Overflow Errors when Parsing Base32 Strings". */
const FIRST = '0';
const LAST = '8';
/** Where each filter looks. */
const PATHS: Record<string, string> = { actorId: '#actor.#identityId', targetId: '#targetId', action: '#action' };
const NAMES: Record<string, Record<string, string>> = {
  actorId: { '#actor': 'actor', '#identityId': 'identityId' },
  targetId: { '#targetId': 'targetId' },
  action: { '#action': 'action' },
};

/** What is asked for. Ends with a ValidationError where it makes no sense. */
export function auditQuestion({ from, to, actorId, targetId, action }: QueryAuditEventsArgs): AuditQuestion {
  const since = bound('from', from) ?? FIRST;
  const before = bound('to', to) ?? LAST;
  if (since >= before) invalid('to must be later than from, by a millisecond at least: the period is [from, to).');
  checkIdFilter('actorId', actorId);
  checkIdFilter('targetId', targetId);
  if (action !== null && action !== undefined && !fits('^[A-Za-z]{1,64}$', action)) {
    invalid(`action must be the name of a mutation, such as deleteDevice; it is "${action.slice(0, 64)}".`);
  }
  const wanted = { actorId, targetId, action };
  const text = [since, before, actorId ?? '', targetId ?? '', action ?? ''].join(',');
  const filter = filterOf(wanted);
  return filter ? { since, before, filter, text } : { since, before, text };
}

/** The beginning of the ids of events of the time, or of the next millisecond where it is between two: ids know no finer times. */
function bound(member: string, time: string | null | undefined): string | undefined {
  if (time === null || time === undefined) return undefined;
  const milliseconds = checkedTime(member, time);
  return ulidTime(util.matches('.*\\.\\d{3}\\d*[1-9]\\d*\\D.*', time) ? milliseconds + 1 : milliseconds);
}

function checkIdFilter(member: string, id: string | null | undefined): void {
  if (id !== null && id !== undefined && !isId(id)) {
    invalid(`${member} must be an id, which has 26 characters; it is "${id.slice(0, 64)}".`);
  }
}

function filterOf(wanted: Record<string, string | null | undefined>): DynamoDBExpression | undefined {
  const conditions: string[] = [];
  let expressionNames: Record<string, string> = {};
  const values: Record<string, string> = {};
  for (const [member, value] of Object.entries(wanted)) {
    if (value !== null && value !== undefined) {
      conditions.push(`${PATHS[member]} = :${member}`);
      expressionNames = { ...expressionNames, ...NAMES[member] };
      values[`:${member}`] = value;
    }
  }
  if (conditions.length === 0) return undefined;
  return {
    expression: conditions.join(' AND '),
    expressionNames,
    expressionValues: util.dynamodb.toMapValues(values),
  };
}
