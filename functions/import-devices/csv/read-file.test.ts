import { stringify } from 'csv-stringify/sync';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { IMPORT_LIMITS } from '../../../schema/limits.ts';
import type { Cells } from './columns.ts';
import { COLUMNS } from './columns.ts';
import { readFile } from './read-file.ts';
import { readRow } from './read-row.ts';

const read = (text: string | Buffer) => readFile(Buffer.from(text));
const refusalOf = (text: string | Buffer): string => {
  try {
    read(text);
    return 'none';
  } catch (error) {
    return error instanceof Error ? `${error.name}: ${error.message}` : '';
  }
};
/** What the only row asks for. */
const rowOf = (text: string) => {
  const file = read(text);
  const [row] = file.rows;
  if (!row) throw new Error('There is no row');
  return readRow(row, file);
};
const inDegrees = (text: string) => {
  const row = rowOf(text);
  return 'device' in row ? row.device.location : row.problem;
};

describe('a file', () => {
  const cell = fc.oneof(
    fc.string({ maxLength: 6 }),
    fc.constantFrom('', ' ', '"', ',', ';', '\t', 'a\nb', '\n', 'é', '=1'),
  );
  const row = fc.record({ name: cell.map((text) => `n${text}`), description: cell, location: cell, metrics: cell });
  const end = fc.constantFrom('\n', '\r\n', '\r');

  it('has every row and cell, and the line where each begins, however it is written', () => {
    fc.assert(
      fc.property(
        fc.array(row, { minLength: 1, maxLength: 8 }),
        fc.constantFrom(',', ';', '\t'),
        end,
        fc.boolean(),
        fc.boolean(),
        (rows, delimiter, lineEnd, bom, quoted) => {
          const columns = ['description', 'name', 'metrics', 'location'] as const;
          const options = { delimiter, quoted, quoted_match: /[\r\n\t;]/ };
          const lines = [columns, ...rows.map((each) => columns.map((name) => each[name]))];
          const text = lines.map((line) => stringify([line], options).replace(/\n$/, '').replaceAll('\n', lineEnd));
          const whole = `${bom ? '\ufeff' : ''}${text.join(lineEnd)}${lineEnd}`;
          const plain = (value: string): string => value.replace(/\r\n?/g, '\n');
          let line = 2;
          const expected = rows.map((each, index) => {
            const begin = line;
            line += plain(text[index + 1] ?? '').split('\n').length;
            return { line: begin, cells: Object.fromEntries(columns.map((name) => [name, plain(each[name])])) };
          });
          expect(
            read(whole).rows.map(({ line: begin, cells }) => ({ line: begin, cells: picked(cells, columns) })),
          ).toEqual(expected);
        },
      ),
      { numRuns: 300 },
    );
  });

  const picked = (cells: Cells, columns: readonly (keyof Cells)[]) =>
    Object.fromEntries(columns.map((name) => [name, cells[name]]));

  it('is read or refused in words, whatever its bytes', () => {
    const bytes = fc.oneof(
      fc.uint8Array({ maxLength: 60 }).map((array) => Buffer.from(array)),
      fc
        .string({ unit: fc.constantFrom('name', 'a', '"', ',', '\n', ';', '1', ' '), maxLength: 30 })
        .map((text) => Buffer.from(`name,description\n${text}`)),
    );
    fc.assert(
      fc.property(bytes, (file) => {
        expect(refusalOf(file)).toMatch(/^(none$|ValidationError: (Line \d+:? |The file ))/);
      }),
      { numRuns: 500 },
    );
  });

  it('leaves out lines without anything in them', () => {
    expect(read('name,description\n\n,\nA,\n  \nB,\n\n').rows.map(({ line, cells }) => [line, cells.name])).toEqual([
      [4, 'A'],
      [6, 'B'],
    ]);
  });

  it('has a header as people write it', () => {
    expect(read('" Name ",LATITUDE\nA,\n').rows).toHaveLength(1);
    expect(read('name\nA;B\n').rows[0]?.cells.name).toBe('A;B');
  });

  it.each([
    ['', 'The file is empty'],
    ['\n\n', 'The file is empty'],
    ['name\n', 'The file has a header and no rows'],
    ['name,name\nx,y\n', 'Line 1: the header has "name" twice'],
    ['\ntitle\nx\n', 'Line 2: the header has "title", which is no column: columns are name'],
    [`${'x'.repeat(65)}\nx\n`, `Line 1: the header has "${'x'.repeat(64)}…", which`],
    ['name,externalId\nx,y\n', 'Line 1: the header has "externalId", which is no column'],
    ['latitude\n1\n', 'Line 1: the header has no column name'],
    ['name\na\nb"c\n', 'Line 3: a quote is where none can be'],
    ['name\n"a"b\n', 'Line 2: a quote is where none can be'],
    ['name\na\n"b\nc\nd\n', 'Line 3: a quote is opened in this row that is never closed'],
    [Buffer.from('name\na\né\n', 'latin1'), 'Line 3 has characters that are not in UTF-8'],
    [Buffer.from('name\na\n', 'utf16le'), 'Line 1 has bytes that are no text'],
  ])('%j is refused', (text, message) => {
    expect(refusalOf(text)).toContain(`ValidationError: ${message}`);
  });

  it('with more rows than fit into memory is refused by the first that is too many', () => {
    const rows = Math.floor((IMPORT_LIMITS.bytes - 'name\n'.length) / 'a\n'.length);
    expect(refusalOf(`name\n${'a\n'.repeat(rows)}`)).toContain(
      'ValidationError: Line 10002 begins row 10,001: a file has at most 10,000.',
    );
    expect(read(`name\n${'\na\n'.repeat(10_000)}\n\n`).rows).toHaveLength(10_000);
  });

  it('with a quote that is never closed is refused by the row where it is, however much comes after it', () => {
    expect(refusalOf(`name\na\n\n"${'b\n'.repeat(70_000)}`)).toContain('ValidationError: Line 4: a quote is opened');
  });
});

