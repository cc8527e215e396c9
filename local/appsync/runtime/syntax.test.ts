import { build } from 'esbuild';
import { describe, expect, it } from 'vitest';
import { checkCode, CodeRejected, loadCode } from './index.ts';
import { contextWith, fixedHost, moduleOf } from '../testing/evaluate.ts';

describe('what AppSync refuses to save', () => {
  it.each([
    ['no-try', 'try { return 1; } catch (error) { return 2; }'],
    ['throw', 'throw 1;'],
    ['no-while', 'while (true) { return 1; }'],
    ['no-while', 'do { return 1; } while (true);'],
    ['no-for', 'for (let i = 0; i < 3; i += 1) { return i; }'],
    ['no-continue', 'for (const item of [1]) { continue; }'],
    ['no-labels', 'outer: for (const item of [1]) { break outer; }'],
    ['no-classes', 'class A {}'],
    ['no-this', 'return this;'],
    ['new', 'const a = 1; return new a();'],
    ['no-async', 'const f = async () => 1; return f();'],
    ['no-generators', 'function* f() { return 1; } return f();'],
    ['no-yield', 'function* f() { yield 1; } return f();'],
    ['no-await', 'const f = async () => { await 1; };'],
    ['no-disallowed-unary-operators', 'let a = 1; a++; return a;'],
    ['no-disallowed-unary-operators', 'let a = 1; return --a;'],
    ['no-disallowed-unary-operators', 'return ~1;'],
    ['no-in-operator', "return 'a' in ctx.args;"],
    ['no-disallowed-binary-operators', 'return ctx instanceof Object;'],
    ['no-regex', 'return /a/;'],
    ['bigint', 'return 1n;'],
    ['dynamic-import', "return import('x');"],
    ['immediate-call', 'return (() => 1)();'],
    ['no-function-passing', 'const f = (g) => g(); const h = () => 1; return f(h);'],
    ['no-function-passing', 'return [2, 1].sort((a, b) => a - b);'],
    ['no-function-passing', "return JSON.parse('1', (key, value) => value);"],
    ['no-function-return', 'const f = () => () => 1; return f();'],
    ['function-assignment', 'let f = () => 1; f = 2; return f;'],
    ['no-recursion', 'const f = (n) => (n > 0 ? f(n - 1) : 0); return f(3);'],
    ['no-disallowed-methods', 'return Object.freeze({});'],
    ['no-disallowed-methods', "return Object['keys']({});"],
    ['unsupported', 'return { f() { return super.a; } }.f();'],
    ['global', 'return new Date();'],
    ['global', "return parseInt('1');"],
    ['syntax', 'return );'],
  ])('%s: %s', (rule, body) => {
    const found = checkCode(moduleOf(body), 'Query.device.js');
    expect(found.map((rejection) => rejection.rule)).toContain(rule);
    const rejection = found.find((candidate) => candidate.rule === rule);
    expect(rejection).toBeInstanceOf(CodeRejected);
    expect(rejection).toMatchObject({ file: 'Query.device.js', line: 3 });
    expect(rejection?.message).toMatch(/^Query\.device\.js:3 /);
    expect(() => loadCode(moduleOf(body), 'Query.device.js')).toThrow(CodeRejected);
  });

  it.each([
    ["import { select } from '@aws-appsync/utils/rds';", 'imports', 'not supported here: @aws-appsync/utils/rds'],
    ["import * as ai from '@aws-appsync/utils/ai';", 'imports', 'not supported here: @aws-appsync/utils/ai'],
    ["import lodash from 'lodash';", 'imports', "Cannot find module 'lodash'"],
    ["import { nothing } from '@aws-appsync/utils';", 'imports', "no exported member 'nothing'"],
    ["import { util } from '@aws-appsync/utils' with { type: 'js' };", 'unsupported', "type: 'js'"],
    ["import utils from '@aws-appsync/utils';", 'imports', "no exported member 'default'"],
    [
      "import * as ddb from '@aws-appsync/utils/dynamodb';\nconst a = ddb.fetch;",
      'imports',
      "no exported member 'fetch'",
    ],
  ])('%s', (statement, rule, message) => {
    const source = `${statement}\nexport const request = () => ({});\nexport const response = () => null;`;
    const [rejection] = checkCode(source, 'a.js');
    expect(rejection?.rule).toBe(rule);
    expect(rejection?.message).toContain(message);
  });

  it('code without both handlers', () => {
    expect(checkCode('export const request = () => ({});', 'a.js').map(({ message }) => message)).toEqual([
      'a.js:1 The code does not export response',
    ]);
  });

  it('code of more than 32,768 characters', () => {
    const source = moduleOf('return 1;');
    expect(checkCode(source.padEnd(32_768), 'a.js')).toEqual([]);
    expect(checkCode(source.padEnd(32_769), 'a.js').map(({ rule }) => rule)).toEqual(['size']);
  });

  it('not a value that has the name of a function elsewhere', () => {
    const source =
      moduleOf('const row = (id) => ({ id }); return row(1);') +
      `
      const show = (value) => value;
      const other = (row) => show(row);`;
    expect(checkCode(source, 'a.js')).toEqual([]);
  });

  it('everything at once, by line', () => {
    const source = moduleOf('throw 1;\n let i = 0;\n i++;\n return i;');
    expect(checkCode(source, 'a.js').map(({ rule, line }) => [rule, line])).toEqual([
      ['throw', 3],
      ['no-disallowed-unary-operators', 5],
    ]);
  });
});

