import { runInNewContext } from 'node:vm';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { contextWith, moduleOf, run } from '../testing/evaluate.ts';
import { checkCode } from './index.ts';

/** Programs of the syntax that APPSYNC_JS has, as text, by what their value is. */
const { number, text, truth, list } = fc.letrec<{ number: string; text: string; truth: string; list: string }>(
  (tie) => ({
    number: fc.oneof(
      { depthSize: 'small', withCrossShrink: true },
      fc.integer({ min: -50, max: 50 }).map((value) => `(${value})`),
      fc.constantFrom('ctx.args.n', 'ctx.args?.missing ?? 7', 'n', 'ctx.args.list.length'),
      fc
        .tuple(tie('number'), fc.constantFrom('+', '-', '*', '/', '%', '|', '&', '^', '<<', '>>', '>>>'), tie('number'))
        .map(([left, operator, right]) => `(${left} ${operator} ${right})`),
      tie('number')
        .map((value) => `(${value}) ** 2`)
        .map((value) => `(${value})`),
      fc.tuple(tie('truth'), tie('number'), tie('number')).map(([test, yes, no]) => `(${test} ? ${yes} : ${no})`),
      tie('list').map((value) => `${value}.reduce((sum, item) => sum + item, 0)`),
      fc.tuple(tie('list'), tie('number')).map(([values, item]) => `${values}.indexOf(${item})`),
      tie('text').map((value) => `${value}.length`),
      fc.tuple(tie('number'), tie('number')).map(([a, b]) => `Math.max(${a}, ${b})`),
      fc.tuple(tie('number'), tie('number')).map(([a, b]) => `twice(${a}, ...[${b}])`),
    ),
    text: fc.oneof(
      { depthSize: 'small', withCrossShrink: true },
      fc.string({ maxLength: 4, unit: 'grapheme-ascii' }).map((value) => JSON.stringify(value)),
      fc.constantFrom('ctx.args.s', "'é😀'"),
      fc.tuple(tie('text'), tie('number')).map(([left, right]) => `(\`\${${left}}-\${${right}}\`)`),
      fc.tuple(tie('text'), tie('text')).map(([left, right]) => `(${left} + ${right})`),
      fc.tuple(tie('text'), tie('number')).map(([value, at]) => `${value}.slice(${at})`),
      tie('text').map((value) => `${value}.trim().toUpperCase()`),
      tie('list').map((value) => `${value}.join('/')`),
      tie('list').map((value) => `JSON.stringify({ a: ${value} })`),
      tie('truth').map((value) => `(typeof ${value})`),
    ),
    truth: fc.oneof(
      { depthSize: 'small', withCrossShrink: true },
      fc.constantFrom('true', 'false', 'Object.hasOwn(ctx.args, "n")'),
      fc
        .tuple(tie('number'), fc.constantFrom('<', '>=', '===', '!=='), tie('number'))
        .map((parts) => `(${parts.join(' ')})`),
      fc.tuple(tie('truth'), fc.constantFrom('&&', '||'), tie('truth')).map((parts) => `(${parts.join(' ')})`),
      tie('truth').map((value) => `(!${value})`),
      tie('list').map((value) => `${value}.some((item) => item > 1)`),
      fc.tuple(tie('text'), tie('text')).map(([value, start]) => `${value}.startsWith(${start})`),
    ),
    list: fc.oneof(
      { depthSize: 'small', withCrossShrink: true },
      fc.array(tie('number'), { maxLength: 3 }).map((values) => `[${values.join(', ')}]`),
      fc.constantFrom('ctx.args.list', '[...ctx.args.list, n]'),
      fc.tuple(tie('list'), tie('number')).map(([values, more]) => `${values}.map((item) => item + ${more})`),
      tie('list').map((values) => `${values}.filter((item) => item % 2 === 0)`),
      fc.tuple(tie('list'), tie('list')).map(([one, other]) => `${one}.concat(${other})`),
      fc.tuple(tie('list'), tie('number')).map(([values, at]) => `${values}.slice(${at})`),
      tie('list').map((values) => `${values}.flatMap((item) => [item, -item])`),
    ),
  }),
);