describe('a row', () => {
  it('asks for a place where it has one', () => {
    expect(inDegrees('name,latitude,longitude\nx,47.5,-.25\n')).toEqual({ latitude: 47.5, longitude: -0.25 });
    expect(inDegrees('name;latitude;longitude;altitude;location\nx; 47,5 ;+3;-1.5;Roof\n')).toEqual({
      latitude: 47.5,
      longitude: 3,
      altitude: -1.5,
      name: 'Roof',
    });
    expect(inDegrees('name,latitude,longitude\nx,,\n')).toBeUndefined();
  });

  it.each([
    ['name,latitude,longitude\nx,1,\n', 'A place needs both latitude and longitude.'],
    ['name,location\nx,Roof\n', 'A place needs both latitude and longitude.'],
    ['name,latitude,longitude\nx,1,"2,5"\n', 'longitude must be a number such as 47.6; it is "2,5".'],
    ['name,latitude,longitude\nx,1e1,0\n', 'latitude must be a number such as 47.6; it is "1e1".'],
    ['name,latitude,longitude\nx,0,NaN\n', 'longitude must be a number such as 47.6; it is "NaN".'],
    ['name,latitude\nx\n', 'The row has 1 cells; the header has 2.'],
    ['name,metrics\nx,a|b|c|d\n', 'metrics: "a|b|c|d" has more than name|unit|label.'],
    ['name,metrics\nx,|Cel\n', 'metrics: "" is no metric name'],
    ['name,metrics\nx,a;a\n', 'metrics must have each value once; "a" is there twice.'],
    ['name,certificate_signing_request\nx,y\n', 'The certificate signing request cannot be taken: it is not PEM'],
  ])('of %j is wrong', (text, problem) => {
    expect(rowOf(text)).toEqual({ problem: expect.stringContaining(problem) as string });
  });

  it('names metrics with units and labels', () => {
    expect(rowOf('name,metrics\nx,"a; b|m/s ;\nc||Gusts, mean;"\n')).toEqual({
      device: { name: 'x', metrics: [{ name: 'a' }, { name: 'b', unit: 'm/s' }, { name: 'c', label: 'Gusts, mean' }] },
    });
  });

  it('may have any column', () => {
    expect(COLUMNS).toContain('certificate_signing_request');
  });
});
