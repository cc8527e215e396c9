import * as v from 'valibot';
import { AwsError } from '../../../shared/aws-error.ts';
import type { DataSourceAnswer } from '../../types.ts';
import { parseRequest, RequestError } from '../request-error.ts';
import { sameItem, toPlainItem, wireItem, type WireItem } from './attribute-values.ts';
import { expressionAttributes, projectionSchema, type Projection } from './expressions.ts';
import { serviceFailure } from './failures.ts';
import { common, type Operation, type Source } from './operation.ts';

const MAXIMUM_READS = 100;
const MAXIMUM_WRITES = 25;

const items = v.array(wireItem);
const keysOfTable = v.pipe(
  // To valibot a list is an object, which even has `keys`.
  v.custom<object>((value) => typeof value === 'object' && !Array.isArray(value), 'Expected an object with keys'),
  v.strictObject({ keys: items, consistentRead: v.nullish(v.boolean()), projection: v.nullish(projectionSchema) }),
);
const getSchema = v.strictObject({ ...common, tables: v.record(v.string(), keysOfTable) });
const writeSchema = v.strictObject({ ...common, tables: v.record(v.string(), items) });
type Lists = Readonly<Record<string, readonly WireItem[]>>;

const getOutput = v.object({
  Responses: v.record(v.string(), items),
  UnprocessedKeys: v.optional(v.record(v.string(), v.object({ Keys: items })), {}),
});
const writeOutput = v.object({
  UnprocessedItems: v.optional(
    v.record(
      v.string(),
      v.array(
        v.object({
          PutRequest: v.optional(v.object({ Item: wireItem })),
          DeleteRequest: v.optional(v.object({ Key: wireItem })),
        }),
      ),
    ),
    {},
  ),
});

/** `{data, unprocessedKeys}`: for every table its items in the order of the keys, `null` for what was not found. */
export const batchGetItem: Operation = async (source, request) => {
  const { tables } = parseRequest(getSchema, request);
  const keys = mapValues(tables, (table) => table.keys);
  checkSize('BatchGetItem', keys, MAXIMUM_READS);
  return batch('unprocessedKeys', keys, async () => {
    const requested = mapValues(tables, ({ keys: Keys, consistentRead, projection }) => ({
      Keys,
      ConsistentRead: consistentRead ?? false,
      ...projectionWithKeys(projection, Keys),
    }));
    const output = v.parse(getOutput, await source.call('BatchGetItem', { RequestItems: requested }));
    const data = mapValues(tables, ({ keys: wanted, projection }, table) =>
      wanted.map((key) => {
        const item = output.Responses[table]?.find((candidate) => hasKey(candidate, key));
        return item ? withoutAddedKeys(item, key, projection) : null;
      }),
    );
    return { data, unprocessed: mapValues(output.UnprocessedKeys, ({ Keys }) => Keys) };
  });
};

/** `{data, unprocessedItems}`: the items that were written. */
export const batchPutItem: Operation = async (source, request) => {
  const { tables } = parseRequest(writeSchema, request);
  return batchWrite(source, 'BatchPutItem', 'unprocessedItems', tables, (Item) => ({ PutRequest: { Item } }));
};

/** `{data, unprocessedKeys}`: the keys that were deleted. */
export const batchDeleteItem: Operation = async (source, request) => {
  const { tables } = parseRequest(writeSchema, request);
  return batchWrite(source, 'BatchDeleteItem', 'unprocessedKeys', tables, (Key) => ({ DeleteRequest: { Key } }));
};

function batchWrite(
  source: Source,
  operation: string,
  unprocessedName: string,
  tables: Lists,
  toRequest: (item: WireItem) => object,
): Promise<DataSourceAnswer> {
  checkSize(operation, tables, MAXIMUM_WRITES);
  return batch(unprocessedName, tables, async () => {
    const requested = mapValues(tables, (list) => list.map(toRequest));
    const output = v.parse(writeOutput, await source.call('BatchWriteItem', { RequestItems: requested }));
    const unprocessed = mapValues(output.UnprocessedItems, (requests) =>
      requests.map(({ PutRequest, DeleteRequest }) => PutRequest?.Item ?? DeleteRequest?.Key ?? {}),
    );
    const data = mapValues(tables, (list, table) =>
      list.map((item) => (unprocessed[table]?.some((left) => sameItem(left, item, [])) ? null : item)),
    );
    return { data, unprocessed };
  });
}

/** Runs a batch. Every table that was asked for is in the result, even after an error, when nothing was processed. */
async function batch(
  unprocessedName: string,
  tables: Lists,
  run: () => Promise<{ data: Record<string, (WireItem | null)[]>; unprocessed: Lists }>,
): Promise<DataSourceAnswer> {
  try {
    const { data, unprocessed } = await run();
    return {
      result: {
        data: mapValues(data, (list) => list.map((item) => item && toPlainItem(item))),
        [unprocessedName]: mapValues(tables, (_list, table) => (unprocessed[table] ?? []).map(toPlainItem)),
      },
    };
  } catch (error) {
    if (!(error instanceof AwsError)) throw error;
    return serviceFailure(error, {
      data: mapValues(tables, (list) => list.map(() => null)),
      [unprocessedName]: mapValues(tables, (list) => list.map(toPlainItem)),
    });
  }
}

function checkSize(operation: string, tables: Lists, maximum: number): void {
  const count = Object.values(tables).flat().length;
  if (count === 0) throw new RequestError(`Value for field '$[tables]' not found.`);
  if (count > maximum) throw new RequestError(`${operation} is limited to ${maximum} items, not ${count}`);
}

/** DynamoDB answers in any order, so that a projection must have the key by which items are told apart. */
function projectionWithKeys(projection: Projection | null | undefined, keys: readonly WireItem[]): object {
  if (!projection) return {};
  const names = Object.keys(keys[0] ?? {}).filter((name) => !projectedNames(projection).includes(name));
  const added = Object.fromEntries(names.map((name, index) => [`#addedKey${index}`, name]));
  return {
    ProjectionExpression: [projection.expression, ...Object.keys(added)].join(', '),
    ...expressionAttributes([projection, { expressionNames: added }]),
  };
}

function withoutAddedKeys(item: WireItem, key: WireItem, projection: Projection | null | undefined): WireItem {
  if (!projection) return item;
  const projected = projectedNames(projection);
  return Object.fromEntries(
    Object.entries(item).filter(([name]) => !Object.hasOwn(key, name) || projected.includes(name)),
  );
}

/** Whole attributes that a projection names. */
function projectedNames({ expression, expressionNames }: Projection): string[] {
  return expression.split(',').map((path) => {
    const name = path.trim();
    return expressionNames?.[name] ?? name;
  });
}

function hasKey(item: WireItem, key: WireItem): boolean {
  return Object.entries(key).every(([name, value]) => {
    const own = item[name];
    return own !== undefined && sameItem({ name: own }, { name: value }, []);
  });
}

function mapValues<Value, Result>(
  record: Readonly<Record<string, Value>>,
  convert: (value: Value, key: string) => Result,
): Record<string, Result> {
  return Object.fromEntries(Object.entries(record).map(([key, value]) => [key, convert(value, key)]));
}
