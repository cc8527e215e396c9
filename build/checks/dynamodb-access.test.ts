import { describe, expect, it } from 'vitest';
import { accessOf } from './dynamodb-access.ts';

const importing = (names: string, body: string) => `import { ${names} } from '@aws-appsync/utils/dynamodb';\n${body}`;

/** What is needed, as `table: actions`, the own table as `-`; and what is unclear. */
function found(bundle: string): string[] {
  const { own, named, unclear } = accessOf(bundle);
  const tables = new Map<string, ReadonlySet<string>>([['-', own], ...named]);
  return [
    ...[...tables].flatMap(([table, actions]) =>
      actions.size > 0 ? [`${table}: ${[...actions].sort().join(' ')}`] : [],
    ),
    ...unclear,
  ];
}

describe('what code may ask of the own table', () => {
  it.each([
    ['get', 'get({ key });', 'GetItem'],
    ['query', 'query({ query: {} });', 'Query'],
    ['put', 'put({ key, item });', 'PutItem'],
    ['put as write', 'write({ key, item, condition });', 'GetItem PutItem'],
    ['update', 'update({ key, condition: { version: { eq: 1 } } });', 'GetItem UpdateItem'],
    ['remove', 'remove({ key, ...more });', 'DeleteItem GetItem'],
    ['remove', 'remove(input);', 'DeleteItem GetItem'],
    ['operations', "const request = { operation: 'UpdateItem', condition: {} };", 'GetItem UpdateItem'],
    ['operations', "const request = { operation: 'PutItem', key };", 'PutItem'],
    ['operations', "const Q = 'Query'; const request = { operation: Q, ...more };", 'Query'],
  ])('with %s: %s', (names, body, actions) => {
    expect(found(importing(names, body))).toEqual([`-: ${actions}`]);
  });

  it.each([
    ['operations', "const request = { operation: 'TransactWriteItems' };"],
    ['operations', "const request = { operation: 'Invoke' };"],
    ['operations', 'const putItem = { putItem: 1 };'],
    ['batchGet', 'batchGet({ tables: {} });'],
  ])('is nothing with %s: %s', (names, body) => {
    expect(found(importing(names, body))).toEqual([]);
  });
});

describe('what code may ask of tables that it names', () => {
  const TABLE = "const TABLE = '__TABLE_a__';";
  it.each([
    ['batchGet', `${TABLE} batchGet({ tables: { [TABLE]: { keys }, '__TABLE_b__': {} } });`, 'BatchGetItem'],
    ['batchPut', "const tables = { '__TABLE_a__': [], '__TABLE_b__': [] }; batchPut({ tables });", 'BatchWriteItem'],
    ['batchDelete', "batchDelete({ tables: { ['__TABLE_a__']: [], [`__TABLE_b__`]: [] } });", 'BatchWriteItem'],
    [
      'transactGet',
      `${TABLE} const B = '__TABLE_b__', C = B; transactGet({ items: [{ table: TABLE, key }, ...keys.map((key) => ({ table: C, key }))] });`,
      'GetItem',
    ],
    [
      'operations',
      `const r = { operation: 'TransactGetItems', transactItems: [{ table: '__TABLE_a__', key }, { table: '__TABLE_b__', key }] };`,
      'GetItem',
    ],
    [
      'operations',
      `const r = { operation: 'BatchGetItem', tables: { '__TABLE_a__': {}, '__TABLE_b__': {} } };`,
      'BatchGetItem',
    ],
    [
      'transactWrite',
      `transactWrite({ items: [{ putItem: { table: '__TABLE_a__', condition: {} } }, more()] }); function more() { return { putItem: { table: '__TABLE_b__', key } }; }`,
      'PutItem',
    ],
    [
      'transactWrite',
      `const x = { table: '__TABLE_a__', key }, y = [{ updateItem: x }, { updateItem: { table: '__TABLE_b__' } }];`,
      'UpdateItem',
    ],
    [
      'operations',
      `${TABLE} const x = [{ table: TABLE, operation: 'PutItem', condition: {} }, { operation: 'PutItem', table: '__TABLE_b__', ...more }];`,
      'PutItem',
    ],
    [
      'operations',
      `const x = ['__TABLE_a__'].length, y = [{ table: '__TABLE_a__', operation: 'ConditionCheck' }, { operation: 'ConditionCheck', table: '__TABLE_b__' }];`,
      'ConditionCheckItem',
    ],
  ])('with %s: %s', (names, body, actions) => {
    expect(found(importing(names, body))).toEqual([`a: ${actions}`, `b: ${actions}`]);
  });

  it('tells the tables of one transaction apart', () => {
    const code = `transactWrite({ items: [
      { putItem: { table: '__TABLE_a__' } }, { deleteItem: { table: '__TABLE_b__' } }, { conditionCheck: { table: '__TABLE_a__' } },
    ] });
    const event = { operation: 'PutItem', table: '__TABLE_c__', key };`;
    expect(found(importing('transactWrite', code))).toEqual([
      'a: ConditionCheckItem PutItem',
      'b: DeleteItem',
      'c: PutItem',
    ]);
  });
});

describe('what cannot be told', () => {
  const which = (what: string): unknown =>
    expect.stringContaining(`it cannot be told which table ${what} is for: write the table`);
  it.each([
    ['transactWrite', 'const x = { putItem: input };', which('a putItem of transactWrite')],
    ['transactWrite', 'const item = (table) => ({ putItem: { table } });', which('a putItem of transactWrite')],
    ['transactWrite', "const item = { deleteItem: { table: 'devices' } };", which('a deleteItem of transactWrite')],
    [
      'transactWrite',
      "let t = '__TABLE_a__'; t = other(); const x = { putItem: { table: t } };",
      which('a putItem of transactWrite'),
    ],
    [
      'transactWrite',
      "const t = '__TABLE_a__'; const f = (t) => ({ putItem: { table: t } });",
      which('a putItem of transactWrite'),
    ],
    ['batchGet', 'batchGet(input);', which('batchGet')],
    ['batchGet', 'batchGet({ tables: make() });', which('batchGet')],
    ['batchGet', 'batchGet({ tables: { ...more } });', which('batchGet')],
    ['batchGet', 'batchGet({ tables: { [name()]: {} } });', which('batchGet')],
    ['transactGet', 'transactGet({ items });', which('transactGet')],
    ['operations', "const x = { operation: 'PutItem', ...more };", which('an item with the operation PutItem')],
    [
      'operations',
      "const x = { operation: 'ConditionCheck', key };",
      which('an item with the operation ConditionCheck'),
    ],
    [
      'operations',
      "const x = { operation: pick(), table: '__TABLE_a__' };",
      expect.stringContaining('which operation'),
    ],
    ['operations', "item('__TABLE_a__');", expect.stringContaining('what __TABLE_a__ is asked for')],
  ])('with %s: %s', (names, body, message) => {
    expect(accessOf(importing(names, body)).unclear).toEqual([message]);
  });

  it('is what is used of a module that is imported as a whole', () => {
    expect(accessOf("import * as ddb from '@aws-appsync/utils/dynamodb';").unclear).toEqual([
      expect.stringContaining('by name'),
    ]);
  });
});
