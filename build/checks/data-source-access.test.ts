import { describe, expect, it } from 'vitest';
import { findWrongAccess } from './data-source-access.ts';

const importing = (names: string, body: string) => `import { ${names} } from '@aws-appsync/utils/dynamodb';\n${body}`;

describe('the rights of a data source', () => {
  const source = (rights: Record<string, string[]>) => ({
    type: 'AMAZON_DYNAMODB' as const,
    table: Object.keys(rights)[0] ?? '',
    rights: Object.fromEntries(
      Object.entries(rights).map(([table, actions]) => [table, actions.map((action) => `dynamodb:${action}`)]),
    ),
  });
  const functions = { step: { dataSource: 'a', code: importing('get', 'get({});') } };
  const resolvers = {
    'Query.x': {
      kind: 'UNIT' as const,
      dataSource: 'a',
      code: importing('batchGet', 'const T = "__TABLE_b__"; batchGet({ tables: { [T]: { keys } } });'),
    },
    'Query.y': { kind: 'PIPELINE' as const, functions: ['step'], code: importing('scan', 'scan({});') },
    'Query.z': { kind: 'UNIT' as const, dataSource: 'none', code: importing('scan', 'scan({});') },
  };

  it('are those that its resolvers and functions need', () => {
    const dataSources = { a: source({ a: ['GetItem'], b: ['BatchGetItem'] }), none: { type: 'NONE' as const } };
    expect(findWrongAccess({ dataSources, functions, resolvers })).toEqual([]);
  });

  it('are neither less nor more, on any table', () => {
    const dataSources = { a: source({ a: ['GetItem', 'BatchGetItem'], b: ['GetItem'], c: ['Query'] }) };
    expect(findWrongAccess({ dataSources, functions, resolvers })).toEqual([
      'data source a lacks dynamodb:BatchGetItem on the table b',
      'data source a has dynamodb:BatchGetItem on the table a, which no code needs',
      'data source a has dynamodb:GetItem on the table b, which no code needs',
      'data source a has dynamodb:Query on the table c, which no code needs',
    ]);
  });

  it('must be such that they can be told', () => {
    const code = importing('transactGet', 'transactGet({ items });');
    const unclear = findWrongAccess({
      dataSources: { a: source({ a: ['GetItem'] }) },
      functions: { ...functions, unclear: { dataSource: 'a', code } },
      resolvers: {},
    });
    expect(unclear).toEqual([
      expect.stringMatching(/^unclear: it cannot be told which table transactGet is for: write the table/),
    ]);
  });
});
