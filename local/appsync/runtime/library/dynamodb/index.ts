import * as v from 'valibot';
import type { Run } from '../../run.ts';
import { anyRecord, isAbsent, read } from '../arguments.ts';
import { toAttributeMap, toAttributeValueWithSets, type AttributeMap } from './attribute-values.ts';
import { toConditionExpression, toKeyCondition } from './condition-expression.ts';
import { operations } from './operations.ts';
import { Placeholders } from './placeholders.ts';
import { toUpdateExpression } from './update-expression.ts';

type Input = Readonly<Record<string, unknown>>;

/** `@aws-appsync/utils/dynamodb` ("Built-in modules"): functions that write the requests of the DynamoDB data source. */
export const dynamodbModule = {
  get: (_run: Run, payload: unknown) => {
    const input = readInput('get', payload);
    return { operation: 'GetItem', ...keyOf('get', input), ...pick(input, ['consistentRead']), ...projectionOf(input) };
  },
  put: (_run: Run, payload: unknown) => {
    const input = readInput('put', payload);
    return {
      operation: 'PutItem',
      ...keyOf('put', input),
      ...itemOf('put', input),
      ...conditionOf(input),
      ...versioning(input),
    };
  },
  update: (_run: Run, payload: unknown) => {
    const input = readInput('update', payload);
    return {
      operation: 'UpdateItem',
      ...keyOf('update', input),
      update: toUpdateExpression(input.update),
      ...conditionOf(input),
      ...versioning(input),
    };
  },
  remove: (_run: Run, payload: unknown) => {
    const input = readInput('remove', payload);
    return { operation: 'DeleteItem', ...keyOf('remove', input), ...conditionOf(input), ...versioning(input) };
  },
  query: (_run: Run, payload: unknown) => {
    const input = readInput('query', payload);
    return { operation: 'Query', query: toKeyCondition(input.query), ...paging(input) };
  },
  scan: (_run: Run, payload: unknown) => ({ operation: 'Scan', ...paging(readInput('scan', payload)) }),
  sync: (_run: Run, payload: unknown) => {
    const input = readInput('sync', payload);
    const members = pick(input, ['basePartitionKey', 'deltaIndexName', 'limit', 'nextToken', 'lastSync']);
    return { operation: 'Sync', ...members, ...filterOf(input) };
  },
  batchGet: (_run: Run, payload: unknown) => ({
    operation: 'BatchGetItem',
    tables: tablesOf('batchGet', payload, (table) => {
      const input = readInput('batchGet', table);
      const keys = read('batchGet: keys', v.array(anyRecord), input.keys);
      return {
        keys: keys.map((key) => attributes('batchGet', key)),
        ...pick(input, ['consistentRead']),
        ...projectionOf(input),
      };
    }),
  }),
  batchPut: (_run: Run, payload: unknown) => ({
    operation: 'BatchPutItem',
    tables: tablesOf('batchPut', payload, (items) => listOf('batchPut', items)),
  }),
  batchDelete: (_run: Run, payload: unknown) => ({
    operation: 'BatchDeleteItem',
    tables: tablesOf('batchDelete', payload, (keys) => listOf('batchDelete', keys)),
  }),
  transactGet: (_run: Run, payload: unknown) => ({
    operation: 'TransactGetItems',
    transactItems: transactItems('transactGet', payload).map((input) => ({
      table: tableOf('transactGet', input),
      ...keyOf('transactGet', input),
      ...projectionOf(input),
    })),
  }),
  transactWrite: (_run: Run, payload: unknown) => ({
    operation: 'TransactWriteItems',
    transactItems: transactItems('transactWrite', payload).map(transactWriteItem),
  }),
  operations,
  toStringSet: (_run: Run, values: unknown) => ({ SS: read('toStringSet', v.array(v.string()), values) }),
  toNumberSet: (_run: Run, values: unknown) => ({ NS: read('toNumberSet', v.array(v.number()), values) }),
  toBinarySet: (_run: Run, values: unknown) => ({ BS: read('toBinarySet', v.array(v.string()), values) }),
};

