import { Script } from 'node:vm';
import { describe, expect, it } from 'vitest';
import { builtIns } from './features.ts';
import { contextWith, fixedHost, moduleOf, run, valueOf } from '../testing/evaluate.ts';
import { checkCode, loadCode, loadGoodCode } from './index.ts';
import { sharedRealm } from './realm.ts';

/** Runs text in the realm itself, past the rules for code. */
function inRealm(text: string): unknown {
  return new Script(text).runInContext(sharedRealm().context);
}

/** Runs a request handler with `body` as its text, past the rules for code. */
function unchecked(body: string, context = contextWith()) {
  return loadGoodCode(moduleOf(body), 'test.js', fixedHost).evaluate('request', context);
}

describe('what APPSYNC_JS lacks ("Supported runtime features")', () => {
  it.each([
    'Date',
    'Set',
    'Map',
    'WeakMap',
    'Promise',
    'RegExp',
    'Proxy',
    'Reflect',
    'Symbol',
    'BigInt',
    'Boolean',
    'Function',
    'Error',
    'Intl',
    'WebAssembly',
    'Uint8Array',
    'ArrayBuffer',
    'Atomics',
    'eval',
    'parseInt',
    'parseFloat',
    'isNaN',
    'encodeURIComponent',
    'setTimeout',
    'queueMicrotask',
    'fetch',
    'process',
    'require',
    'globalThis',
    'structuredClone',
    'URL',
    'Buffer',
  ])('the global %s', (name) => {
    expect(inRealm(`typeof ${name}`)).toBe('undefined');
    expect(() => valueOf(name)).toThrow('Not among the names that exist in APPSYNC_JS');
  });

  it.each([
    `'a'.includes('a')`,
    `'a'.padStart(2)`,
    `'a'.repeat(2)`,
    `'a'.substring(0)`,
    `'a'.match('a')`,
    `'a'.charCodeAt(0)`,
    `'a'.toString()`,
    `(5).toFixed(1)`,
    `(5).toString()`,
    `[1].includes(1)`,
    `[1].keys()`,
    `[1].at(0)`,
    `[1].toSorted()`,
    `({}).hasOwnProperty('a')`,
    `({}).toString()`,
    `ctx.args.constructor('return 1')`,
    `ctx.args.items.constructor('return 1')`,
    `util.autoId.call(1)`,
    `util.autoId.bind(1)`,
  ])('the method in %s', (expression) => {
    const [rejection] = checkCode(moduleOf(`return ${expression};`), 'test.js');
    expect(rejection?.rule).toMatch(/^(no-disallowed-methods|function-member)$/);
    const { error } = unchecked(`return ${expression};`, contextWith({ arguments: { items: [] } }));
    expect(error).toMatchObject({ errorType: 'Code' });
    expect(error?.message).toMatch(/^code\.js:3:\d+: TypeError: .* is not a function$/);
  });

  it.each([
    'Object.freeze({})',
    'Array.from([])',
    'Array.isArray([])',
    'Number("1")',
    'Math.abs(1)',
    'JSON.rawJSON("1")',
  ])('the function in %s', (expression) => {
    expect(inRealm(`(() => { try { ${expression}; } catch (error) { return error.name; } })()`)).toBe('TypeError');
  });
});

it.each(["'' + {}", '`${[1]}`', '[1, [2]].join()', '+{}'])('an object or a list has no text: %s', (expression) => {
  expect(run(`return ${expression};`).error?.message).toMatch(/TypeError: Cannot convert object to primitive value$/);
});

