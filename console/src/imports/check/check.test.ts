import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readFile } from '../../../../functions/import-devices/csv/read-file.ts';
import { readRow as readRowOfImport } from '../../../../functions/import-devices/csv/read-row.ts';
import { makeSigningRequest } from '../../../../local/iot/testing/certificates.ts';
import { checkFile } from './check-file.ts';
import { readCsv } from './read-csv.ts';
import { readRow } from './read-row.ts';

const bytesOf = (text: string | Buffer): Buffer => Buffer.from(text);

/** What the import makes of a file: each row's line, and whether it becomes a device; or the line that it says is wrong. */
function imported(bytes: Buffer): unknown {
  try {
    const file = readFile(bytes);
    return file.rows.map((row) => {
      const read = readRowOfImport(row, file);
      return [row.line, 'problem' in read ? 'wrong' : read.device];
    });
  } catch (error) {
    return { line: Number(/Line (\d+)/.exec(error instanceof Error ? error.message : '')?.[1] ?? 0) };
  }
}

/** What is said of it before it is uploaded. */
function checked(bytes: Uint8Array): unknown {
  const csv = readCsv(bytes);
  if ('fault' in csv) return { line: 'line' in csv.fault ? csv.fault.line : 0 };
  return csv.rows.map((row) => {
    const read = readRow(row, csv);
    if ('fault' in read) return [row.line, 'wrong'];
    const { hasRequest: _, ...device } = read;
    return [row.line, device];
  });
}

const cell = fc.oneof(
  fc.string({ maxLength: 6 }),
  fc.constantFrom('', ' ', '"', '"a', 'a"', ';', '\t', '"a\nb"', 'é', '1', '-91', '47,5', '.5', '1e3', '180.0001'),
  fc.constantFrom(
    'a|Cel|Air',
    'a|b|c|d',
    'a;a',
    '"a;b|m/s"',
    '|Cel',
    'x'.repeat(201),
    `a|${'u'.repeat(33)}`,
    'a\u2028',
  ),
);
const header = fc.constantFrom(
  'name,latitude,longitude,metrics',
  'name;latitude;longitude;altitude;location;metrics',
  'metrics\tname\tdescription',
  ' Name ,"latitude",longitude',
  'name',
  'latitude,longitude',
  'name,colour',
  'name,name',
);
const table = fc
  .tuple(
    header,
    fc.array(fc.array(cell, { minLength: 1, maxLength: 6 }), { maxLength: 5 }),
    fc.constantFrom('\n', '\r\n'),
  )
  .map(([first, rows, end]) => {
    const separator = [';', '\t'].find((each) => first.includes(each)) ?? ',';
    return [first, ...rows.map((cells) => cells.join(separator))].join(end);
  });

describe('what is said of a file before it is uploaded', () => {
  it('is what the import makes of it', () => {
    fc.assert(
      fc.property(table, fc.boolean(), (text, bom) => {
        const bytes = bytesOf(`${bom ? '\ufeff' : ''}${text}`);
        expect(checked(bytes)).toEqual(imported(bytes));
      }),
      { numRuns: 400 },
    );
  });

  it('is so whatever its bytes', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 60 }), (tail) => {
        const bytes = Buffer.concat([Buffer.from('name\n'), tail]);
        expect(checked(bytes)).toEqual(imported(bytes));
      }),
      { numRuns: 300 },
    );
  });

  it.each([
    ['', { kind: 'empty' }],
    ['\n\n', { kind: 'empty' }],
    ['name\n', { kind: 'noRows' }],
    ['name,name\nx,y\n', { kind: 'columnTwice', line: 1, column: 'name' }],
    ['\ntitle\nx\n', { kind: 'unknownColumn', line: 2, column: 'title' }],
    [`${'😀'.repeat(65)}\nx\n`, { kind: 'unknownColumn', line: 1, column: `${'😀'.repeat(64)}…` }],
    ['latitude\n1\n', { kind: 'noName', line: 1 }],
    ['name\na\nb"c\n', { kind: 'quote', line: 3 }],
    ['name\na\n"b\nc\nd\n', { kind: 'openQuote', line: 3 }],
    [Buffer.from('name\na\né\n', 'latin1'), { kind: 'notUtf8', line: 3 }],
    [Buffer.from('name\na\n', 'utf16le'), { kind: 'notText', line: 1 }],
    [`name\n${'a\n'.repeat(10_001)}`, { kind: 'tooManyRows', line: 10_002 }],
    [Buffer.alloc(16 * 2 ** 20 + 1, 'a'), { kind: 'tooLarge', bytes: 16 * 2 ** 20 + 1 }],
  ])('names what is wrong with file %#', (text, fault) => {
    const bytes = bytesOf(text);
    expect(checkFile(bytes)).toEqual({ fault });
    if (fault.kind !== 'tooLarge') expect(checked(bytes)).toEqual(imported(bytes));
  });

  it.each([
    ['name,latitude\nx\n', { kind: 'cells', cells: 1, columns: 2 }],
    ['name,location\nx,Roof\n', { kind: 'place' }],
    ['name,latitude,longitude\nx,1,"2,5"\n', { kind: 'number', column: 'longitude', text: '2,5' }],
    ['name,latitude,longitude\nx,91,0\n', { kind: 'range', column: 'latitude', least: -90, most: 90, value: 91 }],
    ['name,description\n ,a\n', { kind: 'blank', column: 'name' }],
    [`name\n${'x'.repeat(201)}\n`, { kind: 'long', column: 'name', most: 200, length: 201 }],
    ['name,metrics\nx,a|b|c|d\n', { kind: 'metricMembers', text: 'a|b|c|d' }],
    ['name,metrics\nx,a b\n', { kind: 'metricName', text: 'a b' }],
    ['name,metrics\nx,a;a\n', { kind: 'metricTwice', text: 'a' }],
    [
      `name,metrics\nx,${Array.from({ length: 51 }, (_, n) => `m${n}`).join(';')}\n`,
      { kind: 'manyMetrics', most: 50, count: 51 },
    ],
    ['name,certificate_signing_request\nx,y\n', { kind: 'request' }],
  ])('names what is wrong with row %#', (text, fault) => {
    expect(checkFile(bytesOf(text))).toMatchObject({ rows: 1, faults: [{ line: 2, fault }], first: [] });
    expect(JSON.stringify(checkFile(bytesOf(text))).length).toBeLessThan(300);
  });

  it('says where the first signing request is', async () => {
    const { request } = await makeSigningRequest();
    const text = `name,certificate_signing_request\nx,\ny,"${request}"\n`;
    expect(checkFile(bytesOf(text))).toMatchObject({
      rows: 2,
      faults: [],
      requestAt: 3,
      first: [{ device: { hasRequest: false } }, { device: { hasRequest: true } }],
    });
  });
});