const statement = fc.oneof(
  number.map((value) => `n = ${value};`),
  fc.tuple(truth, number, number).map(([test, yes, no]) => `if (${test}) { n += ${yes}; } else { n -= ${no}; }`),
  list.map((values) => `for (const item of ${values}) { if (item > 9) { break; } n += item; all.push(item); }`),
  list.map((values) => `for (const key in ${values}) { all.push(key); }`),
  fc
    .tuple(number, number)
    .map(([value, other]) => `switch (${value}) { case ${other}: n = 1; break; default: n = 2; }`),
  text.map((value) => `all.push(${value});`),
  fc.tuple(text, truth).map(([name, value]) => `seen[${name}] = ${value};`),
  number.map((value) => `{ const { a: [first = 5, ...others] } = { a: [${value}, 1] }; n += first + others.length; }`),
  number
    .map((value) => `const f = (p = n, ...q) => { return p + q.length; }; n = f(${value}, 1);`)
    .map((body) => `{ ${body} }`),
  fc.constantFrom('n ??= 1;', 'n ||= 2;', 'n **= 2;', 'delete seen.a;', 'void n;', ';', 'n = (n, 3);'),
);
const program = fc.array(statement, { maxLength: 8 }).map((statements) => ['const all = [];', ...statements]);

const PREFIX = 'let n = ctx.args.n; const seen = {}; const twice = (a, b) => a + b + b;';
const args = { n: 3, s: ' Ab ', list: [3, 1, 2] };

const bodyOf = (lines: readonly string[]): string => `${PREFIX}\n${lines.join('\n')}\nreturn { n, all, seen };`;

/** What it has not, by rule. */
const lacking: readonly (readonly [rule: string, line: string])[] = [
  ['no-try', 'try { n = 1; } catch { n = 2; }'],
  ['throw', 'if (n > 99) { throw n; }'],
  ['no-while', 'while (n > 99) { n = 1; }'],
  ['no-for', 'for (let i = 0; i < 2; i += 1) { n = i; }'],
  ['no-continue', 'for (const item of all) { continue; }'],
  ['no-labels', 'here: { break here; }'],
  ['no-classes', 'class A {}'],
  ['no-this', 'n = this;'],
  ['new', 'n = new Date();'],
  ['global', 'all.push(parseInt("1"));'],
  ['global', 'all.push(\\u0065val("1"));'],
  ['no-async', 'const g = async () => 1;'],
  ['no-disallowed-unary-operators', 'n++;'],
  ['no-disallowed-unary-operators', 'seen[`a${~n}`] = 1;'],
  ['no-in-operator', 'n = "a" in seen ? 1 : 2;'],
  ['no-disallowed-binary-operators', 'n = seen instanceof Object ? 1 : 2;'],
  ['no-regex', 'all.push(/a/);'],
  ['bigint', 'all.push(1n);'],
  ['no-recursion', 'const h = (p) => [p].map((q) => h(q));'],
  ['no-function-passing', 'all.sort((a, b) => a - b);'],
  ['no-function-reassign', 'const h = twice;'],
  ['no-function-return', 'const h = () => () => 1;'],
  ['no-disallowed-methods', 'n = all.includes(1) ? 1 : 2;'],
  ['no-disallowed-methods', 'all.push(Object.getPrototypeOf(seen));'],
  ['no-disallowed-re-assignment', 'ctx.result = n;'],
  ['function-member', 'n = twice.call(n, 1, 2);'],
  ['accessor', 'const h = { get a() { return 1; } };'],
  ['prototype', 'const h = { __proto__: seen };'],
  ['tagged-template', 'const t = (parts) => parts; all.push(t`a`);'],
  ['import-assignment', '[util] = all;'],
  ['global-assignment', '({ a: Object } = seen);'],
  ['imports', 'util.nothing(n);'],
  ['unsupported', 'all.push(import.meta);'],
  ['unsupported', 'debugger;'],
  ['no-await', 'for await (const item of all) { n = 1; }'],
];

