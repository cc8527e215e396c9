import { expect, it } from 'vitest';
import { askedFor } from './heading.ts';

const url = 'http://127.0.0.1/graphql';
const posted = (body: unknown): [Pick<Request, 'url' | 'method'>, string] => [
  { url, method: 'POST' },
  typeof body === 'string' ? body : JSON.stringify(body),
];
const got = (parameters: Record<string, string>): [Pick<Request, 'url' | 'method'>, string] => [
  { url: `${url}?${new URLSearchParams(parameters).toString()}`, method: 'GET' },
  '',
];

it.each([
  ['a POST with variables', posted({ query: 'query A { a }', variables: { id: '1' } }), "query A { id: '1' }"],
  ['a GET with variables', got({ query: 'query A { a }', variables: '{"id":"1"}' }), "query A { id: '1' }"],
  ['no name', posted({ query: '{ a b }' }), 'query { a b }'],
  ['an empty name', posted({ query: 'query A { a }', operationName: '' }), 'query A'],
  ['one of several operations', posted({ query: '{ a } mutation B { b }', operationName: 'B' }), 'mutation B'],
  ['a name that no operation has', posted({ query: 'query A { a }', operationName: 'B' }), 'no operation B'],
  ['wrong syntax', posted({ query: '{ a' }), 'a document with a syntax error'],
  ['no JSON', posted('meow'), 'a request that is none of GraphQL'],
])('a trace is headed by what is asked: %s', (_what, [request, body], heading) => {
  expect(askedFor(request, body, false)).toBe(heading);
});