describe('what APPSYNC_JS has', () => {
  it('is all of the table', () => {
    for (const [name, { statics, methods }] of Object.entries(builtIns)) {
      for (const key of statics) expect(inRealm(`typeof ${name}.${key}`), `${name}.${key}`).toBe('function');
      const literal = name === 'String' ? `''` : '[]';
      for (const key of methods) expect(inRealm(`typeof ${literal}.${key}`), `${name} ${key}`).toBe('function');
    }
  });

  it.each([
    ['[3, 1, 2].sort()', [1, 2, 3]],
    ['[...[1], ...[2, 3]].map((n) => n * 2).filter((n) => n > 2)', [4, 6]],
    ['[[1], [2]].flatMap((list) => list).concat([3])', [1, 2, 3]],
    ['[1, 2, 3].reduce((sum, n) => sum + n, 0)', 6],
    ['Object.entries({ a: 1 })', [['a', 1]]],
    ['Object.hasOwn({ a: 1 }, "a")', true],
    ['Object.assign({}, { a: 1 })', { a: 1 }],
    ["' a,b '.trim().split(',')", ['a', 'b']],
    ["'abc'.slice(-2).toUpperCase()", 'BC'],
    ['`${1 + 1} ${true} ${"x"} ${null}`', '2 true x null'],
    ['String.raw`a\\n`', 'a\\n'],
    ['Math.max(1, 3, 2)', 3],
    ['Number.isFinite(1 / 0)', false],
    ['ctx.args.missing?.deep ?? "none"', 'none'],
    ['JSON.parse("[1]")', [1]],
    ['JSON.stringify({ a: undefined, b: [1] })', '{"b":[1]}'],
    ['typeof ctx.nothing', 'undefined'],
    ['2 ** 3', 8],
  ])('%s', (expression, value) => {
    expect(valueOf(expression)).toEqual(value);
  });

  it('gives a blank string for JSON that is none', () => {
    expect(valueOf('JSON.parse("{")')).toBe('');
  });

  it('takes Java regular expressions in replace and replaceAll', () => {
    expect(valueOf("'a.b.c'.replace('[.]', '-')")).toBe('a-b.c');
    expect(valueOf("'a.b.c'.replaceAll('[.]', '-')")).toBe('a-b-c');
    expect(valueOf("'2024-05'.replace('(\\\\d+)-(\\\\d+)', '$2/$1')")).toBe('05/2024');
  });

  it('sorts without an argument only', () => {
    expect(run('const list = [1]; return list.sort(1);').error?.message).toContain('sort takes no argument');
  });
});

describe('between requests', () => {
  it('top-level variables do not last', () => {
    const code = loadCode(
      `let count = 0;
const seen = [];
export function request(ctx) { count += 1; seen.push(ctx.args.id); return { count, seen }; }
export function response(ctx) { return null; }`,
      'counter.js',
    );
    for (const id of ['a', 'b']) {
      expect(code.evaluate('request', contextWith({ arguments: { id } })).result).toEqual({ count: 1, seen: [id] });
    }
  });

  it.each([
    'util.leak = 1',
    'ddb.operations.leak = 1',
    'const o = Object; o.leak = 1',
    'JSON.parse = 1',
    'util.error = 1',
    'util.autoId.leak = 1',
  ])('nothing can be left by %s', (assignment) => {
    expect(unchecked(`${assignment}; return 1;`).error?.message).toMatch(/^code\.js:3:\d+: TypeError: /);
  });

  it('prototypes cannot be changed', () => {
    for (const prototype of ['Object.prototype', '[].__proto__']) {
      expect(inRealm(`typeof ${prototype}`)).toBe('undefined');
    }
    expect(
      inRealm(`(() => { 'use strict'; try { [].map.leak = 1; return 'left'; } catch (e) { return e.name; } })()`),
    ).toBe('TypeError');
  });

  it('keeps the context read-only, but for what is in its stash', () => {
    expect(unchecked('ctx.stash = {}; return 1;').error?.errorType).toBe('Code');
    expect(unchecked('ctx.extra = 1; return 1;').error?.errorType).toBe('Code');
    expect(run('ctx.stash.a = { b: ctx.args === ctx.arguments }; return 1;').stash).toEqual({ a: { b: true } });
  });
});

