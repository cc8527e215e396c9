import { describe, expect, it } from 'vitest';
import { buildApiSchema } from '../api/schema.ts';
import { ask } from '../testing/ask.ts';
import type { FakeApi } from '../testing/api.ts';
import { person, role } from '../testing/callers.ts';
import type { AuthorizationMode, Caller } from './caller.ts';
import { accessRules } from './directives.ts';

const POOL = 'AMAZON_COGNITO_USER_POOLS';
const anyone: Caller = { mode: 'API_KEY', identity: null };
const everything = { response: () => ({ result: { a: 1, b: 2, c: 3 } }) };
const api: FakeApi = {
  schema: `
    type Query { plain: Plain shared: Shared iam: Shared @aws_iam admin: Shared @aws_cognito_user_pools(cognito_groups: ["ADMINISTRATOR", "OPERATOR"]) @aws_iam open: Open @aws_api_key }
    type Plain { a: Int }
    type Shared @aws_cognito_user_pools @aws_iam { a: Int b: Int @aws_iam c: Int @aws_cognito_user_pools(cognito_groups: ["ADMINISTRATOR"]) }
    type Open @aws_api_key { a: Int b: Int @aws_iam }
  `,
  authorization: [POOL, 'AWS_IAM', 'API_KEY'],
  resolvers: Object.fromEntries(['plain', 'shared', 'iam', 'admin', 'open'].map((f) => [`Query.${f}`, everything])),
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
    for (const caller of [role('Query.plain'), anyone])
      expect(await ask(api, '{ plain { a } }', { caller })).toEqual({
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
    expect((await ask(api, '{ open { a b } }', { caller: anyone })).data).toEqual({ open: { a: 1, b: null } });
    expect(await ask(api, '{ iam { a } }')).toEqual({ data: { iam: null }, errors: [denial(['iam'], 3, 'Query')] });
  });

  it('is for the groups that it names, and for the other modes that it names', async () => {
    const granted = { data: { admin: { a: 1 } } };
    expect(await ask(api, '{ admin { a } }', { caller: person('OPERATOR', 'VIEWER') })).toEqual(granted);
    expect(await ask(api, '{ admin { a } }', { caller: role('Query.admin') })).toEqual(granted);
    for (const caller of [person(), person('VIEWER'), anyone])
      expect((await ask(api, '{ admin { a } }', { caller })).errors).toEqual([denial(['admin'], 3, 'Query')]);
  });

  it('runs no resolver when it is denied', async () => {
    let ran = false;
    const watched = { ...api, resolvers: { 'Query.iam': { request: () => ((ran = true), {}) } } };
    await ask(watched, '{ iam { a } }');
    expect(ran).toBe(false);
  });

  it('that is denied is there for introspection all the same, and so is the name of its type', async () => {
    const schema = 'type Query @aws_iam { a: Int }';
    const query = '{ __typename __type(name: "Query") { fields { name } } __schema { queryType { name } } }';
    for (const caller of [person(), role(), anyone])
      expect((await ask({ schema }, query, { caller })).data).toEqual({
        __typename: 'Query',
        __type: { fields: [{ name: 'a' }] },
        __schema: { queryType: { name: 'Query' } },
      });
  });

  it('of an object does not follow the directives of its interface', async () => {
    const schema = `
      type Query { node: Node }
      interface Node { a: Int @aws_iam }
      type Leaf implements Node { a: Int }`;
    const resolvers = { 'Query.node': { response: () => ({ result: { __typename: 'Leaf', a: 1 } }) } };
    expect(await ask({ schema, resolvers }, '{ node { a } }')).toEqual({ data: { node: { a: 1 } } });
  });
});