describe('programs of the syntax that APPSYNC_JS has', () => {
  it('give what they give in JavaScript', () => {
    fc.assert(
      fc.property(program, (lines) => {
        const text = `'use strict'; JSON.stringify(((ctx) => { ${bodyOf(lines)} })({ args: ${JSON.stringify(args)} }))`;
        const { result, error } = run(bodyOf(lines), contextWith({ arguments: args }));
        expect(error).toBeUndefined();
        expect(result).toEqual(JSON.parse(String(runInNewContext(text))));
      }),
      { numRuns: 150 },
    );
  });

  it('are refused where they have one line that it has not, at that line and no other', () => {
    const forbidden = fc.constantFrom(...lacking);
    fc.assert(
      fc.property(program, forbidden, fc.nat(), ([first = '', ...rest], [rule, text], at) => {
        const lines = [first, ...rest];
        const index = 1 + (at % lines.length);
        lines.splice(index, 0, text);
        const found = checkCode(moduleOf(bodyOf(lines)), 'code.js');
        // The prefix ends line 3.
        const line = 4 + index;
        expect(found.map((rejection) => rejection.line)).toEqual(found.map(() => line));
        if (rule !== 'no-await') expect(found.map((rejection) => rejection.rule)).toContain(rule);
        expect(found).not.toEqual([]);
      }),
      { numRuns: 150 },
    );
  });
});

describe('what is tried to get out or to be left behind', () => {
  it.each([
    'ctx["constructor"]',
    'ctx.args["__proto__"]',
    'ctx.args?.["constr" + "uctor"]',
    '"a"["constructor"]',
    '(1)["constructor"]',
    'true["constructor"]',
    '[]["constructor"]',
    '[(a) => a][0]["constructor"]',
    'util["error"]["constructor"]',
    'Object.entries({ a: [].map })[0][1]["constructor"]',
    'Object.keys(ctx).map((key) => ctx[key]?.["constructor"]).find((found) => found)',
    '({ ...[] })["constructor"]',
    'Object.assign({}, JSON.parse("{\\"__proto__\\":{\\"x\\":1}}"))["x"]',
    '({ ...JSON.parse("{\\"__proto__\\":{\\"x\\":1}}") })["x"]',
    'JSON.parse("{\\"constructor\\":null}")["constructor"]',
    'String.raw`a`["constructor"]',
    '[..."ab"]["constructor"]',
  ])('%s is nothing', (expression) => {
    const { result, error } = run(`const value = ${expression}; return value === undefined || value === null;`);
    expect(error).toBeUndefined();
    expect(result).toBe(true);
  });

  it('what is taken apart has no more', () => {
    expect(run('const { constructor, __proto__: parent } = ctx; return [constructor, parent];').result).toEqual([
      null,
      null,
    ]);
  });

  it.each([
    ['#!/usr/bin/env node', 'syntax'],
    ['<!-- comment', 'syntax'],
    ["export { util } from '@aws-appsync/utils';", 'exports'],
    ["export * from '@aws-appsync/utils';", 'exports'],
    ['export default 1;', 'exports'],
    ['export class X {}', 'no-classes'],
    ['await 1;', 'no-await'],
    ["import data from './data.json' with { type: 'json' };", 'imports'],
    ["import { util as one, nothing } from '@aws-appsync/utils';", 'imports'],
    ['with (Object) {}', 'syntax'],
    ['let eval = 1;', 'syntax'],
    ['using x = null;', 'syntax'],
    [`const deep = ${'['.repeat(15_000)};`, 'syntax'],
  ])('%s', (line, rule) => {
    const source = `${line}\nexport function request(ctx) { return 1; }\nexport function response(ctx) { return 1; }`;
    const [first] = checkCode(source, 'code.js');
    expect(first).toMatchObject({ rule, line: 1 });
  });

  it.each([
    'export const request = 1; export const response = () => 1;',
    'export const { request, response } = {};',
    'const handlers = { request: () => 1 }; export const request = handlers.request; export const response = () => 1;',
  ])('handlers that are no functions: %s', (source) => {
    expect(checkCode(source, 'code.js')[0]?.rule).toBe('exports');
  });

  it('a name that the checks of loops have', () => {
    const body =
      'const __guard = { of: (all) => all }; let n = 0; for (const item of [1, 2]) { n += item; } return [n, __guard.of(1)];';
    expect(run(body).result).toEqual([3, 1]);
  });
});