describe('what a handler changes', () => {
  const code = loadCode(
    `export function request(ctx) {
  ctx.args.id = 'changed';
  ctx.identity.claims.role = 'ADMINISTRATOR';
  ctx.prev.result.n = 2;
  ctx.request.headers.host = 'other';
  ctx.source.list.push(3);
  ctx.stash.kept = { constructor: 1, ['__proto__']: 2 };
  ctx.stash.shared = ctx.args;
  ctx.args.id = 'again';
  return ctx.args;
}
export function response(ctx) { return ctx.args; }`,
    'changes.js',
  );
  const context = () =>
    contextWith({
      arguments: { id: 'a' },
      source: { list: [1, 2] },
      identity: { claims: { sub: 's' } } as never,
      prev: { result: { n: 1 } },
      request: { headers: { host: 'h' }, domainName: null },
    });

  it('it sees itself, and nobody else, but for the stash', () => {
    const given = context();
    const { result, stash } = code.evaluate('request', given);
    expect(result).toEqual({ id: 'again' });
    expect(given).toEqual(context());
    expect(stash).toEqual(JSON.parse('{"kept":{"constructor":1,"__proto__":2},"shared":{"id":"again"}}'));
    expect(code.evaluate('response', given).result).toEqual({ id: 'a' });
  });
});

describe('loops', () => {
  it('make at most 1,000 iterations', () => {
    const items = Array.from({ length: 1000 }, (_item, index) => index);
    const loop = 'let sum = 0; for (const item of ctx.args.items) { sum += 1; } return sum;';
    expect(run(loop, contextWith({ arguments: { items } })).result).toBe(1000);
    const { error } = run(loop, contextWith({ arguments: { items: [...items, 0] } }));
    expect(error).toMatchObject({ errorType: 'Code' });
    expect(error?.message).toContain('more than 1000 iterations');
  });

  it('end even where they feed themselves', () => {
    expect(run('const list = [1]; for (const item of list) { list.push(item); }').error?.errorType).toBe('Code');
  });

  it.each([
    ['for (const n of { a: 1 }) { return n; }', 'TypeError: an object is not iterable'],
    ['for (const n of null) { return n; }', 'TypeError: null is not iterable'],
    ['for (const n of ctx.args.missing) { return n; }', 'TypeError: undefined is not iterable'],
    ['for (const n of 1) { return n; }', 'TypeError: a number is not iterable'],
    ['return [...ctx.args.missing];', 'TypeError: undefined is not iterable'],
    ['return [...{ a: 1 }];', 'TypeError: an object is not iterable'],
    ['const f = (n) => n; return f(...null);', 'TypeError: null is not iterable'],
  ])('and lists of what is no list are an error that says so: %s', (body, message) => {
    expect(run(body).error?.message.replace(/^code\.js:3:\d+: /, '')).toBe(message);
  });

  it('may break, and run over keys and strings', () => {
    expect(run('let last; for (const n of [1, 2, 3]) { last = n; if (n === 2) { break; } } return last;').result).toBe(
      2,
    );
    expect(run('const keys = []; for (const key in { a: 1, b: 2 }) keys.push(key); return keys;').result).toEqual([
      'a',
      'b',
    ]);
    expect(
      run('const all = []; for (const [k, v] of Object.entries({ a: 1 })) all.push(k + v); return all;').result,
    ).toEqual(['a1']);
    expect(run("let all = ''; for (const c of 'xy') all = c + all; return all;").result).toBe('yx');
  });
});

describe('positions', () => {
  it('are those of the bundle', () => {
    const source = moduleOf('return 1;') + '\nconst unused = 1;';
    expect(() => loadCode(source, 'ok.js')).not.toThrow();
    const { error } = run('return ctx.prev.result.id;');
    const column = moduleOf('return ctx.prev.result.id;').split('\n')[2]?.indexOf('id;') ?? -1;
    expect(error?.message).toBe(`code.js:3:${column + 1}: TypeError: Cannot read properties of null (reading 'id')`);
  });
});
