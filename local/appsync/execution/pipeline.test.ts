import { describe, expect, it, vi } from 'vitest';
import { ask, askCode, fieldFailure } from '../testing/ask.ts';
import type { FakeApi } from '../testing/api.ts';
import type { ResolverContext } from '../types.ts';

describe('a pipeline', () => {
  const append = (name: string) => ({
    request: (ctx: ResolverContext) => ({
      result: `${String(ctx.prev?.result)} ${name}`,
      stash: { ...ctx.stash, [name]: true },
    }),
  });
  const pipeline = { kind: 'PIPELINE' as const, functions: ['first', 'second', 'third'], code: 'main' };
  const base = (overrides: Partial<FakeApi>): FakeApi => ({
    schema: 'type Query { text: String }',
    resolvers: { 'Query.text': pipeline },
    functions: { first: append('first'), second: append('second'), third: append('third') },
    code: {
      main: {
        request: () => ({ result: 'start' }),
        response: (ctx) => ({ result: `${String(ctx.prev?.result)} | ${Object.keys(ctx.stash).join()}` }),
      },
    },
    ...overrides,
  });

  it('hands each result on and shares one stash', async () => {
    expect(await ask(base({}), '{ text }')).toEqual({
      data: { text: 'start first second third | first,second,third' },
    });
  });

  it('skips one function on NEXT, and all that follow on END', async () => {
    const early = (skipTo: 'NEXT' | 'END') => ({ request: () => ({ result: 'early', earlyReturn: { skipTo } }) });
    const functions = { first: append('first'), third: append('third') };
    expect(await ask(base({ functions: { ...functions, second: early('NEXT') } }), '{ text }')).toEqual({
      data: { text: 'early third | first,third' },
    });
    expect(await ask(base({ functions: { ...functions, second: early('END') } }), '{ text }')).toEqual({
      data: { text: 'early | first' },
    });
  });

  it("runs no function where the resolver's own request handler returns early", async () => {
    const code = {
      main: {
        request: () => ({ result: 'early', earlyReturn: { skipTo: 'NEXT' as const } }),
        response: (ctx: ResolverContext) => ({ result: ctx.prev?.result }),
      },
    };
    expect(await ask(base({ code }), '{ text }')).toEqual({ data: { text: 'early' } });
  });

  it('ends at the first error, and keeps what was appended before', async () => {
    const functions = {
      first: {
        response: () => ({ appendedErrors: [{ message: 'Note', errorType: null, data: null, errorInfo: null }] }),
      },
      second: {
        response: () => ({ error: { message: 'Stop', errorType: 'NotFoundError', data: null, errorInfo: null } }),
      },
      third: append('third'),
    };
    const third = vi.spyOn(functions.third, 'request');
    expect(await ask(base({ functions }), '{ text }')).toEqual({
      data: { text: null },
      errors: [
        fieldFailure('text', 3, { message: 'Note' }),
        fieldFailure('text', 3, { message: 'Stop', errorType: 'NotFoundError' }),
      ],
    });
    expect(third).not.toHaveBeenCalled();
  });

  it('goes on after an error of a data source that a response handler ignores', async () => {
    const dataSources = {
      echo: { invoke: () => Promise.resolve({ result: null, error: { message: 'Bad', type: 'X' } }) },
    };
    const result = await ask(base({ dataSources }), '{ text }');
    expect(result).toEqual({ data: { text: 'null | first,second,third' } });
  });
});

describe('runtime.earlyReturn', () => {
  /** A handler that says that it ran, and returns `value`; instead, where `early` is given, it returns early with that. */
  const handler = (name: string, value: string, early?: string) =>
    `export function ${name === 'response' ? 'response' : 'request'}(ctx) {
      ctx.stash.ran = [...(ctx.stash.ran ?? []), '${value}'];
      ${early === undefined ? '' : `runtime.earlyReturn(${early});`}
      return ${name === 'response' ? `'${value}'` : `{ payload: '${value}' }`};
    }`;
  const code = (step: string, { request, response }: { request?: string; response?: string } = {}) =>
    `import { runtime } from '@aws-appsync/utils';
     ${handler('request', `${step}.request`, request)}
     ${handler('response', `${step}.response`, response)}`;
  /** `ctx.prev.result` and `ctx.result` of the resolver's own response handler, and which handlers ran before it. */
  async function outcome(early: Readonly<Record<string, { request?: string; response?: string }>>) {
    const after = `export function response(ctx) {
      ${early.main?.response === undefined ? '' : `runtime.earlyReturn(${early.main.response});`}
      return [ctx.prev.result, ctx.result, ctx.stash.ran];
    }`;
    const main = `import { runtime } from '@aws-appsync/utils';
      ${handler('request', 'main.request', early.main?.request)}
      ${after}`;
    const { data } = await askCode(
      {
        schema: 'type Query { value: AWSJSON }',
        functions: {
          one: { dataSource: 'none', code: code('one', early.one) },
          two: { dataSource: 'none', code: code('two', early.two) },
        },
        resolvers: { 'Query.value': { kind: 'PIPELINE', functions: ['one', 'two'], code: main } },
      },
      '{ value }',
    );
    return JSON.parse(String(data?.value)) as unknown;
  }
  const [main, one, two] = [['main.request'], ['one.request', 'one.response'], ['two.request', 'two.response']];
  const [END, NEXT] = ["'early', { skipTo: 'END' }", "'early', { skipTo: 'NEXT' }"];

  // Runtime utilities, the list below `runtime.earlyReturn`
  it.each<[string, Parameters<typeof outcome>[0], unknown, readonly string[]]>([
    ['nowhere', {}, 'two.response', [...main, ...one, ...two]],
    [
      "in a function's request handler",
      { one: { request: "'early'" } },
      'two.response',
      [...main, 'one.request', ...two],
    ],
    ["in the last function's", { two: { request: "'early'" } }, 'early', [...main, ...one, 'two.request']],
    ['without a value', { two: { request: '' } }, null, [...main, ...one, 'two.request']],
    ['with END', { one: { request: END } }, 'early', [...main, 'one.request']],
    ['with NEXT', { one: { request: NEXT } }, 'two.response', [...main, 'one.request', ...two]],
    ["in a function's response handler", { one: { response: "'early'" } }, 'two.response', [...main, ...one, ...two]],
    ['there with END', { one: { response: END } }, 'early', [...main, ...one]],
    ["in the resolver's own request handler", { main: { request: "'early'" } }, 'early', main],
    ['there with NEXT', { main: { request: NEXT } }, 'early', main],
    ['there with END', { main: { request: END } }, 'early', main],
  ])('%s skips what AppSync skips', async (_, early, value, ran) => {
    expect(await outcome(early)).toEqual([value, value, ran]);
  });

  it("in the resolver's own response handler ends that alone", async () => {
    expect(await outcome({ main: { response: 'ctx.stash.ran.length' } })).toBe(5);
  });

  it.each(['request', 'response'])('in the %s handler of a unit resolver is what it gives', async (name) => {
    const answer = await askCode(
      {
        schema: 'type Query { value: String }',
        resolvers: {
          'Query.value': { kind: 'UNIT', dataSource: 'none', code: code('unit', { [name]: END }) },
        },
      },
      '{ value }',
    );
    expect(answer).toEqual({ data: { value: 'early' } });
  });
});
