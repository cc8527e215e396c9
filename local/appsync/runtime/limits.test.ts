import { describe, expect, it } from 'vitest';
import { contextWith, run } from '../testing/evaluate.ts';
import { EVALUATED_LIMIT, LOOP_LIMIT } from './features.ts';

const listOf = (length: number) =>
  contextWith({ arguments: { list: Array.from({ length }, (_item, index) => index) } });

describe('a loop makes at most 1,000 iterations, and more are an error: on AppSync the rest is left out without a word', () => {
  it.each([
    'let n = 0; for (const item of ctx.args.list) { n += 1; } return n;',
    'let n = 0; for (const item in ctx.args.list) { n += 1; } return n;',
    'let n = 0; ctx.args.list.forEach((item) => { n += 1; }); return n;',
    'return ctx.args.list.map((item) => 1).length;',
    'return ctx.args.list.flatMap((item) => [1]).length;',
    'return ctx.args.list.filter((item) => true).length;',
    'return ctx.args.list.reduce((n) => n + 1, 0);',
    'return ctx.args.list.reduceRight((n) => n + 1, 0);',
    'return ctx.args.list.every((item) => true) ? 1000 : 0;',
    'return ctx.args.list.some((item) => false) ? 0 : 1000;',
    'return ctx.args.list.find((item) => false) ?? 1000;',
    'return ctx.args.list.findIndex((item) => false) + 1001;',
    'return ctx.args.list.findLast((item) => false) ?? 1000;',
    'return ctx.args.list.findLastIndex((item) => false) + 1001;',
  ])('%s', (body) => {
    expect(run(body, listOf(LOOP_LIMIT)).result).toBe(LOOP_LIMIT);
    const { error, result } = run(body, listOf(LOOP_LIMIT + 1));
    expect(error).toMatchObject({ errorType: 'Code' });
    expect(error?.message).toMatch(/^code\.js:3:\d+: RangeError: A loop makes more than 1000 iterations$/);
    expect(result).toBeUndefined();
  });

  it('and ends early where the code says so, however long the list is', () => {
    expect(run('return ctx.args.list.find((n) => n === 900);', listOf(5000)).result).toBe(900);
    expect(run('for (const n of ctx.args.list) { if (n === 900) { return n; } }', listOf(5000)).result).toBe(900);
  });

  it('and what is no loop takes longer lists', () => {
    expect(run('return ctx.args.list.slice(4000).concat([1]).indexOf(4500);', listOf(5000)).result).toBe(500);
    expect(run('return [...ctx.args.list, ...ctx.args.list].length;', listOf(5000)).result).toBe(10_000);
  });
});

const thousand = 'const list = ctx.args.list;';
/** Little in memory, and without an end as JSON. */
const shared = 'let o = { a: 1 }; for (const n of ctx.args.list.slice(0, 60)) { o = { one: o, other: [o] }; }';