/** Of what the documentation says of directives, and aws/aws-appsync-community issue 275 of `@aws_auth`. */
interface Directive {
  sdl: string;
  mode: AuthorizationMode;
  groups?: readonly string[];
  isOldest?: boolean;
}
const key: Directive = { sdl: '@aws_api_key', mode: 'API_KEY' };
const iam: Directive = { sdl: '@aws_iam', mode: 'AWS_IAM' };
const users: Directive = { sdl: '@aws_cognito_user_pools', mode: POOL };
const inA: Directive = { sdl: '@aws_cognito_user_pools(cognito_groups: ["A"])', mode: POOL, groups: ['A'] };
const odd: Directive = {
  sdl: String.raw`@aws_cognito_user_pools(cognito_groups: ["B", "B", "é \" ]"])`,
  mode: POOL,
  groups: ['B', 'é " ]'],
};
const anyGroup: Directive = { sdl: '@aws_cognito_user_pools(cognito_groups: null)', mode: POOL };
const one: Directive = { sdl: '@aws_cognito_user_pools(cognito_groups: "A")', mode: POOL, groups: ['A'] };
const oldest: Directive = { sdl: '@aws_auth', mode: POOL, isOldest: true };
const oldestInA: Directive = {
  sdl: '@aws_auth(cognito_groups: ["A"])',
  mode: POOL,
  groups: ['A'],
  isOldest: true,
};
const sets: readonly (readonly Directive[])[] = [
  [],
  ...[key, iam, users, inA, odd, anyGroup, one, oldest, oldestInA].map((each) => [each]),
  [key, iam],
  [key, users],
  [iam, inA],
  [key, odd],
  [oldestInA, iam],
  [oldest, inA],
  [key, iam, inA],
  [oldestInA, key, iam, odd],
];

const others = (mode: AuthorizationMode): AuthorizationMode[][] => {
  const [a, b] = ([POOL, 'AWS_IAM', 'API_KEY'] as const).filter((each) => each !== mode);
  return a && b ? [[], [a], [b], [a, b]] : [];
};
const apis: readonly (readonly AuthorizationMode[])[] = [
  ...([POOL, 'AWS_IAM', 'API_KEY'] as const).flatMap((mode) => others(mode).map((more) => [mode, ...more])),
  [POOL, POOL],
];
const callers: readonly Caller[] = [anyone, role(), person(), person('A'), person('B', 'C'), person('C', 'é " ]')];

/** Whether a caller may have a field, in plain words. */
function mayHave(
  caller: Caller,
  at: {
    modes: readonly AuthorizationMode[];
    defaultAction: 'ALLOW' | 'DENY';
    ofType: readonly Directive[];
    ofField: readonly Directive[];
    isRoot: boolean;
  },
): boolean {
  const isOnePool = at.modes.length === 1 && at.modes[0] === POOL;
  const counts = (directive: Directive) => !directive.isOldest || (isOnePool && at.isRoot);
  const own = at.ofField.filter(counts);
  const rule = own.length > 0 ? own : at.ofType.filter(counts);
  if (rule.length === 0) {
    if (at.defaultAction === 'DENY' && !(isOnePool && !at.isRoot)) return false;
    return caller.mode === at.modes[0];
  }
  for (const { mode, groups } of rule) {
    if (mode !== caller.mode) continue;
    if (groups === undefined) return true;
    if (caller.mode === POOL && groups.some((group) => caller.identity.groups?.includes(group))) return true;
  }
  return false;
}

const sdl = (directives: readonly Directive[]) => directives.map((each) => each.sdl).join(' ');
const fieldsOf = sets.map((ofField, index) => `f${index}: Int ${sdl(ofField)}`).join(' ');
/** One with each set of directives on `Query`, and with all of them on objects. */
const schemas = sets.map((ofType) =>
  buildApiSchema(
    `type Query ${sdl(ofType)} { ${fieldsOf} } ${sets.map((of, index) => `type T${index} ${sdl(of)} { ${fieldsOf} }`).join(' ')}`,
  ),
);

describe('every set of directives on a type and a field', () => {
  it.each(apis.map((modes) => [modes.join(' and '), modes] as const))('is as documented with %s', (_, modes) => {
    for (const defaultAction of ['ALLOW', 'DENY'] as const) {
      // The default action is a setting of the default user pool.
      if (defaultAction === 'DENY' && modes[0] !== POOL) continue;
      for (const [index, schema] of schemas.entries()) {
        const rules = accessRules(schema, { modes, defaultAction });
        for (const [isRoot, typeName] of [[true, 'Query'] as const, [false, `T${index}`] as const])
          for (const [field, ofField] of sets.entries())
            for (const caller of callers) {
              const ofType = sets[index] ?? [];
              const expected = mayHave(caller, { modes, defaultAction, ofType, ofField, isRoot });
              const what = { caller, typeName: `${typeName} ${sdl(ofType)}`, field: sdl(ofField), defaultAction };
              expect({ ...what, allowed: rules.allows(caller, typeName, `f${field}`) }).toEqual({
                ...what,
                allowed: expected,
              });
            }
      }
    }
  });
});

