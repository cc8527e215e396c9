import { parse } from 'csv-parse/sync';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { ExportQuery, Statistic } from '../../shared/readings/store.ts';
import { formatTime } from '../../shared/time.ts';
import { Block } from './block.ts';
import type { Content } from './columns.ts';
import type { DeviceDirectory } from './series-cells.ts';
import { batchesOf } from './testing/batches.ts';
import { csvWriter } from './writer.ts';

const TIME = '2026-03-29 01:59:59.000000000';
const COLD_ROOM = '01JQ0000000000000000000001';
const CELLAR = '01JQ0000000000000000000002';
const DELETED = '01JQ0000000000000000000003';
const LONG: Content = { layout: 'LONG', metrics: null, aggregation: null };

function directory(devices: Record<string, { name: string; units?: Record<string, string> }>): DeviceDirectory {
  return {
    find(id) {
      const device = devices[id];
      return device && { name: device.name, units: new Map(Object.entries(device.units ?? {})) };
    },
  };
}

const devices = directory({
  [COLD_ROOM]: { name: 'Cold room', units: { temperature: '°C', humidity: '%' } },
  [CELLAR]: { name: 'Cellar, "left"' },
});

/** The lines of a file with these rows, without the ends of lines. */
function linesOf(content: Content, rows: readonly (readonly string[])[], of = devices): string[] {
  const { text } = written(content, rows, of);
  expect(text.endsWith('\r\n')).toBe(true);
  return text.slice(0, -2).split('\r\n');
}

function written(content: Content, rows: readonly (readonly string[])[], of: DeviceDirectory, batchSize?: number) {
  const writer = csvWriter(content, of);
  const block = new Block(1);
  block.append(writer.header);
  const counts = batchesOf(rows, batchSize).map((batch) => writer.write(batch, block));
  return { text: block.filled().toString(), rows: counts.reduce((sum, count) => sum + count, 0) };
}

function aggregation(...statistics: Statistic[]): NonNullable<ExportQuery['aggregation']> {
  return { window: 3_600_000_000_000n, statistics };
}

describe('the columns', () => {
  it('of readings are the reading with its device and unit', () => {
    expect(
      linesOf(LONG, [
        [TIME, COLD_ROOM, 'temperature', '-18.5', ''],
        [TIME, COLD_ROOM, 'door', '', 'open'],
      ]),
    ).toEqual([
      'time,device_id,device_name,metric,unit,value,text',
      `2026-03-29T01:59:59Z,${COLD_ROOM},Cold room,temperature,°C,-18.5,`,
      `2026-03-29T01:59:59Z,${COLD_ROOM},Cold room,door,,,open`,
    ]);
  });

  it('of windows are the statistics that were asked for', () => {
    const content: Content = { ...LONG, aggregation: aggregation('AVG', 'P95', 'COUNT') };
    expect(linesOf(content, [[TIME, CELLAR, 'humidity', '51.25', '', '4']])).toEqual([
      'time,device_id,device_name,metric,unit,avg,p95,count',
      `2026-03-29T01:59:59Z,${CELLAR},"Cellar, ""left""",humidity,,51.25,,4`,
    ]);
  });

  it('of WIDE readings are the metrics', () => {
    const content: Content = { layout: 'WIDE', metrics: ['temperature', 'door'], aggregation: null };
    expect(linesOf(content, [[TIME, COLD_ROOM, '-1.0E-7', '-open']])).toEqual([
      'time,device_id,device_name,temperature,door',
      `2026-03-29T01:59:59Z,${COLD_ROOM},Cold room,-1.0E-7,'-open`,
    ]);
  });

  it('of WIDE windows are the statistics of each metric', () => {
    const content: Content = { layout: 'WIDE', metrics: ['a', 'b'], aggregation: aggregation('MIN', 'MAX') };
    expect(linesOf(content, [[TIME, COLD_ROOM, '1', '2', '', '-4']])).toEqual([
      'time,device_id,device_name,a_min,a_max,b_min,b_max',
      `2026-03-29T01:59:59Z,${COLD_ROOM},Cold room,1,2,,-4`,
    ]);
  });

  it('of a WIDE export have different names, whatever the metrics are called', () => {
    const content: Content = { layout: 'WIDE', metrics: ['time', 'a', 'A', 'Device_Name'], aggregation: null };
    expect(linesOf(content, [])).toEqual(['time,device_id,device_name,time_2,a,A_2,Device_Name_2']);
  });

  it('of a WIDE export are not known without metrics', () => {
    expect(() => csvWriter({ layout: 'WIDE', metrics: null, aggregation: null }, devices)).toThrow(/metrics/);
  });
});