const transactWriteActions = {
  putItem: (input: Input) => ({ operation: 'PutItem', ...itemOf('transactWrite', input) }),
  updateItem: (input: Input) => ({ operation: 'UpdateItem', update: toUpdateExpression(input.update) }),
  deleteItem: () => ({ operation: 'DeleteItem' }),
  conditionCheck: () => ({ operation: 'ConditionCheck' }),
};
const transactWriteSchema = v.pipe(
  v.strictObject({
    putItem: v.optional(anyRecord),
    updateItem: v.optional(anyRecord),
    deleteItem: v.optional(anyRecord),
    conditionCheck: v.optional(anyRecord),
  }),
  v.check(
    (item) => Object.keys(item).length === 1,
    'An item is one of putItem, updateItem, deleteItem and conditionCheck',
  ),
);

function transactWriteItem(item: Input) {
  const actions = read('transactWrite', transactWriteSchema, item);
  for (const name of ['putItem', 'updateItem', 'deleteItem', 'conditionCheck'] as const) {
    const input = actions[name];
    if (!input) continue;
    const written = transactWriteActions[name](input);
    return {
      table: tableOf('transactWrite', input),
      ...written,
      ...keyOf('transactWrite', input),
      ...conditionOf(input),
    };
  }
  return {};
}

function readInput(name: string, payload: unknown): Input {
  return read(name, anyRecord, payload);
}

function attributes(name: string, value: unknown): AttributeMap {
  return toAttributeMap(name, value, toAttributeValueWithSets);
}

function keyOf(name: string, input: Input) {
  return { key: attributes(`${name}: key`, input.key) };
}

function itemOf(name: string, input: Input) {
  return { attributeValues: attributes(`${name}: item`, input.item) };
}

function conditionOf(input: Input) {
  return isAbsent(input.condition) ? {} : { condition: toConditionExpression('condition', input.condition) };
}

function filterOf(input: Input) {
  return isAbsent(input.filter) ? {} : { filter: toConditionExpression('filter', input.filter) };
}

function versioning(input: Input) {
  return pick(input, ['customPartitionKey', 'populateIndexFields', '_version']);
}

function paging(input: Input) {
  const members = [
    'index',
    'limit',
    'nextToken',
    'consistentRead',
    'totalSegments',
    'segment',
    'select',
    'scanIndexForward',
  ];
  return { ...pick(input, members), ...filterOf(input), ...projectionOf(input) };
}

function pick(input: Input, names: readonly string[]): Input {
  return Object.fromEntries(names.filter((name) => Object.hasOwn(input, name)).map((name) => [name, input[name]]));
}

function projectionOf(input: Input) {
  if (isAbsent(input.projection)) return {};
  const placeholders = new Placeholders();
  const paths = read('projection', v.pipe(v.array(v.string()), v.minLength(1)), input.projection);
  const expression = paths.map((path) => projectedPath(path, placeholders)).join(', ');
  return { projection: { expression, expressionNames: placeholders.expressionNames } };
}

/** `nested.object[1]` with placeholders for its names. */
function projectedPath(path: string, placeholders: Placeholders): string {
  return path
    .split('.')
    .map((part) => {
      const index = part.search(/(?:\[\d+\])+$/);
      return index < 0 ? placeholders.name(part) : `${placeholders.name(part.slice(0, index))}${part.slice(index)}`;
    })
    .join('.');
}

function tablesOf<Table>(name: string, payload: unknown, toTable: (table: unknown) => Table): Record<string, Table> {
  const tables = read(`${name}: tables`, anyRecord, readInput(name, payload).tables);
  return Object.fromEntries(Object.entries(tables).map(([table, value]) => [table, toTable(value)]));
}

function listOf(name: string, values: unknown): AttributeMap[] {
  return read(name, v.array(anyRecord), values).map((value) => attributes(name, value));
}

function transactItems(name: string, payload: unknown): Input[] {
  return read(`${name}: items`, v.array(anyRecord), readInput(name, payload).items);
}

function tableOf(name: string, input: Input): string {
  return read(`${name}: table`, v.string(), input.table);
}
