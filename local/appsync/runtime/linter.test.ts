import { describe, expect, it } from 'vitest';
import { lint, linterRules } from '../testing/appsync-linter.ts';
import { checkCode } from './index.ts';

/** Statements of a request handler, or whole modules, and the rules that both refuse them by. */
const refusedByBoth: readonly (readonly [rule: string, body: string])[] = [
  ['no-async', 'const f = async () => 1; return f();'],
  ['no-async', 'async function f() { return 1; } return f();'],
  ['no-async', 'const o = { f: async function () { return 1; } }; return o.f();'],
  ['no-await', 'const f = async () => { await 1; }; return 1;'],
  ['no-classes', 'class A {} return 1;'],
  ['no-continue', 'for (const item of [1]) { continue; }'],
  ['no-disallowed-binary-operators', 'return ctx instanceof Object;'],
  ['no-disallowed-methods', "return 'a'.padStart(2);"],
  ['no-disallowed-methods', "return 'a'.repeat(2);"],
  ['no-disallowed-methods', "return 'a'.charCodeAt(0);"],
  ['no-disallowed-methods', "return 'a'.localeCompare('b');"],
  ['no-disallowed-methods', "return 'a'.search('b');"],
  ['no-disallowed-methods', 'return [1].keys();'],
  ['no-disallowed-methods', 'return [1].entries();'],
  ['no-disallowed-methods', 'return [1].copyWithin(0);'],
  ['no-disallowed-methods', 'return [1].toString();'],
  ['no-disallowed-methods', 'return Object.freeze({});'],
  ['no-disallowed-methods', 'return Object.create(null);'],
  ['no-disallowed-methods', "return Object.defineProperty({}, 'a', {});"],
  ['no-disallowed-methods', 'return Object.getPrototypeOf({});'],
  ['no-disallowed-methods', 'return Object.setPrototypeOf({}, null);'],
  ['no-disallowed-methods', 'return Object.is(1, 1);'],
  ['no-disallowed-re-assignment', 'ctx = {}; return 1;'],
  ['no-disallowed-re-assignment', 'ctx.stash = {}; return 1;'],
  ['no-disallowed-re-assignment', 'ctx.extra = 1; return 1;'],
  ['no-disallowed-re-assignment', 'ctx["extra"] = 1; return 1;'],
  ['no-disallowed-re-assignment', 'ctx.args += 1; return 1;'],
  ['no-disallowed-re-assignment', 'delete ctx.args; return 1;'],
  ['no-disallowed-re-assignment', 'for (ctx.item of [1]) { } return 1;'],
  ['no-disallowed-re-assignment', 'for (ctx.item in { a: 1 }) { } return 1;'],
  ['no-disallowed-unary-operators', 'let a = 1; a++; return a;'],
  ['no-disallowed-unary-operators', 'let a = 1; return --a;'],
  ['no-disallowed-unary-operators', 'return ~1;'],
  ['no-for', 'for (let i = 0; i < 3; i += 1) { return i; }'],
  ['no-function-passing', 'const f = (g) => g(); return f(() => 1);'],
  ['no-function-passing', 'const f = (g) => g(); const h = () => 1; return f(h);'],
  ['no-function-passing', 'function f(g) { return g(); } function h() { return 1; } return f(h);'],
  ['no-function-passing', 'return [2, 1].sort((a, b) => a - b);'],
  ['no-function-passing', "return JSON.parse('1', (key, value) => value);"],
  ['no-function-passing', "return 'a'.replace('a', () => 'b');"],
  ['no-function-reassign', 'const f = () => 1; const g = f; return g();'],
  ['no-function-reassign', 'const f = () => 1; let g; g = f; return g();'],
  ['no-function-reassign', 'function f() { return 1; } const g = f; return g();'],
  ['no-function-return', 'const f = () => () => 1; return f();'],
  ['no-function-return', 'const f = () => { return () => 1; }; return f();'],
  ['no-function-return', 'const f = () => 1; const g = () => f; return g();'],
  ['no-function-return', 'const f = () => 1; const g = () => { return f; }; return g();'],
  ['no-generators', 'function* f() { return 1; } return f();'],
  ['no-in-operator', "return 'a' in ctx.args;"],
  ['no-labels', 'outer: for (const item of [1]) { break outer; }'],
  ['no-promise', 'const p = new Promise(() => {}); return 1;'],
  ['no-recursion', 'const f = (n) => { if (n > 0) { return f(n - 1); } return 0; }; return f(3);'],
  ['no-recursion', 'function f(n) { return n > 0 ? f(n - 1) : 0; } return f(3);'],
  ['no-recursion', 'const f = (n) => (n > 0 ? g(n - 1) : 0); const g = (n) => f(n); return f(3);'],
  ['no-regex', 'return /a/;'],
  ['no-this', 'return this;'],
  ['no-try', 'try { return 1; } catch (error) { return 2; }'],
  ['no-try', 'try { return 1; } finally { ctx.stash.a = 1; }'],
  ['no-while', 'while (true) { return 1; }'],
  ['no-while', 'do { return 1; } while (true);'],
  ['no-yield', 'function* f() { yield 1; } return f();'],
];

