import { describe, expect, it } from 'vitest';
import { contextWith, run, valueOf } from '../testing/evaluate.ts';

const clean = { appendedErrors: [], invalidations: [], responseHeaders: {}, stash: {} };

describe('what a handler returns', () => {
  it.each([
    ['return { a: 1, b: undefined, c: null };', { a: 1, c: null }],
    ['return [undefined, 0, false, ""];', [null, 0, false, '']],
    ['return;', null],
    ['return NaN;', null],
    ['return { f: util };', { f: expect.anything() as unknown }],
  ])('%s', (body, result) => {
    expect(run(body)).toEqual({ ...clean, result });
  });
});

describe('util.error ("Utility helpers in util")', () => {
  it('ends the handler with all that it was given', () => {
    const evaluation = run(`ctx.stash.before = 1;
      util.error('No such device', 'NotFoundError', { id: 1 }, { hint: 'x' });
      ctx.stash.after = 1;
      return 1;`);
    expect(evaluation).toEqual({
      ...clean,
      stash: { before: 1 },
      error: { message: 'No such device', errorType: 'NotFoundError', data: { id: 1 }, errorInfo: { hint: 'x' } },
    });
    expect(evaluation).not.toHaveProperty('result');
  });

  it('needs a message only', () => {
    const error = { message: 'Gone', errorType: null, data: null, errorInfo: null };
    expect(run("util.error('Gone');").error).toEqual(error);
  });

  it('reaches through functions and array methods', () => {
    expect(
      run("const check = (n) => { if (n > 1) util.error('big'); return n; }; return [1, 2].map((n) => check(n));")
        .error,
    ).toMatchObject({ message: 'big' });
  });

  it('appends errors and goes on', () => {
    expect(run("util.appendError('a', 'T', 1); util.appendError('b'); return 1;")).toEqual({
      ...clean,
      result: 1,
      appendedErrors: [
        { message: 'a', errorType: 'T', data: 1, errorInfo: null },
        { message: 'b', errorType: null, data: null, errorInfo: null },
      ],
    });
  });
});

describe('runtime.earlyReturn ("Runtime utilities")', () => {
  it.each([
    ['runtime.earlyReturn({ a: 1 });', { a: 1 }, 'NEXT'],
    ["runtime.earlyReturn([1], { skipTo: 'END' });", [1], 'END'],
    ["runtime.earlyReturn(null, { skipTo: 'NEXT' });", null, 'NEXT'],
    ['runtime.earlyReturn();', null, 'NEXT'],
  ])('%s', (body, result, skipTo) => {
    expect(run(`ctx.stash.a = 1; ${body} ctx.stash.b = 1;`)).toEqual({
      ...clean,
      stash: { a: 1 },
      result,
      earlyReturn: { skipTo },
    });
  });
});

describe('a run-time failure', () => {
  it.each([
    ['return ctx.args.a.b;', "TypeError: Cannot read properties of undefined (reading 'b')"],
    ['const a = 1; a = 2;', 'TypeError: Assignment to constant variable.'],
    ['return util.base64Encode(1);', 'util.base64Encode: '],
    ["return util.xml.toMap('<a>');", 'util.xml.toMap: not XML'],
    ["extensions.evictFromApiCache('Query', 'a', {});", 'extensions.evictFromApiCache: works in mutations only'],
    ['return ddb.get({});', 'get: key: '],
  ])('%s', (body, message) => {
    const { error, result } = run(body);
    expect(result).toBeUndefined();
    expect(error).toMatchObject({ errorType: 'Code', data: null, errorInfo: null });
    expect(error?.message).toMatch(/^code\.js:3:\d+: /);
    expect(error?.message).toContain(message);
  });
});

describe('console', () => {
  it('writes what the field says, to the log of the host', () => {
    const lines: string[] = [];
    const say = (line: string) => {
      lines.push(line);
    };
    const log = { info: say, warn: say, error: say };
    run("console.log('a', { b: [1] }); console.error(ctx.args); return 1;", contextWith(), {
      clock: Date.now,
      randomBytes: (count) => new Uint8Array(count),
      log,
    });
    expect(lines).toEqual(['Query.device: code.js:3:32: "a" {"b":[1]}', 'Query.device: code.js:3:62: {}']);
  });
});

describe('the context', () => {
  it('is plain data of the realm', () => {
    const context = contextWith({
      arguments: { list: [1, 2] },
      source: { id: 's' },
      prev: { result: { n: 1 } },
      error: { message: 'm', type: 't' },
    });
    expect(
      valueOf('[ctx.args.list.map((n) => n + 1), ctx.source.id, ctx.prev.result, ctx.error.type]', context),
    ).toEqual([[2, 3], 's', { n: 1 }, 't']);
    expect(context.arguments).toEqual({ list: [1, 2] });
  });
});
