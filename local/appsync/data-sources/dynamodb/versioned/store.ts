import * as v from 'valibot';
import { wireItem, type WireItem } from '../attribute-values.ts';
import { expressionAttributes, type Expression } from '../expressions.ts';
import { itemOf, type Condition, type Write } from '../writes.ts';
import { extended } from './update-expression.ts';
import { expiry, versionOf, type VersionedSource } from './versioning.ts';

const writeOutput = v.object({ Attributes: wireItem });

/**
 * Writes the next version of an item. Rejects with `ConditionalCheckFailedException` where the write's own condition fails, or the item is no longer the
 * one that was read.
 * @param current as it was read
 * @param now in milliseconds
 * @returns the item as it is then
 */
export async function store(
  { call, table, versioning }: VersionedSource,
  write: Write,
  current: WireItem | undefined,
  now: number,
): Promise<WireItem> {
  const stamp = { _version: { N: String(versionOf(current) + 1) }, _lastChangedAt: { N: String(now) } };
  const guard = guardOf(current);
  const condition = bothOf(guard, write.condition);
  const shared = { TableName: table, ConditionExpression: condition };
  const { key: Key } = write;

  if (write.operation === 'PutItem') {
    const Item = { ...itemOf(write), ...stamp };
    await call('PutItem', { ...shared, Item, ...expressionAttributes([guard, write.condition]) });
    return Item;
  }
  if (write.operation === 'DeleteItem' && versioning.baseTableTtl === 0) {
    const attributes = expressionAttributes([guard, write.condition]);
    await call('DeleteItem', { ...shared, Key, ...attributes });
    return { ...current, ...stamp, _deleted: { BOOL: true } };
  }

  const tombstone = { _deleted: { BOOL: true }, _ttl: { N: expiry(now, versioning.baseTableTtl) } };
  const written = write.operation === 'DeleteItem' ? { ...stamp, ...tombstone } : stamp;
  const stamping = assignmentOf(written);
  const removal = { expressionNames: { '#stamp_deleted': '_deleted', '#stamp_ttl': '_ttl' } };
  // A written item is no tombstone any more.
  const input =
    write.operation === 'DeleteItem'
      ? {
          UpdateExpression: `SET ${stamping.expression}`,
          ...expressionAttributes([stamping, guard, write.condition]),
        }
      : {
          UpdateExpression: extended(write.update, stamping.expression, '#stamp_deleted, #stamp_ttl'),
          ...expressionAttributes([write.update, stamping, removal, guard, write.condition]),
        };
  const output = await call('UpdateItem', { ...shared, Key, ...input, ReturnValues: 'ALL_NEW' });
  return v.parse(writeOutput, output).Attributes;
}

/** Holds while the item is at the version that was read. */
function guardOf(current: WireItem | undefined): Expression {
  const expressionNames = { '#read_version': '_version' };
  const version = current?._version;
  if (!version) return { expression: 'attribute_not_exists(#read_version)', expressionNames };
  return {
    expression: '#read_version = :read_version',
    expressionNames,
    expressionValues: { ':read_version': version },
  };
}

/** DynamoDB refuses a second pair of parentheses around the same. */
function bothOf(guard: Expression, condition: Condition | null | undefined): string {
  if (!condition) return guard.expression;
  const { expression } = condition;
  return `${guard.expression} AND ${isEnclosed(expression) ? expression : `(${expression})`}`;
}

function isEnclosed(expression: string): boolean {
  const text = expression.trim();
  let depth = 0;
  for (let index = 0; index < text.length; index += 1) {
    if (text[index] === '(') depth += 1;
    else if (text[index] === ')') depth -= 1;
    if (depth === 0) return index === text.length - 1 && text.startsWith('(');
  }
  return false;
}

function assignmentOf(values: WireItem): Expression {
  const names = Object.keys(values);
  return {
    expression: names.map((name) => `#stamp${name} = :stamp${name}`).join(', '),
    expressionNames: Object.fromEntries(names.map((name) => [`#stamp${name}`, name])),
    expressionValues: Object.fromEntries(Object.entries(values).map(([name, value]) => [`:stamp${name}`, value])),
  };
}
