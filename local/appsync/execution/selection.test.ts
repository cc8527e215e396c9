import { describe, expect, it } from 'vitest';
import { ask } from '../testing/ask.ts';
import type { ResolverContext } from '../types.ts';

/** `ctx.info` of the field of `Query` that a query asks for. */
async function infoOf(
  schema: string,
  query: string,
  variables: Readonly<Record<string, unknown>> = {},
): Promise<ResolverContext['info']> {
  const seen: ResolverContext['info'][] = [];
  const request = ({ info }: ResolverContext) => {
    seen.push(info);
    return { result: null };
  };
  const [, field = ''] = /type Query \{ (\w+)/.exec(schema) ?? [];
  await ask({ schema, resolvers: { [`Query.${field}`]: { request } } }, query, { variables });
  const [info] = seen;
  if (!info) throw new Error('The field was not resolved');
  return info;
}

const posts = `
  type Query { getPost(id: ID): Post }
  type Post { postId: ID title: String content: String author(id: ID): Author comments: [Comment] }
  type Author { authorId: ID name: String }
  type Comment { id: ID }
  schema { query: Query }
`;
const nodes = `
  type Query { node(id: ID!): Node }
  interface Node { id: ID }
  type Post implements Node { id: ID title: String author: String }
  type Blog implements Node { id: ID title: String category: String }
`;

describe('ctx.info', () => {
  // Resolver context reference, "Info": its example, the names of which it writes in two ways.
  it('names what is selected, aliases instead of names, with what fragments select', async () => {
    const query = `query Q($postId: ID, $authorId: ID) {
      getPost(id: $postId) {
        postId
        title
        secondTitle: title
        content
        author(id: $authorId) { authorId name }
        secondAuthor: author(id: "789") { authorId }
        ... on Post { inlineFrag: comments { id } }
        ...postFrag
      }
    }
    fragment postFrag on Post { postFrag: comments { id } }`;
    const variables = { postId: '123', authorId: '456' };
    expect(await infoOf(posts, query, variables)).toEqual({
      fieldName: 'getPost',
      parentTypeName: 'Query',
      variables,
      selectionSetList: [
        'postId',
        'title',
        'secondTitle',
        'content',
        'author',
        'author/authorId',
        'author/name',
        'secondAuthor',
        'secondAuthor/authorId',
        'inlineFrag',
        'inlineFrag/id',
        'postFrag',
        'postFrag/id',
      ],
      selectionSetGraphQL: `{
  postId
  title
  secondTitle: title
  content
  author(id: $authorId) {
    authorId
    name
  }
  secondAuthor: author(id: "789") {
    authorId
  }
  ... on Post {
    inlineFrag: comments {
      id
    }
  }
  ...postFrag
}`,
    });
  });

  // Resolver context reference, "Info": "only selected fields that belong to the interface"; aws/aws-appsync-community issue 358 of unions.
  it.each([
    ['an interface', nodes, '{ node(id: 1) { id ... on Post { title } ... on Blog { title } } }', ['id']],
    ['itself', nodes, '{ node(id: 1) { ... on Node { id } } }', ['id']],
    [
      'an interface of an interface',
      `type Query { node: Node } interface Entity { id: ID } interface Node implements Entity { id: ID }
       type Post implements Node & Entity { id: ID title: String }`,
      '{ node { ... on Entity { id } ... on Post { title } } }',
      ['id'],
    ],
    [
      'a union',
      'type Query { found: Found } union Found = Post | Blog type Post { id: ID } type Blog { title: String }',
      '{ found { ... on Post { id } ... on Blog { title } } }',
      [],
    ],
    [
      'an interface in a list in an object',
      `type Query { page: Page } type Page { nodes: [Node!]! } interface Node { id: ID }
       type Post implements Node { id: ID title: String }`,
      '{ page { nodes { id ... on Post { title } } } }',
      ['nodes', 'nodes/id'],
    ],
    [
      'an object, of its interfaces',
      `type Query { post: Post } interface Node { id: ID } type Post implements Node { id: ID }`,
      '{ post { ... on Node { id } } }',
      ['id'],
    ],
  ])('names of %s the fields that are its own', async (_, schema, query, expected) => {
    expect((await infoOf(schema, query)).selectionSetList).toEqual(expected);
  });

  it.each([
    ['{ getPost { postId @skip(if: true) title @include(if: false) content @include(if: true) } }', {}, ['content']],
    [
      'query Q($yes: Boolean!) { getPost { postId @include(if: $yes) title @skip(if: $yes) } }',
      { yes: true },
      ['postId'],
    ],
    ['query Q($yes: Boolean = true) { getPost { postId @include(if: $yes) title } }', {}, ['postId', 'title']],
    [
      'query Q($no: Boolean = false) { getPost { ...F @include(if: $no) title } } fragment F on Post { postId }',
      {},
      ['title'],
    ],
    [
      '{ getPost { title author { name } content author { authorId } title } }',
      {},
      ['title', 'author', 'author/name', 'author/authorId', 'content'],
    ],
    ['{ getPost { __typename } }', {}, ['__typename']],
  ])('names each once, without what is left out: %s', async (query, variables, expected) => {
    expect((await infoOf(posts, query, variables)).selectionSetList).toEqual(expected);
  });

  it('has the variables as they were sent, without defaults', async () => {
    const query = 'query Q($id: ID = 1, $other: ID = 2) { getPost(id: $id) { author(id: $other) { name } } }';
    expect((await infoOf(posts, query, { id: '7' })).variables).toEqual({ id: '7' });
  });
});
