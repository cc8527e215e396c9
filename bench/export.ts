import { rmSync } from 'node:fs';
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CreateBucketCommand, S3Client } from '@aws-sdk/client-s3';
import * as v from 'valibot';
import { LOCAL_REGION } from '../local/shared/service.ts';
import { run } from './export/child.ts';
import { SERIES, TIMESTREAM } from './export/data.ts';
import { fill } from './export/fill.ts';
import { gzipAlone, writeCsv } from './export/floor.ts';
import { print } from './export/print.ts';
import { writeBundle } from './shared/bundle.ts';
import { startStandIns } from './shared/stand-ins.ts';

/**
 * An export of many readings to one CSV.gz, beside the usual way to make one, and beside `gzip -1` of the same CSV alone, which is the floor.
 * Timestream and S3 are the stand-ins, in a process of their own; ours and the usual way are each a bundle, as a function is, alone in a process.
 * `ROWS=1000000 make bench` is a quicker look.
 */
const SMALL = 1_000_000;
const Rows = v.pipe(v.string(), v.transform(Number), v.integer(), v.minValue(2 * SERIES), v.multipleOf(SERIES));
const ROWS = v.parse(Rows, process.env.ROWS ?? '10000000');
const BUCKETS = { exports: 'bench-exports', unload: 'bench-unload' };
const CREDENTIALS = { accessKeyId: 'bench', secretAccessKey: 'bench' };

const directory = await mkdtemp(join(tmpdir(), 'sonde-bench-'));
// The terminal ends the children too, so that nothing is written after this.
process.once('SIGINT', () => {
  rmSync(directory, { recursive: true, force: true });
  process.exit(130);
});
try {
  await fill(join(directory, TIMESTREAM), ROWS);
  const standIns = await startStandIns(directory);
  try {
    await measure(standIns.url);
  } finally {
    await standIns.end();
  }
} finally {
  await rm(directory, { recursive: true, force: true });
}

async function measure(url: string): Promise<void> {
  const s3 = new S3Client({ endpoint: url, region: LOCAL_REGION, credentials: CREDENTIALS });
  for (const Bucket of Object.values(BUCKETS)) await s3.send(new CreateBucketCommand({ Bucket }));
  const few = Math.min(SMALL, ROWS);
  const ours = await bundle('ours');
  const small = await runAlone(ours, few, url);
  const large = ROWS === few ? small : await runAlone(ours, ROWS, url);
  const file = join(directory, 'export.csv');
  const csvBytes = await writeCsv(large, s3, BUCKETS.exports, file);
  const floor = await gzipAlone(file);
  const usual = await runAlone(await bundle('usual'), few, url);
  print({ small, large, usual, csvBytes, floor });
}

async function runAlone(file: string, rows: number, url: string) {
  const outcome = await run(
    file,
    { rows, buckets: BUCKETS },
    {
      AWS_ENDPOINT_URL: url,
      AWS_REGION: LOCAL_REGION,
      AWS_ACCESS_KEY_ID: CREDENTIALS.accessKeyId,
      AWS_SECRET_ACCESS_KEY: CREDENTIALS.secretAccessKey,
    },
  );
  if (outcome.rows !== rows) throw new Error(`${outcome.rows} rows were exported, and not ${rows}`);
  return outcome;
}

async function bundle(name: string): Promise<string> {
  const folder = join(directory, name);
  await mkdir(folder);
  return writeBundle(folder, `bench/export/${name}.ts`);
}