describe('the examples of the documentation', () => {
  const allowed = (
    schema: string,
    modes: readonly AuthorizationMode[],
    caller: Caller,
    defaultAction: 'ALLOW' | 'DENY' = 'ALLOW',
  ) => {
    const built = buildApiSchema(schema);
    const rules = accessRules(built, { modes, defaultAction });
    return Object.values(built.getTypeMap()).flatMap((type) =>
      'getFields' in type && !type.name.startsWith('__')
        ? Object.keys(type.getFields())
            .filter((field) => rules.allows(caller, type.name, field))
            .map((field) => `${type.name}.${field}`)
        : [],
    );
  };

  it('“Fine-grained access control”: groups of one user pool', () => {
    const schema = `
      type Query { posts: [Post!]! @aws_auth(cognito_groups: ["Bloggers", "Readers"]) }
      type Mutation { addPost(id: ID!, title: String!): Post! @aws_auth(cognito_groups: ["Bloggers"]) }
      type Post { id: ID! title: String }`;
    const post = ['Post.id', 'Post.title'];
    for (const action of ['ALLOW', 'DENY'] as const) {
      expect(allowed(schema, [POOL], person('Bloggers'), action).sort()).toEqual([
        'Mutation.addPost',
        ...post,
        'Query.posts',
      ]);
      expect(allowed(schema, [POOL], person('Readers'), action).sort()).toEqual([...post, 'Query.posts']);
      expect(allowed(schema, [POOL], person('Guests'), action).sort()).toEqual(post);
    }
    // Beside another mode it is overlooked.
    expect(allowed(schema, [POOL, 'AWS_IAM'], person())).toHaveLength(4);
  });

  it('“Using additional authorization modes”: a type, and fields that differ from it', () => {
    const schema = `
      type Query { getPost(id: ID): Post getAllPosts: [Post] @aws_api_key }
      type Mutation { addPost(id: ID!, title: String): Post! }
      type Post @aws_api_key @aws_iam { id: ID! title: String restrictedContent: String! @aws_iam }`;
    const modes: AuthorizationMode[] = ['AWS_IAM', 'API_KEY'];
    const post = ['Post.id', 'Post.title'];
    expect(allowed(schema, modes, role()).sort()).toEqual([
      'Mutation.addPost',
      'Post.id',
      'Post.restrictedContent',
      'Post.title',
      'Query.getPost',
    ]);
    expect(allowed(schema, modes, anyone).sort()).toEqual([...post, 'Query.getAllPosts']);
    expect(allowed(schema, modes, person())).toEqual([]);
  });

  it('“@aws_auth works differently than @aws_cognito_user_pools”: below the first field', async () => {
    const schema = (directive: string) => `
      type Inner { inner_scalar: String ${directive}(cognito_groups: ["admin"]) }
      type Outer { scalar: String ${directive}(cognito_groups: ["admin"]) inner: Inner ${directive}(cognito_groups: ["admin"]) }
      type Query { query_scalar: String ${directive}(cognito_groups: ["admin"]) outer: Outer ${directive} }`;
    const inner = { inner_scalar: 'inner' };
    const resolvers = {
      'Query.outer': { response: () => ({ result: { scalar: 'outer', inner } }) },
      'Query.query_scalar': { response: () => ({ result: 'query' }) },
    };
    const query = '{ query_scalar outer { scalar inner { inner_scalar } } }';
    const caller = person('user');
    const alone = { schema: schema('@aws_auth'), authorization: [POOL], resolvers } as const;
    expect(await ask(alone, query, { caller })).toMatchObject({
      data: { query_scalar: null, outer: { scalar: 'outer', inner } },
      errors: [denial(['query_scalar'], 3, 'Query')],
    });
    const beside = { schema: schema('@aws_cognito_user_pools'), authorization: [POOL, 'AWS_IAM'], resolvers } as const;
    expect((await ask(beside, query, { caller })).data).toEqual({
      query_scalar: null,
      outer: { scalar: null, inner: null },
    });
  });
});
