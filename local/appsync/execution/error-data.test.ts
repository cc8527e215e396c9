import { describe, expect, it } from 'vitest';
import { ask, askCode } from '../testing/ask.ts';
import type { FakeApi } from '../testing/api.ts';

const schema = `
  type Query { item: Item items: [Item] total: Int owned: Owned node: Node }
  interface Node { id: ID }
  type Item implements Node { id: ID name: String size: Int parts: [Item] settings: AWSJSON }
  type Owned { id: ID owner: Item! }
`;
const failing = (data: unknown): FakeApi => {
  const error = { message: 'Conflict', errorType: 'ConflictError', data, errorInfo: { all: 'of it' } };
  const response = () => ({ error });
  return {
    schema,
    resolvers: {
      'Query.item': { response },
      'Query.items': { response },
      'Query.total': { response },
      'Query.owned': { response },
      'Query.node': { response },
      'Owned.owner': { response: () => ({ result: { id: 'never asked' } }) },
    },
  };
};
const item = { id: '1', name: 'Roof', secret: 'x', parts: [{ id: '2', name: 'Tile' }, null], settings: { a: 1 } };

describe("an error's data", () => {
  it.each<[string, unknown, unknown]>([
    ['{ item { id } }', item, { id: '1' }],
    ['{ item { title: name __typename } }', item, { title: 'Roof', __typename: 'Item' }],
    ['{ item { id size } }', item, { id: '1', size: null }],
    ['{ item { parts { name } } }', item, { parts: [{ name: 'Tile' }, null] }],
    ['{ item { settings } }', item, { settings: '{"a":1}' }],
    ['{ item { ...F ... on Node { id } } } fragment F on Item { name }', item, { name: 'Roof', id: '1' }],
    ['{ items { id } }', [item, { id: '2' }], [{ id: '1' }, { id: '2' }]],
    ['{ items { id } }', item, null],
    ['{ item { id } }', [item], null],
    ['{ item { id } }', 'text', null],
    ['{ item { size } }', { size: 'large' }, { size: null }],
    ['{ total }', 7, 7],
    ['{ total }', { count: 7 }, null],
    ['{ node { id } }', { ...item, __typename: 'Item' }, { id: '1' }],
    ['{ node { id } }', item, null],
    ['{ item { id } }', null, null],
  ])('is what is selected of the field: %s of %j', async (query, data, expected) => {
    const { errors } = await ask(failing(data), query);
    expect(errors).toMatchObject([{ data: expected, errorInfo: { all: 'of it' } }]);
  });

  // aws-amplify/amplify-js issue 10487
  it('is null where it lacks what a field must have, for which no resolver is asked', async () => {
    const owned = { id: '1' };
    expect((await ask(failing(owned), '{ owned { id owner { id } } }')).errors).toMatchObject([{ data: null }]);
    expect((await ask(failing(owned), '{ owned { id } }')).errors).toMatchObject([{ data: { id: '1' } }]);
  });

  // Built-in utilities, "util.error" and "util.appendError": data is filtered by the selection set, errorInfo is not.
  it.each(['util.error', 'util.appendError'])('is so of %s in code', async (utility) => {
    const code = `import { util } from '@aws-appsync/utils';
      export function request() { return {}; }
      export function response() {
        ${utility}('Changed', 'ConflictError', { id: '1', name: 'Roof', secret: 'x' }, { secret: 'y' });
        return null;
      }`;
    const resolvers = { 'Query.item': { kind: 'UNIT', dataSource: 'none', code } } as const;
    expect(await askCode({ schema, resolvers }, '{ item { name } }')).toEqual({
      data: { item: null },
      errors: [
        {
          path: ['item'],
          data: { name: 'Roof' },
          errorType: 'ConflictError',
          errorInfo: { secret: 'y' },
          locations: [{ line: 1, column: 3, sourceName: null }],
          message: 'Changed',
        },
      ],
    });
  });
});
