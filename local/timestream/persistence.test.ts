import { fork } from 'node:child_process';
import { join } from 'node:path';
import { once } from 'node:events';
import { build } from 'esbuild';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { silentLog } from '../shared/log.ts';
import { temporaryDirectory } from '../shared/testing/temporary-directory.ts';
import { createTimestream } from './index.ts';
import { DATABASE, startTimestream, TABLE } from './testing/service.ts';

const NOW = Date.parse('2026-03-01T12:00:00Z');
const FROM = `FROM "${DATABASE}"."${TABLE}"`;

let directory: string;
let remove: () => Promise<void>;
beforeEach(async () => {
  ({ directory, remove } = await temporaryDirectory());
});
afterEach(async () => {
  await remove();
});

function records(value: number) {
  return [
    {
      Dimensions: [{ Name: 'device_id', Value: 'a' }],
      MeasureName: 'm',
      MeasureValueType: 'MULTI' as const,
      MeasureValues: [{ Name: 'value', Type: 'DOUBLE' as const, Value: String(value) }],
      Time: String(NOW + value),
    },
  ];
}

test('all is there after a restart: rows, columns, versions, settings, tags', async () => {
  const clock = () => NOW;
  const first = await startTimestream({ directory, clock });
  await first.createTable({
    Tags: [{ Key: 'k', Value: 'v' }],
    MagneticStoreWriteProperties: { EnableMagneticStoreWrites: true },
  });
  await first.write(records(1));
  await first.write(records(2));
  const describeTable = { DatabaseName: DATABASE, TableName: TABLE };
  const before = await first.service.call('DescribeTable', describeTable);
  await first.stop();

  const second = await startTimestream({ directory, clock });
  expect(await second.service.call('DescribeTable', describeTable)).toEqual(before);
  const ResourceARN = `arn:aws:timestream:eu-west-1:000000000000:database/${DATABASE}/table/${TABLE}`;
  expect(await second.service.call('ListTagsForResource', { ResourceARN })).toEqual({
    Tags: [{ Key: 'k', Value: 'v' }],
  });
  await second.write(records(1));
  const [changed] = records(1);
  await expect(
    second.write([{ ...changed, MeasureValues: [{ Name: 'value', Type: 'DOUBLE', Value: '9' }] }]),
  ).rejects.toMatchObject({ name: 'RejectedRecordsException' });
  await second.write(records(3));
  expect(await second.rows(`SELECT value ${FROM} ORDER BY 1`)).toEqual([['1.0'], ['2.0'], ['3.0']]);
  await second.stop();
});

test('a directory is open once: the second is refused by its name, and may come after the first has ended', async () => {
  const first = await createTimestream({ directory, log: silentLog });
  await expect(createTimestream({ directory, log: silentLog })).rejects.toThrow(directory);
  await first.close();
  await first.close();
  const second = await createTimestream({ directory, log: silentLog });
  await second.close();
});

test('what was answered survives kill -9, and another process is refused meanwhile', async () => {
  const program = join(directory, 'writer.mjs');
  await build({
    stdin: {
      contents: `
        import { createTimestream } from './index.ts';
        const quiet = () => undefined;
        const timestream = await createTimestream({ directory: process.argv[2], log: { info: quiet, warn: quiet, error: quiet }, clock: () => ${NOW} });
        await timestream.call('CreateDatabase', { DatabaseName: '${DATABASE}' });
        await timestream.call('CreateTable', { DatabaseName: '${DATABASE}', TableName: '${TABLE}' });
        for (let value = 1; ; value += 1) {
          await timestream.call('WriteRecords', { DatabaseName: '${DATABASE}', TableName: '${TABLE}', Records: [{
            Dimensions: [{ Name: 'device_id', Value: 'a' }], MeasureName: 'm', MeasureValueType: 'MULTI', Time: String(${NOW} + value),
            MeasureValues: [{ Name: 'value', Type: 'DOUBLE', Value: String(value) }, { Name: 'v' + value % 5, Type: 'BIGINT', Value: '1' }],
          }] });
          process.send(value);
        }`,
      resolveDir: import.meta.dirname,
      loader: 'ts',
    },
    bundle: true,
    platform: 'node',
    format: 'esm',
    external: ['@duckdb/*', 'valibot'],
    outfile: program,
    absWorkingDir: import.meta.dirname,
    // Packages are found from the source folder, not from the temporary one.
    plugins: [
      {
        name: 'packages',
        setup(bundling) {
          bundling.onResolve({ filter: /^(@duckdb\/|valibot)/ }, ({ path }) => ({
            path: import.meta.resolve(path),
            external: true,
          }));
        },
      },
    ],
  });
  const data = join(directory, 'data');
  const child = fork(program, [data], { execArgv: [] });
  const answered: number[] = [];
  const enough = new Promise<void>((resolve, reject) => {
    child.once('exit', (code) => {
      reject(new Error(`The writer ended by itself, with code ${code}`));
    });
    child.on('message', (value) => {
      answered.push(Number(value));
      if (answered.length === 20) resolve();
    });
  });
  await enough;
  await expect(createTimestream({ directory: data, log: silentLog })).rejects.toThrow(data);
  const exited = once(child, 'exit');
  child.kill('SIGKILL');
  await exited;

  const after = await startTimestream({ directory: data, clock: () => NOW });
  const rows = await after.rows(`SELECT value ${FROM} ORDER BY 1`);
  const values = rows.map(([value]) => Number(value));
  expect(values.slice(0, answered.length)).toEqual(answered);
  expect(values.length - answered.length).toBeLessThanOrEqual(1);
  expect(await after.value(`SELECT count(v0) + count(v1) + count(v2) + count(v3) + count(v4) ${FROM}`)).toBe(
    String(values.length),
  );
  await after.stop();
});
