import { describe, expect, it } from 'vitest';
import { contextWith, run, valueOf } from '../../testing/evaluate.ts';

describe('util.http ("HTTP helpers in util.http")', () => {
  it('copies headers but those of the connection', () => {
    const restricted = [
      'transfer-encoding',
      'connection',
      'host',
      'expect',
      'keep-alive',
      'upgrade',
      'proxy-authenticate',
      'proxy-authorization',
      'te',
      'content-length',
    ];
    const all = [...restricted, 'Host', 'x-custom', 'content-type', 'authorization'];
    const headers = JSON.stringify(Object.fromEntries(all.map((name) => [name, name])));
    expect(valueOf(`util.http.copyHeaders(${headers})`)).toEqual({
      'x-custom': 'x-custom',
      'content-type': 'content-type',
      authorization: 'authorization',
    });
  });

  it('adds headers one by one', () => {
    const evaluation = run(
      "util.http.addResponseHeader('itemsCount', 7); util.http.addResponseHeader('render', true); return {};",
    );
    expect(evaluation).toMatchObject({ result: {}, responseHeaders: { itemscount: '7', render: 'true' } });
    expect(evaluation.appendedErrors).toEqual([]);
  });

  it('adds the headers of a map', () => {
    const headers = "{ headerInt: 12, headerString: 'stringValue', headerObject: { field1: 7, field2: 'string' } }";
    expect(run(`util.http.addResponseHeaders(${headers});`).responseHeaders).toEqual({
      headerint: '12',
      headerstring: 'stringValue',
      headerobject: '{"field1":7,"field2":"string"}',
    });
  });

  it('takes the last of those that have one name, in any case of its letters', () => {
    const body =
      "util.http.addResponseHeader('A', 1); util.http.addResponseHeader('b', 0); util.http.addResponseHeader('a', '');";
    expect(run(body).responseHeaders).toEqual({ b: '0', a: '' });
  });

  it.each([
    ["'', 1"],
    ["'x', null"],
    ["'x', undefined"],
    ["'x', ctx.args.none"],
    ["'Content-Type', 'text/html'"],
    ["'vary', '*'"],
    ["'Access-Control-Allow-Origin', '*'"],
    ["'access-control-max-age', 1"],
    ["'Host', 'a'"],
    ["'X-Amzn-RequestId', 'a'"],
    ["'x-amz-date', 'a'"],
    ["'a b', 'c'"],
    ["'a', 'b\\r\\nc: d'"],
    ["ctx.args.none, 'a'"],
  ])('ignores %s with an error beside the answer', (args) => {
    const evaluation = run(`util.http.addResponseHeader(${args}); return 1;`);
    expect(evaluation).toMatchObject({ result: 1, responseHeaders: {} });
    expect(evaluation.appendedErrors).toMatchObject([{ errorType: 'ResponseHeaderError', data: null }]);
  });

  it('takes 4 KB of names and values, replaced ones among them', () => {
    const context = contextWith({
      arguments: { most: 'x'.repeat(4095), more: 'é'.repeat(2048), some: 'x'.repeat(3000) },
    });
    const add = (names: string[]) =>
      run(names.map((name) => `util.http.addResponseHeader('a', ctx.args.${name});`).join(' '), context);
    expect(add(['most']).appendedErrors).toEqual([]);
    expect(add(['more']).appendedErrors).toMatchObject([{ errorType: 'ResponseHeaderError' }]);
    expect(add(['some', 'some'])).toMatchObject({
      appendedErrors: [{ errorType: 'ResponseHeaderError' }],
      responseHeaders: { a: 'x'.repeat(3000) },
    });
  });
});