describe('a cell', () => {
  it.each([
    ['=1+1', "'=1+1"],
    ['+1', "'+1"],
    ['-1', "'-1"],
    ['@SUM(A1)', "'@SUM(A1)"],
    ['\t=1', "'\t=1"],
    ['\r=1', `"'\r=1"`],
    ['\n=1', `"'\n=1"`],
    ['\0=1', "'\0=1"],
    ['＝1+1', "'＝1+1"],
    ['＋1', "'＋1"],
    ['－1', "'－1"],
    ['＠SUM(A1)', "'＠SUM(A1)"],
    ['！', '！'],
    ['=HYPERLINK("http://example.test","x")', `"'=HYPERLINK(""http://example.test"",""x"")"`],
    ['two\r\nlines', '"two\r\nlines"'],
    ['two\nlines', '"two\nlines"'],
    ['a=1', 'a=1'],
    [' =1', ' =1'],
    ["it's", "it's"],
    ['"', '""""'],
    ['氷 🧊', '氷 🧊'],
  ])('of text %j is %j', (text, cell) => {
    const named = directory({ [CELLAR]: { name: text, units: { m: text } } });
    expect(written(LONG, [[TIME, CELLAR, 'm', '1', text]], named).text).toContain(
      `,${CELLAR},${cell},m,${cell},1,${cell}\r\n`,
    );
  });

  it.each(['-1', '-1.5', '20', '1E10', '-1.0E-7', '2.5e+300', '007'])('of a number or text leaves %s', (number) => {
    const content: Content = { layout: 'WIDE', metrics: ['m'], aggregation: null };
    expect(linesOf(content, [[TIME, CELLAR, number]])[1]).toMatch(new RegExp(`,${number.replace('+', '\\+')}$`));
  });

  it.each(['-', '-1.', '-.5', '-1E', '-1E+', '-1-1', '-1 ', '+1', '--1', '-1.5.2', '-0x10', '-∞', '-1e5e5'])(
    'of a number or text guards %s',
    (text) => {
      const content: Content = { layout: 'WIDE', metrics: ['m'], aggregation: null };
      expect(
        linesOf(content, [[TIME, CELLAR, text]])[1]
          ?.split(',')
          .at(-1),
      ).toBe(`'${text}`);
    },
  );
});

describe('a time', () => {
  it.each(['000000000', '120000000', '123000000', '123456000', '000000001', '000001000', '123456780'])(
    'with the fraction %s is as precise as need be',
    (fraction) => {
      const [line] = linesOf(LONG, [[`2026-03-29 01:59:59.${fraction}`, CELLAR, 'm', '1', '']]).slice(1);
      const time = BigInt(Date.UTC(2026, 2, 29, 1, 59, 59)) * 1_000_000n + BigInt(fraction);
      expect(line?.split(',')[0]).toBe(formatTime(time));
    },
  );

  it('that is none is an error', () => {
    expect(() => written(LONG, [['2026-03-29 01:59:59', CELLAR, 'm', '1', '']], devices)).toThrow(/time/);
  });
});

describe('rows', () => {
  it('of a device that is unknown are left out, and not counted', () => {
    const rows = [DELETED, CELLAR, DELETED, DELETED].map((id) => [TIME, id, 'm', '1', '']);
    const { text, rows: count } = written(LONG, rows, devices);
    expect(count).toBe(1);
    expect(text).not.toContain(DELETED);
    expect(text.split('\r\n')).toHaveLength(3);
  });

  it('of more series than are kept in mind are all right', () => {
    const everything: DeviceDirectory = { find: (id) => ({ name: `Device ${id}`, units: new Map() }) };
    const row = (index: number) => [TIME, `d${index % 33_000}`, 'm', String(index), ''];
    const rows = Array.from({ length: 36_000 }, (_, index) => row(index));
    const { text } = written(LONG, rows, everything, 1000);
    const lines = rows.map(([, id, , value]) => `2026-03-29T01:59:59Z,${id},Device ${id},m,,${value},`);
    expect(text.split('\r\n').slice(1, -1)).toEqual(lines);
  });

  it('that lack fields are an error', () => {
    const [batch] = batchesOf([[TIME, CELLAR, 'm', '1']]);
    expect(() => csvWriter(LONG, devices).write(batch!, new Block(1))).toThrow(/bounds/);
  });

  it('of any text come back from a reader of CSV, whatever the batches', () => {
    const text = fc.oneof(
      fc.string({ unit: 'grapheme', maxLength: 12 }),
      fc.string({
        unit: fc.constantFrom('"', ',', '\r', '\n', '=', '-', '1', 'é', '\t', "'", '＝', '\0'),
        maxLength: 8,
      }),
    );
    const number = fc.double({ noNaN: true, noDefaultInfinity: true }).map(String);
    const id = fc.constantFrom(COLD_ROOM, CELLAR, DELETED, 'A', 'AB', 'B');
    const metric = fc.constantFrom('B', 'BC', 'C', 'temperature');
    const row = fc.record({ id, metric, number, text });
    const names = fc.dictionary(id, fc.record({ name: text, units: fc.dictionary(metric, text) }));
    fc.assert(
      fc.property(fc.array(row, { maxLength: 20 }), names, fc.integer({ min: 1, max: 5 }), (rows, named, batchSize) => {
        const input = rows.map((one) => [TIME, one.id, one.metric, one.number, one.text]);
        const output = written(LONG, input, directory(named), batchSize);
        const [, ...records] = parse(output.text, { recordDelimiter: '\r\n' });
        const expected = rows.flatMap((one) => {
          const device = Object.hasOwn(named, one.id) ? named[one.id] : undefined;
          if (!device) return [];
          const unit = Object.hasOwn(device.units, one.metric) ? device.units[one.metric]! : '';
          const texts = [device.name, one.metric, unit].map(guarded);
          return [['2026-03-29T01:59:59Z', one.id, ...texts, one.number, guarded(one.text)]];
        });
        expect(records).toEqual(expected);
        expect(output.rows).toBe(expected.length);
      }),
    );
  });
});

function guarded(text: string): string {
  return /^[=+\-@＝＋－＠\t\r\n\0]/.test(text) ? `'${text}` : text;
}