const acceptedByBoth: readonly string[] = [
  'return [1, 2].map((n) => n + 1);',
  'return [1, 2].map(function (n) { return n + 1; });',
  'const double = (n) => n * 2; return [1, 2].map(double);',
  'return [[1], [2]].flatMap((list) => list).reduce((sum, n) => sum + n, 0);',
  'const f = (n) => { const row = (n) => ({ n }); return row(n); }; return f(1);',
  'const row = (id) => ({ id }); const other = (row) => ({ row }); return other(row(1));',
  'ctx.stash.a = 1; ctx.args.id = ctx.args.id ?? util.autoId(); return ctx.args;',
  'const { args: { id }, ...rest } = ctx; return { id, rest: rest.stash };',
  'const { limit = 20, nextToken } = ctx.args; return ddb.scan({ limit, nextToken });',
  'const change = (ctx) => { const copy = { ...ctx }; copy.a = 1; return copy; }; return change(ctx.args);',
  "let last; for (const n of [1, 2]) { if (n === 2) { break; } last = n; } return last ?? 'none';",
  'const keys = []; for (const key in ctx.args) { keys.push(key); } return keys;',
  'switch (ctx.args.kind) { case 1: return 1; default: return void 0; }',
  'let a; a ??= 1; a ||= 2; a &&= 3; a **= 2; a >>>= 1; return a | 1 & 2 ^ 3;',
  'return typeof ctx.args.id === "string" ? ctx.args.id.trim().split(",") : [];',
  'const o = { a: { b: 1 } }; delete o.a.b; return o?.a?.["b"];',
  'return `a ${`b ${1}`}`;',
  'return [...[1], ...[2]].concat([3]).slice(1).sort();',
  'const f = (first, ...rest) => [first, rest]; return f(1, 2, 3);',
  'const o = { id: () => util.autoId(), plain(n) { return n; } }; return o.plain(o.id());',
  'console.log(ctx.args); util.error("no", "Type", null, { a: 1 });',
  'return util.time.nowISO8601().slice(0, 10);',
  'return { n: Math.max(1, 2), f: Number.isFinite(1), k: Object.keys({}), v: JSON.stringify({}) };',
  'return (1, 2);',
];

