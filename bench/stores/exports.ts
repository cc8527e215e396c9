import { createHash } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { Readable } from 'node:stream';
import { createGunzip } from 'node:zlib';
import { CreateBucketCommand, GetObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { LOCAL_REGION } from '../../local/shared/service.ts';
import { READINGS_STORES } from '../../local/stack/names.ts';
import type { Outcome } from '../export/child.ts';
import { run } from '../export/child.ts';
import { writeBundle } from '../shared/bundle.ts';
import type { StandIns } from '../shared/stand-ins.ts';
import type { Both, Kind } from './both-stores.ts';
import { countRequests } from './both-stores.ts';
import { READINGS_A_DAY } from './data.ts';
import type { Metered } from './metered.ts';
import { CREDENTIALS } from './stored-year.ts';

export interface ExportCosts {
  rows: number;
  outcomes: Both<Outcome[]>;
  metered: Both<Metered>;
}

const ROUNDS = 3;
const BUCKETS = { exports: 'bench-exports', unload: 'bench-unload' };

/** Exports so many days from both stores in turn, each time in a new process, and checks that both files have the same rows. */
export async function exportCosts(days: number, stores: Both<StandIns>): Promise<ExportCosts> {
  const directory = await mkdtemp(join(tmpdir(), 'sonde-bench-'));
  const s3 = new S3Client({ endpoint: stores.timestream.url, region: LOCAL_REGION, credentials: CREDENTIALS });
  try {
    for (const Bucket of Object.values(BUCKETS)) await s3.send(new CreateBucketCommand({ Bucket }));
    const file = await writeBundle(directory, 'bench/stores/export-child.ts');
    const rows = days * READINGS_A_DAY;
    const make = (kind: Kind) => exportAlone(file, rows, kind);
    const counted = async (kind: Kind) => {
      const { result, metered } = await countRequests(stores, () => make(kind));
      return { content: await contentOf(result, s3), metered };
    };
    const [one, other] = [await counted('timestream'), await counted('dynamodb')];
    if (one.content !== other.content) throw new Error('The files of the two stores do not have the same rows');
    const outcomes: Both<Outcome[]> = { timestream: [], dynamodb: [] };
    for (let round = 0; round < ROUNDS; round++)
      for (const kind of ['timestream', 'dynamodb'] as const) outcomes[kind].push(await make(kind));
    return { rows, outcomes, metered: { timestream: one.metered, dynamodb: other.metered } };
  } finally {
    s3.destroy();
    await rm(directory, { recursive: true, force: true });
  }
}

async function exportAlone(file: string, rows: number, kind: Kind): Promise<Outcome> {
  const env = { READINGS_STORE: READINGS_STORES[kind] };
  const outcome = await run(file, { rows, buckets: BUCKETS }, env);
  if (outcome.rows !== rows) throw new Error(`${outcome.rows} rows were exported from ${kind}, and not ${rows}`);
  return outcome;
}

/** The last but one field. The stores write the same number as they like. */
const VALUE = /(?<=,)[^,]+(?=,[^,]*$)/;
const valueText = (text: string) => (Number.isNaN(Number(text)) ? text : String(Number(text)));

/** What a file has in it, whatever the order of its rows. Rejects where it has not a line a row, and the header. */
async function contentOf({ key, rows }: Outcome, s3: S3Client): Promise<bigint> {
  const { Body } = await s3.send(new GetObjectCommand({ Bucket: BUCKETS.exports, Key: key }));
  if (!(Body instanceof Readable)) throw new Error('S3 answered no stream');
  let lines = 0;
  let sum = 0n;
  for await (const line of createInterface({ input: Body.pipe(createGunzip()), crlfDelay: Infinity })) {
    lines++;
    sum += createHash('sha256').update(line.replace(VALUE, valueText)).digest().readBigUInt64BE();
  }
  if (lines !== rows + 1) throw new Error(`The file has ${lines} lines instead of ${rows} and the header`);
  return sum;
}