describe('what would hold up the process ends, by name', () => {
  it.each([
    [
      'steps',
      `${thousand} let n = 0; for (const a of list) for (const b of list) for (const c of list) n += 1; return n;`,
    ],
    [
      'steps',
      `${thousand} let n = 0; list.forEach(() => list.forEach(() => list.forEach(() => { n += 1; }))); return n;`,
    ],
    [
      'steps',
      `${thousand} let n = 0; for (const a of list) for (const b of list) for (const k in list) n += 1; return n;`,
    ],
    ['steps', `const f0 = () => 1; ${calls(40)} return f40();`],
    ['steps', `${thousand} for (const a of list) for (const b of list) list.indexOf(-1); return 1;`],
    [
      'steps',
      `${thousand} const text = JSON.stringify(list); for (const a of list) for (const b of list) text.indexOf('x'); return 1;`,
    ],
    ['steps', `${thousand} let all = list; for (const n of list) { all = [...all, ...all]; } return 1;`],
    ['longer than', `${thousand} let all = list; for (const n of list) { all = all.concat(all); } return 1;`],
    ['longer than', 'const all = []; all.length = 4294967295; return all.fill(1);'],
    ['longer than', 'const all = []; all.length = 4294967295; return all.join();'],
    ['longer than', 'const all = []; all.length = 4294967295; all.forEach((n) => n); return 1;'],
    ['longer than', 'const all = []; all[4294967290] = 1; return [...all];'],
    [
      'longer than',
      `${thousand} let text = 'ab'; for (const n of list.slice(0, 25)) { text += text; } return text.split('');`,
    ],
    ['Invalid string length', `${thousand} let text = 'ab'; for (const n of list) { text += text; } return 1;`],
    ['takes more than 1000 ms', "return util.matches('(a+)+b', 'aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaac');"],
    ['takes more than 1000 ms', "return 'aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaac'.replace('(a+)+b', '');"],
    [
      'takes more than 1000 ms',
      `${thousand} let text = 'ab'; for (const n of list.slice(0, 20)) { text += text; } return text.replaceAll('a', text);`,
    ],
    ['longer than', `${shared} return o;`],
    ['longer than', `${shared} ctx.stash.o = o; return 1;`],
    ['longer than', `${shared} return JSON.stringify(o);`],
    ['longer than', `${shared} util.error('Too much', 'Data', o);`],
    ['longer than', 'let l = [1]; for (const n of ctx.args.list.slice(0, 60)) { l = [l, l]; } return l.flat(100);'],
    ['longer than', 'const all = []; all.length = 4294967295; return { all };'],
    ['call stack', 'const o = {}; o.f = (n) => o.g(n); o.g = (n) => o.f(n); return o.f(1);'],
  ])('%s: %s', (what, body) => {
    const { error } = run(body, listOf(1000));
    expect(error).toMatchObject({ errorType: 'Code' });
    expect(error?.message).toContain(what);
  });

  it('and the next request begins at nothing', () => {
    const body = `${thousand} let n = 0; for (const a of list) for (const b of list) n += 1; return n;`;
    for (let request = 0; request < 12; request += 1) expect(run(body, listOf(1000)).result).toBe(1_000_000);
  });
});

/** Functions of which each calls the one before twice. */
function calls(count: number): string {
  return Array.from({ length: count }, (_item, index) => `const f${index + 1} = () => f${index}() + f${index}();`).join(
    ' ',
  );
}

describe('an evaluated request or response', () => {
  it('has at most 5 MB', () => {
    const textOf = (length: number) => contextWith({ arguments: { text: 'x'.repeat(length) } });
    expect(run('return ctx.args.text;', textOf(EVALUATED_LIMIT - 2)).result).toHaveLength(EVALUATED_LIMIT - 2);
    const { error, result } = run('return ctx.args.text;', textOf(EVALUATED_LIMIT - 1));
    expect(error).toMatchObject({ message: 'Transformation too large', errorType: 'MappingTemplate' });
    expect(result).toBeUndefined();
    expect(
      run('return ctx.args.text;', contextWith({ arguments: { text: 'é'.repeat(EVALUATED_LIMIT / 2) } })).error,
    ).toBeDefined();
  });

  it.each([
    ['{ a: undefined, b: () => 1, c: [undefined, () => 1, NaN, Infinity] }', { c: [null, null, null, null] }],
    ['NaN', null],
    ['-Infinity', null],
    ['undefined', null],
    ['util.autoId', null],
  ])('has what JSON makes of %s', (expression, value) => {
    const { result, stash } = run(`ctx.stash.left = ${expression}; return ${expression};`);
    expect(result).toEqual(value);
    expect(stash).toEqual(value === null && /util|undefined/.test(expression) ? {} : { left: value });
  });

  it.each([
    ['What the handler returns', 'const o = { a: {} }; o.a.o = o; return o;'],
    ['What the handler returns', 'const list = []; list.push(list); return list;'],
    ['The stash', 'const o = {}; o.o = o; ctx.stash.o = o; return 1;'],
  ])('cannot be without an end: %s: %s', (what, body) => {
    expect(run(body)).toMatchObject({ error: { errorType: 'Code' }, stash: {} });
    expect(run(body).error?.message).toContain(`${what} refers to itself`);
    expect(run('return 1;').result).toBe(1);
  });
});
