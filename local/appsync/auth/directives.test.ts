import { describe, expect, it } from 'vitest';
import { ask } from '../testing/ask.ts';
import type { FakeApi } from '../testing/api.ts';
import { person, role } from '../testing/callers.ts';

const both = { response: () => ({ result: { a: 1, b: 2, c: 3 } }) };
const api: FakeApi = {
  schema: `
    type Query { plain: Plain shared: Shared iam: Shared @aws_iam admin: Shared @aws_cognito_user_pools(cognito_groups: ["ADMINISTRATOR", "OPERATOR"]) @aws_iam }
    type Plain { a: Int }
    type Shared @aws_cognito_user_pools @aws_iam { a: Int b: Int @aws_iam c: Int @aws_cognito_user_pools(cognito_groups: ["ADMINISTRATOR"]) }
  `,
  resolvers: { 'Query.plain': both, 'Query.shared': both, 'Query.iam': both, 'Query.admin': both },
};
const denial = (path: string[], column: number, type: string) => ({
  path,
  data: null,
  errorType: 'Unauthorized',
  errorInfo: null,
  locations: [{ line: 1, column, sourceName: null }],
  message: `Not Authorized to access ${path.at(-1) ?? ''} on type ${type}`,
});

describe('a field', () => {
  it('without a directive is for the default mode only', async () => {
    expect(await ask(api, '{ plain { a } }')).toEqual({ data: { plain: { a: 1 } } });
    expect(await ask(api, '{ plain { a } }', { caller: role('Query.plain') })).toEqual({
      data: { plain: null },
      errors: [denial(['plain'], 3, 'Query')],
    });
  });

  it('follows its own directive before its type, while others resolve', async () => {
    expect(await ask(api, '{ shared { a b c } plain { a } }')).toEqual({
      data: { shared: { a: 1, b: null, c: null }, plain: { a: 1 } },
      errors: [denial(['shared', 'b'], 14, 'Shared'), denial(['shared', 'c'], 16, 'Shared')],
    });
    expect((await ask(api, '{ shared { a c } }', { caller: person('ADMINISTRATOR') })).data).toEqual({
      shared: { a: 1, c: 3 },
    });
    expect((await ask(api, '{ iam { a b c } }', { caller: role('Query.iam') })).data).toEqual({
      iam: { a: 1, b: 2, c: null },
    });
    expect(await ask(api, '{ iam { a } }')).toEqual({ data: { iam: null }, errors: [denial(['iam'], 3, 'Query')] });
  });

  it('is for the groups that it names, and for the other modes that it names', async () => {
    const granted = { data: { admin: { a: 1 } } };
    expect(await ask(api, '{ admin { a } }', { caller: person('OPERATOR', 'VIEWER') })).toEqual(granted);
    expect(await ask(api, '{ admin { a } }', { caller: role('Query.admin') })).toEqual(granted);
    for (const caller of [person(), person('VIEWER'), role('Query.iam')])
      expect((await ask(api, '{ admin { a } }', { caller })).errors).toEqual([denial(['admin'], 3, 'Query')]);
  });

  it('runs no resolver when it is denied', async () => {
    let ran = false;
    const watched = { ...api, resolvers: { 'Query.iam': { request: () => ((ran = true), {}) } } };
    await ask(watched, '{ iam { a } }');
    expect(ran).toBe(false);
  });
});

it('a directive of a mode that is not supported here is refused', async () => {
  await expect(ask({ schema: 'type Query { a: Int @aws_api_key }' }, '{ a }')).rejects.toThrow(
    'Unknown directive "@aws_api_key"',
  );
});
