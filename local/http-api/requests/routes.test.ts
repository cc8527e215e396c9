import { describe, expect, test } from 'vitest';
import { Routes, shapeOf } from './routes.ts';

const routesOf = (...routeKeys: string[]) => new Routes(routeKeys);

describe('the most specific route wins', () => {
  const keys = ['$default', 'ANY /{proxy+}', 'GET /pets/{proxy+}', 'GET /pets/dog/{id}', 'GET /pets/dog/1'];

  test.each([
    ['GET', '/pets/dog/1', 'GET /pets/dog/1', {}],
    ['GET', '/pets/dog/2', 'GET /pets/dog/{id}', { id: '2' }],
    ['GET', '/pets/cat/1', 'GET /pets/{proxy+}', { proxy: 'cat/1' }],
    ['POST', '/test/5', 'ANY /{proxy+}', { proxy: 'test/5' }],
    ['POST', '/pets/dog/1', 'ANY /{proxy+}', { proxy: 'pets/dog/1' }],
    ['GET', '/', 'ANY /{proxy+}', { proxy: '' }],
  ])('%s %s', (method, path, routeKey, pathParameters) => {
    const expected = { routeKey, pathParameters };
    expect(routesOf(...keys).find(method, path)).toEqual(expected);
    expect(routesOf(...keys.reverse()).find(method, path)).toEqual(expected);
  });

  test.each([
    ['a method before ANY', 'GET', '/x', ['ANY /x', 'GET /x'], 'GET /x'],
    ['ANY for the other methods', 'PUT', '/x', ['ANY /x', 'GET /x'], 'ANY /x'],
    ['a full match before a greedy one', 'GET', '/a/b', ['GET /a/{rest+}', 'ANY /{x}/b'], 'ANY /{x}/b'],
    ['a literal before a variable', 'GET', '/a/b', ['GET /{x}/b', 'GET /a/{y}'], 'GET /a/{y}'],
    ['more before a greedy variable', 'GET', '/a/b/c', ['GET /a/{rest+}', 'GET /a/{x}/{rest+}'], 'GET /a/{x}/{rest+}'],
    ['$default last', 'GET', '/y', ['$default', 'GET /x'], '$default'],
  ])('%s', (_, method, path, keys, routeKey) => {
    expect(routesOf(...keys).find(method, path)?.routeKey).toBe(routeKey);
  });
});

test.each([
  ['HEAD', '/x', 'GET /x'],
  ['GET', '/x/', 'GET /x'],
  ['GET', '/x', 'GET /x/'],
  ['GET', '/X', 'GET /x'],
  ['GET', '/x', 'GET /x/{rest+}'],
  ['GET', '/x/', 'GET /x/{id}'],
  ['GET', '/x/1/2', 'GET /x/{id}'],
  ['GET', '/', 'GET /x'],
])('%s %s is not %s', (method, path, routeKey) => {
  expect(routesOf(routeKey).find(method, path)).toBeUndefined();
});

test('parameters are decoded', () => {
  expect(routesOf('GET /{a}/{b+}').find('GET', '/x%2Fy%20%C3%A9/p/q%3F')?.pathParameters).toEqual({
    a: 'x/y é',
    b: 'p/q?',
  });
});

test.each(['GET', 'get /x', 'FETCH /x', 'GET x', 'GET /{a+}/b', 'GET /x{a}', 'GET /{}', 'GET /{a}/{a}'])(
  '%s is refused',
  (routeKey) => {
    expect(() => routesOf(routeKey)).toThrow(
      `The provided route key ${routeKey} is not formatted properly for HTTP protocol: `,
    );
  },
);

test('two routes for the same requests have one shape', () => {
  expect(shapeOf('GET /a/{x}')).toBe(shapeOf('GET /a/{y}'));
  const others = ['GET /b/{x}', 'GET /a/{x+}', 'ANY /a/{x}', 'GET /a/x', '$default'].map(shapeOf);
  expect(new Set([...others, shapeOf('GET /a/{x}')]).size).toBe(6);
});
