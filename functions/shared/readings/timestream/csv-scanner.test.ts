import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { csvBatches } from './csv-batches.ts';
import { CsvScanner } from './csv-scanner.ts';

const COLUMNS = 3;

function scanned(text: string, isLast = true): { rows: string[][]; end: number } {
  const bytes = Buffer.from(text);
  const { rows, end, bounds } = new CsvScanner(COLUMNS).scan(bytes, isLast);
  return { rows: rowsOf(bytes, bounds, rows), end };
}

function rowsOf(bytes: Buffer, bounds: Uint32Array, rows: number): string[][] {
  expect(bounds).toHaveLength(rows * COLUMNS * 2);
  return Array.from({ length: rows }, (_, row) =>
    Array.from({ length: COLUMNS }, (_, column) => {
      const at = (row * COLUMNS + column) * 2;
      return bytes.toString('utf8', bounds[at], bounds[at + 1]);
    }),
  );
}

describe('CsvScanner', () => {
  it.each([
    ['a,b,c\n', [['a', 'b', 'c']]],
    [
      'a,b,c\r\nd,,\r\n',
      [
        ['a', 'b', 'c'],
        ['d', '', ''],
      ],
    ],
    ['a,b,c', [['a', 'b', 'c']]],
    ['a,b,', [['a', 'b', '']]],
    ['"a","",c\n', [['a', '', 'c']]],
    ['"a, b","l\nm","r\r\ns"\r\n', [['a, b', 'l\nm', 'r\r\ns']]],
    ['"a\\"b","a""b","\\\\"\n', [['a"b', 'a"b', '\\']]],
    ['""""",""\\"",a\\,b\n', undefined],
    ['"""","\\"\\\\",a\\,b\n', [['"', '"\\', 'a,b']]],
    ['a\\\nb,a"b,a\\\r\n', [['a\nb', 'a"b', 'a\r']]],
    ['a,b,\\\\\r\n', [['a', 'b', '\\']]],
    ['a\r,b\r,c\r', [['a\r', 'b\r', 'c\r']]],
    ['é,雪,🌨\n', [['é', '雪', '🌨']]],
    ['', []],
  ])('reads %j', (text, expected) => {
    if (expected) expect(scanned(text).rows).toEqual(expected);
    else expect(() => scanned(text)).toThrow('not as documented');
  });

  it.each(['a,b,c\nd', 'a,b,c\n"d,e\nf', 'a,b,c\nd,e,f\\', 'a,b,c\nd,e,"f"', 'a,b,c\nd,e,"f"\r', 'a,b,c\nd,"e""'])(
    'takes the complete records of %j only, and leaves the rest as it is',
    (text) => {
      const bytes = Buffer.from(text);
      const { rows, end } = new CsvScanner(COLUMNS).scan(bytes, false);
      expect({ rows, end, rest: bytes.toString('utf8', end) }).toEqual({ rows: 1, end: 6, rest: text.slice(6) });
    },
  );

  it.each(['a,b\n', 'a,b,c,d\n', '\n', '"a,b,c\n', 'a,b,"c\\', 'a,b,c\\', '"a"b,c,d\n', '"a"\rb,c,d\n'])(
    'refuses %j',
    (text) => {
      expect(() => scanned(text)).toThrow('not as documented');
    },
  );
});

/** All that is read of a file, by the letter; undefined where it is no such CSV. */
function reference(text: string): string[][] | undefined {
  const unescaped = (field: string) => field.replace(/\\([^])/g, '$1');
  const rows: string[][] = [];
  let row: string[] = [];
  let rest = text;
  while (rest !== '' || row.length > 0) {
    const quoted = /^"((?:[^"\\]|\\[^]|"")*)"(?!")(,|\r?\n|\r?$(?![^]))/.exec(rest);
    const bare = /^(?!")((?:[^,\n\\]|\\[^])*?)(,|\r?\n|$(?![^]))/.exec(rest);
    const match = quoted ?? bare;
    if (!match) return undefined;
    const [whole, field = '', end] = match;
    row.push(unescaped(quoted ? field.replace(/\\[^]|""/g, (pair) => (pair === '""' ? '"' : pair)) : field));
    rest = rest.slice(whole.length);
    if (end === ',') continue;
    if (row.length !== COLUMNS) return undefined;
    rows.push(row);
    row = [];
  }
  return rows;
}