/** What is refused here although the linter says nothing, each with the reason why AppSync would not run it either, or should not. */
const refusedHereOnly: readonly (readonly [reason: string, rule: string, body: string])[] = [
  ['throw is not supported ("Statements")', 'throw', 'throw 1;'],
  ['a class is one without a name too', 'no-classes', 'const A = class {}; return 1;'],
  ['no list has the method ("Array")', 'no-disallowed-methods', 'return [1].includes(1);'],
  ['no string has the method ("String")', 'no-disallowed-methods', "return 'a'.substring(0);"],
  ['no number has a method ("Number")', 'no-disallowed-methods', 'return (1).toFixed(1);'],
  ['what it is called on is unknown to the linter', 'no-disallowed-methods', 'return ctx.args.list.toSorted();'],
  [
    'what it is called on is unknown to the linter',
    'no-function-passing',
    'return ctx.args.list.sort((a, b) => a - b);',
  ],
  ['a function of an object takes it', 'no-function-passing', 'const o = { f: (g) => g() }; return o.f(() => 1);'],
  ['the linter looks for calls in no callback', 'no-recursion', 'const f = (n) => [n].map((m) => f(m)); return f(3);'],
  ['the linter looks for calls in no object', 'no-recursion', 'const o = { f: (n) => o.f(n) }; return o.f(3);'],
  ['constructors are not supported ("Function")', 'new', 'return new Date();'],
  ['the name does not exist ("Globals")', 'global', 'return parseInt("1");'],
  ['the name does not exist ("Globals")', 'global', 'return globalThis;'],
  ['call is not supported ("Function")', 'function-member', 'const f = () => 1; return f.call(1);'],
  ['bind is not supported ("Function")', 'function-member', 'return util.autoId.bind(1);'],
  [
    'a function declaration cannot be assigned to in TypeScript',
    'function-assignment',
    'let f = () => 1; f = 2; return f;',
  ],
  ['imports cannot be assigned to in a module', 'import-assignment', 'util = 1; return 1;'],
  ['only functions and arrows are listed ("Functions")', 'accessor', 'return { get a() { return 1; } }.a;'],
  ['only functions and arrows are listed ("Functions")', 'immediate-call', 'return (() => 1)();'],
  ['only String.raw is listed ("String")', 'tagged-template', 'const f = (text) => text; return f`a`;'],
  ['no objects inherit ("Object")', 'prototype', 'return { __proto__: [] };'],
  ['objects have no methods ("Object")', 'conversion', 'return { toJSON: () => 1 };'],
  ['only numbers are listed ("Types")', 'bigint', 'return 1n;'],
  ['not in the library', 'imports', 'return util.nothing();'],
  ['not a statement that is listed ("Statements")', 'unsupported', 'debugger; return 1;'],
  ['not an expression that is listed', 'unsupported', 'return import.meta;'],
  ['not an expression that is listed', 'unsupported', 'return new.target;'],
];

const bodies = [
  ...refusedByBoth.map(([, body]) => body),
  ...acceptedByBoth,
  ...refusedHereOnly.map(([, , body]) => body),
];
const linted = lint(bodies.map(moduleOf));

function moduleOf(body: string): string {
  return `import { util } from '@aws-appsync/utils';
import * as ddb from '@aws-appsync/utils/dynamodb';
export function request(ctx) {
  ${body}
}
export function response(ctx) { return ctx.result; }`;
}

function theirs(body: string): string[] {
  return linted[bodies.indexOf(body)] ?? [];
}

function ours(body: string): string[] {
  return checkCode(moduleOf(body), 'code.js').map(({ rule }) => rule);
}

describe('what @aws-appsync/eslint-plugin refuses', () => {
  it('is all in the table below', () => {
    expect([...new Set(refusedByBoth.map(([rule]) => rule))].sort()).toEqual([...linterRules].sort());
  });

  it.each(refusedByBoth)('%s: %s', (rule, body) => {
    expect(theirs(body)).toContain(rule);
    expect(ours(body)).toEqual(expect.arrayContaining(theirs(body)));
    expect(checkCode(moduleOf(body), 'code.js').find((found) => found.rule === rule)?.line).toBe(4);
  });
});

it.each(acceptedByBoth)('neither refuses %s', (body) => {
  expect(theirs(body)).toEqual([]);
  expect(ours(body)).toEqual([]);
});

describe('what is refused beside, for', () => {
  it.each(refusedHereOnly)('%s (%s): %s', (_reason, rule, body) => {
    expect(theirs(body)).not.toContain(rule);
    expect(ours(body)).toContain(rule);
  });
});