describe('what esbuild makes of resolvers', () => {
  it('loads: functions of other files, named and namespace imports, a renamed export', async () => {
    const files: Record<string, string> = {
      'entry.ts': `
        import { util, type Context } from '@aws-appsync/utils';
        import { get, operations as ops } from '@aws-appsync/utils/dynamodb';
        import * as ddb from '@aws-appsync/utils/dynamodb';
        import { organizationOf } from './organization.ts';
        const handler = (ctx: Context) => {
          const { id, ...rest } = ctx.args;
          if (rest.replace) return ddb.update({ key: { id }, update: { name: ops.replace(null) } });
          return get({ key: { id, organization: organizationOf(ctx) } });
        };
        export { handler as request };
        export function response(ctx: Context) {
          if (ctx.error) util.error(ctx.error.message, ctx.error.type);
          return ctx.result;
        }`,
      'organization.ts': `
        import { util } from '@aws-appsync/utils';
        const PREFIX = 'o#';
        export const organizationOf = (ctx) => {
          const id = ctx.stash.organization;
          if (!id) util.unauthorized();
          return PREFIX + id;
        };
        export function unused() { while (true) {} }`,
    };
    const { outputFiles } = await build({
      stdin: { contents: files['entry.ts'] ?? '', loader: 'ts', resolveDir: '/' },
      bundle: true,
      write: false,
      format: 'esm',
      target: 'esnext',
      external: ['@aws-appsync/*'],
      plugins: [
        {
          name: 'files',
          setup(plugin) {
            plugin.onResolve({ filter: /^\.\// }, ({ path }) => ({ path: path.slice(2), namespace: 'files' }));
            plugin.onLoad({ filter: /.*/, namespace: 'files' }, ({ path }) => ({
              contents: files[path] ?? '',
              loader: 'ts',
            }));
          },
        },
      ],
    });
    const code = loadCode(outputFiles[0]?.text ?? '', 'entry.js', fixedHost);
    const context = contextWith({ arguments: { id: '1' }, stash: { organization: 'x' } });
    expect(code.evaluate('request', context).result).toEqual({
      operation: 'GetItem',
      key: { id: { S: '1' }, organization: { S: 'o#x' } },
    });
    expect(code.evaluate('request', contextWith({ arguments: { id: '1' } })).error).toMatchObject({
      message: 'Not Authorized to access device on type Query',
      errorType: 'Unauthorized',
    });
    expect(code.evaluate('response', contextWith({ result: { a: 1 } })).result).toEqual({ a: 1 });
  });
});
