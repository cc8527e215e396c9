import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { DuckDBInstance } from '@duckdb/node-api';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { fileParts } from './parts.ts';
import type { DeviceDirectory } from './series-cells.ts';
import { all, batchesOf, served } from './testing/batches.ts';
import { csvWriter } from './writer.ts';

/** What people open the file with reads what was written. */

const run = promisify(execFile);
const ROWS = 5000;
const NAMES: Record<string, string> = {
  d0: 'Chambre froide "A", côté nord',
  d1: '=HYPERLINK("http://example.test")',
  d2: '冷蔵室\r\n🧊',
  d3: '-40 °C',
};
const TEXTS = ['', 'open', '@SUM(1)', 'a "quoted", text', 'two\nlines', '-5', "'", '\u{1F9CA}'];
const devices: DeviceDirectory = {
  find(id) {
    const name = NAMES[id];
    return name === undefined ? undefined : { name, units: new Map([['temperature', '°C']]) };
  },
};

function row(index: number): [time: string, device: string, metric: string, value: string, text: string] {
  const time = `2026-03-29 01:00:${String(index % 60).padStart(2, '0')}.${String(index * 1000).padStart(9, '0')}`;
  const text = TEXTS[index % TEXTS.length]!;
  return [time, `d${index % 4}`, index % 3 ? 'temperature' : '_', index % 7 ? String(index / -8) : '', text];
}

const rows = Array.from({ length: ROWS }, (_, index) => row(index));
const guarded = (text: string): string => (/^[=+\-@\t\r]/.test(text) ? `'${text}` : text);
const expected = rows.map(([time, id, metric, value, text]) => [
  `${time.replace(' ', 'T').replace(/\.?(000){1,3}$/, '')}Z`,
  id,
  guarded(NAMES[id]!),
  metric,
  metric === 'temperature' ? '°C' : '',
  value,
  guarded(text),
]);
const COLUMNS = ['time', 'device_id', 'device_name', 'metric', 'unit', 'value', 'text'];

let directory: string;
let file: string;
let pythonIsThere: boolean;

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'sonde-csv-'));
  file = join(directory, 'readings.csv.gz');
  const writer = csvWriter({ layout: 'LONG', metrics: null, aggregation: null }, devices);
  const sizes = { blockBytes: 20_000, partBytes: 40_000 };
  const parts = await all(fileParts(served(batchesOf(rows, 100)), writer, { withHeader: true, ...sizes }));
  expect(parts.length).toBeGreaterThan(1);
  await writeFile(file, Buffer.concat(parts.map(({ body }) => body)));
  pythonIsThere = await run('python3', ['-c', 'import csv, gzip']).then(
    () => true,
    () => false,
  );
});

afterAll(() => rm(directory, { recursive: true, force: true }));

describe('the file is read as it was written', () => {
  it('by DuckDB, as text', async () => {
    expect(await ask(`SELECT * FROM read_csv('${file}', all_varchar = true)`)).toEqual(
      expected.map((cells) => cells.map((cell) => (cell === '' ? null : cell))),
    );
  });

  it('by DuckDB, with the types that it finds', async () => {
    const types = await ask(`SELECT column_name, column_type FROM (DESCRIBE SELECT * FROM read_csv('${file}'))`);
    expect(types).toEqual(
      COLUMNS.map((name) => [
        name,
        name === 'time' ? 'TIMESTAMP WITH TIME ZONE' : name === 'value' ? 'DOUBLE' : 'VARCHAR',
      ]),
    );
    const sum = expected.reduce((total, cells) => total + Number(cells[5]), 0);
    const [figures] = await ask(
      `SELECT count(*)::INT, sum(value), epoch_us(max(time))::VARCHAR FROM read_csv('${file}')`,
    );
    const latest = rows
      .map(([time]) => time)
      .sort()
      .at(-1)!;
    const microseconds = `${Date.parse(`${latest.slice(0, 19)}Z`) / 1000}${latest.slice(20, 26)}`;
    expect(figures).toEqual([ROWS, sum, microseconds]);
  });

  it('by Python', async ({ skip }) => {
    skip(!pythonIsThere, 'there is no python3 on this machine');
    const script = [
      'import csv, gzip, json, sys',
      'with gzip.open(sys.argv[1], "rt", encoding="utf-8", newline="") as f: json.dump(list(csv.reader(f, strict=True)), sys.stdout)',
    ].join('\n');
    const { stdout } = await run('python3', ['-c', script, file], { maxBuffer: 2 ** 24 });
    expect(JSON.parse(stdout)).toEqual([COLUMNS, ...expected]);
  });
});

async function ask(sql: string): Promise<unknown[][]> {
  const instance = await DuckDBInstance.create(':memory:');
  const connection = await instance.connect();
  const answer = await connection.runAndReadAll(sql);
  connection.closeSync();
  instance.closeSync();
  return answer.getRows();
}