describe('CsvScanner and a plain parser', () => {
  const part = fc.constantFrom('a', ',', ',', '\n', '"', '""', '\\', '\r\n', '\r', 'a,b,c\n', '"a","b\n",\n', 'é');

  it('read the same of any text, or both refuse it', () => {
    fc.assert(
      fc.property(fc.array(part, { maxLength: 20 }), (parts) => {
        const text = parts.join('');
        const expected = reference(text);
        if (expected) expect(scanned(text).rows).toEqual(expected);
        else expect(() => scanned(text)).toThrow('not as documented');
      }),
      { numRuns: 5000 },
    );
  });
});

/** Fields, and the ways in which each may be written. */
const field = fc.string({ unit: fc.constantFrom('a', '1', ',', '"', '\\', '\n', '\r', 'é', '雪') }).chain((value) => {
  const escaped = value.replace(/[\\"]/g, '\\$&');
  const isBare = !/[,"\\\r\n]/.test(value);
  return fc.constantFrom(
    { value, text: `"${escaped}"` },
    { value, text: `"${value.replaceAll('\\', '\\\\').replaceAll('"', '""')}"` },
    { value, text: value.replace(/[\\",\r\n]/g, '\\$&') },
    ...(isBare ? [{ value, text: value }] : []),
  );
});
const file = fc.record({
  rows: fc.array(fc.tuple(field, field, field), { maxLength: 30 }),
  lineEnd: fc.constantFrom('\n', '\r\n'),
  endsWithLineEnd: fc.boolean(),
});

function written({ rows, lineEnd, endsWithLineEnd }: typeof file extends fc.Arbitrary<infer T> ? T : never) {
  const text = rows.map((row) => row.map((each) => each.text).join(',')).join(lineEnd);
  return {
    bytes: Buffer.from(rows.length > 0 && endsWithLineEnd ? text + lineEnd : text),
    values: rows.map((row) => row.map(({ value }) => value)),
  };
}

async function* inChunks(bytes: Buffer, size: number): AsyncGenerator<Buffer> {
  for (let at = 0; at < bytes.length; at += size) {
    await Promise.resolve();
    yield bytes.subarray(at, at + size);
  }
}

async function batchesOf(bytes: Buffer, options: { chunk: number; window: number; from?: number }) {
  const batches: { next: number; rows: string[][] }[] = [];
  const { from = 0, window } = options;
  for await (const batch of csvBatches(inChunks(bytes, options.chunk), { columns: COLUMNS, from, window }))
    batches.push({ next: batch.next, rows: rowsOf(batch.bytes, batch.bounds, batch.rows) });
  return batches;
}

describe('csvBatches', () => {
  const size = fc.integer({ min: 1, max: 80 });

  it('gives the rows that were written, in windows and chunks of any size', async () => {
    await fc.assert(
      fc.asyncProperty(file, size, size, async (file, window, chunk) => {
        const { bytes, values } = written(file);
        const batches = await batchesOf(bytes, { window, chunk });
        expect(batches.flatMap(({ rows }) => rows)).toEqual(values);
      }),
      { numRuns: 500 },
    );
  });

  it('gives the same batches from any place on, whatever the chunks', async () => {
    await fc.assert(
      fc.asyncProperty(file, size, size, size, async (file, window, chunk, other) => {
        const { bytes } = written(file);
        const batches = await batchesOf(bytes, { window, chunk });
        for (const [index, { next }] of batches.entries())
          expect(await batchesOf(bytes, { window, chunk: other, from: next })).toEqual(batches.slice(index + 1));
      }),
      { numRuns: 200 },
    );
  });

  it('reads records of many times its window', async () => {
    const long = 'x'.repeat(5000);
    const bytes = Buffer.from(`a,${long},c\nd,e,f\n"${long}","\\"",\n`);
    const batches = await batchesOf(bytes, { window: 16, chunk: 100 });
    expect(batches.flatMap(({ rows }) => rows)).toEqual([
      ['a', long, 'c'],
      ['d', 'e', 'f'],
      [long, '"', ''],
    ]);
  });

  it('refuses a place behind the end', async () => {
    await expect(batchesOf(Buffer.from('a,b,c\n'), { window: 16, chunk: 100, from: 7 })).rejects.toThrow(RangeError);
  });

  it('passes on what is wrong with its source', async () => {
    async function* broken(): AsyncGenerator<Buffer> {
      yield Buffer.from('a,b,c\nd');
      await Promise.reject(new Error('cut off'));
    }
    const batches = csvBatches(broken(), { columns: COLUMNS, from: 0 });
    await expect(batches.next()).rejects.toThrow('cut off');
  });
});
