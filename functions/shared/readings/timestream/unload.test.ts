import { S3Client } from '@aws-sdk/client-s3';
import { TimestreamQueryClient } from '@aws-sdk/client-timestream-query';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { clientOptions } from '../../aws-client.ts';
import type { FakeAnswer, FakeAws } from '../../testing/fake-aws.ts';
import { fakeAws, fakeClientOptions } from '../../testing/fake-aws.ts';
import type { Extraction, ExtractionJob } from '../store.ts';
import type { FakeS3 } from './testing/fake-s3.ts';
import { fakeS3 } from './testing/fake-s3.ts';
import { advance } from './unload.ts';
import { parseState } from './unload-state.ts';

const organizationId = '01JZ8Q6V5X3M9T2B7C4D1E0F8G';
const exportId = '01JZ8Q6V5X3M9T2B7C4D1E0F8X';
const prefix = `${organizationId}/${exportId}`;
const job: ExtractionJob = {
  organizationId,
  exportId,
  owner: 'first',
  devices: () => Promise.resolve([]),
  deviceIds: null,
  metrics: null,
  from: 0n,
  to: 10n ** 18n,
  aggregation: null,
  layout: 'LONG',
  format: 'CSV',
};
const successor = { ...job, owner: 'second' };
const HOUR = 3_600_000;

let s3: FakeS3;
let timestream: FakeAws;
let answers: FakeAnswer[];
let now: number;
beforeEach(async () => {
  answers = [];
  now = Date.parse('2026-03-29T00:00:00Z');
  s3 = await fakeS3();
  timestream = await fakeAws(() => answers.shift() ?? 'hang');
});
afterEach(async () => {
  await Promise.all([s3.close(), timestream.close()]);
});

const running = (token: string, percent = 0): FakeAnswer => ({
  body: { QueryId: 'QUERY1', ColumnInfo: [], Rows: [], NextToken: token, QueryStatus: { ProgressPercentage: percent } },
});
const manifestKey = (attempt: number) => `${prefix}/${attempt}/QUERY1_manifest.json`;
const ended = (attempt: number): FakeAnswer => ({
  body: {
    QueryId: 'QUERY1',
    ColumnInfo: ['rows', 'metadataFile', 'manifestFile'].map((Name) => ({ Name, Type: { ScalarType: 'VARCHAR' } })),
    Rows: [
      {
        Data: ['7', 's3://unload/metadata.json', `s3://unload/${manifestKey(attempt)}`].map((ScalarValue) => ({
          ScalarValue,
        })),
      },
    ],
  },
});

function putManifest(attempt: number): void {
  const files = [
    {
      url: `s3://unload/${prefix}/${attempt}/results/a.gz`,
      file_metadata: { content_length_in_bytes: 40, row_count: 4 },
    },
    {
      url: `s3://unload/${prefix}/${attempt}/results/b.gz`,
      file_metadata: { content_length_in_bytes: 20, row_count: 0 },
    },
    {
      url: `s3://unload/${prefix}/${attempt}/results/c.gz`,
      file_metadata: { content_length_in_bytes: 30, row_count: 3 },
    },
  ];
  s3.objects.set(`unload/${manifestKey(attempt)}`, Buffer.from(JSON.stringify({ result_files: files, more: {} })));
}

function step(state: string | null, worker = job): Promise<Extraction> {
  const options = (endpoint: string) => ({
    ...clientOptions({ attempts: 1, requestTimeout: 300 }),
    ...fakeClientOptions(endpoint),
  });
  return advance(worker, state, {
    timestream: new TimestreamQueryClient(options(timestream.endpoint)),
    s3: new S3Client(options(s3.endpoint)),
    name: { database: 'sonde_local', table: 'readings' },
    buckets: { exports: 'exports', unload: 'unload' },
    clock: () => now,
    log: { info: vi.fn(), warn: vi.fn(), error: vi.fn() },
  });
}

/** The state after so many steps. */
async function after(steps: number): Promise<string> {
  let state: string | null = null;
  for (let count = 0; count < steps; count++) state = (await step(state)).state;
  return state ?? '';
}

const phase = ({ state }: Extraction) => {
  const parsed = parseState(state);
  return parsed.phase === 'DONE' ? 'DONE' : `${parsed.phase} ${parsed.attempt}`;
};
const statements = () => timestream.calls.map(({ input }) => JSON.stringify(input));

describe('advance', () => {
  it('plans before anything runs, starts, asks until the end, and says what there is', async () => {
    answers = [running('A'), running('B', 40), ended(1)];
    putManifest(1);
    const planned = await step(null);
    expect([phase(planned), timestream.calls, s3.requests]).toEqual(['PLANNED 1', [], []]);
    const started = await step(planned.state);
    expect([phase(started), started.done]).toEqual(['RUNNING 1', false]);
    now += 20_000;
    const polled = await step(started.state);
    expect([phase(polled), polled.progress, polled.wait]).toEqual(['RUNNING 1', 0.4, 2000]);
    const written = await step(polled.state);
    expect(phase(written)).toBe('WRITTEN 1');
    const done = await step(written.state);
    expect(done).toMatchObject({ done: true, progress: 1 });
    expect(JSON.parse(done.state)).toMatchObject({ phase: 'DONE', rows: 7 });
    expect(await step(done.state)).toEqual(done);
    expect(statements().map((input) => /"NextToken":"(.)"/.exec(input)?.[1])).toEqual([undefined, 'A', 'B']);
    expect(statements()[0]).toContain(`TO 's3://unload/${prefix}/1'`);
  });

  it('goes on with what another worker has started', async () => {
    answers = [running('A'), running('B')];
    const polled = await step(await after(2), successor);
    expect(phase(polled)).toBe('RUNNING 1');
  });

  it('does not start what another worker was about to start, but plans another', async () => {
    const planned = await step(await after(1), successor);
    expect([phase(planned), timestream.calls]).toEqual(['PLANNED 2', []]);
    answers = [running('A')];
    await step(planned.state, successor);
    expect(statements()[0]).toContain(`TO 's3://unload/${prefix}/2'`);
  });

  it('takes the result of a worker that did not live to see it', async () => {
    const planned = await after(1);
    putManifest(1);
    expect(phase(await step(planned, successor))).toBe('WRITTEN 1');
  });

  it('looks for the result when the answer to a start did not come', async () => {
    for (const answer of ['hang', { exception: 'InternalServerException', status: 500 }] satisfies FakeAnswer[]) {
      answers = [answer];
      const lost = await step(await after(1));
      expect(phase(lost)).toBe('LOST 1');
      expect(phase(await step(lost.state))).toBe('PLANNED 2');
    }
    answers = ['hang'];
    const lost = await step(await after(1));
    putManifest(1);
    expect(phase(await step(lost.state))).toBe('WRITTEN 1');
  });

  it('gives up a token after an hour, cancels what may still run, and plans another', async () => {
    answers = [running('A'), { body: {} }];
    const started = await after(2);
    now += HOUR;
    const planned = await step(started, successor);
    expect(phase(planned)).toBe('PLANNED 2');
    expect(timestream.calls.at(-1)).toEqual({ operation: 'CancelQuery', input: { QueryId: 'QUERY1' } });
  });

  it.each(['ValidationException', 'ConflictException'])(
    'looks for the result when a poll meets %s',
    async (exception) => {
      answers = [running('A'), { exception }, { exception: 'ValidationException' }];
      const lost = await step(await after(2));
      expect(phase(lost)).toBe('LOST 1');
      expect(phase(await step(lost.state))).toBe('PLANNED 2');
      putManifest(1);
      expect(phase(await step(lost.state))).toBe('WRITTEN 1');
    },
  );

  it('waits when it is throttled', async () => {
    answers = [{ exception: 'ThrottlingException' }, running('A'), { exception: 'ThrottlingException' }];
    const planned = await step(await after(1));
    expect(phase(planned)).toBe('PLANNED 1');
    expect(planned.wait).toBeGreaterThanOrEqual(1000);
    const started = await step(planned.state);
    const throttled = await step(started.state);
    expect([phase(throttled), parseState(throttled.state)]).toEqual(['RUNNING 1', parseState(started.state)]);
    expect(throttled.wait).toBeGreaterThanOrEqual(1000);
  });

  it('tries again what the engine gave up, below another prefix, five times in all', async () => {
    let extraction = await step(null);
    for (const attempt of [2, 3, 4, 5]) {
      answers = [running('A'), { exception: 'QueryExecutionException' }];
      extraction = await step((await step(extraction.state)).state);
      expect([phase(extraction), extraction.wait > 0]).toEqual([`PLANNED ${attempt}`, true]);
    }
    answers = [{ exception: 'QueryExecutionException' }];
    await expect(step(extraction.state)).rejects.toMatchObject({ name: 'InternalError' });
  });

  it('does not begin attempts for ever', async () => {
    let extraction = await step(null);
    const endless = async () => {
      for (let count = 0; count < 100; count++)
        extraction = await step(extraction.state, { ...job, owner: `worker ${count}` });
    };
    await expect(endless()).rejects.toMatchObject({ name: 'InternalError' });
    expect(phase(extraction)).toBe('PLANNED 20');
  });

  it('says what to do when it takes longer than an hour', async () => {
    answers = [running('A'), running('B'), { exception: 'QueryExecutionException' }];
    const started = await after(2);
    now += HOUR / 2;
    const polled = await step(started);
    now += HOUR / 2;
    await expect(step(polled.state)).rejects.toMatchObject({ name: 'TimeoutError' });
  });

  it('says what to do when the query is refused', async () => {
    answers = [{ exception: 'ValidationException', fields: { message: 'The query is too large' } }];
    await expect(step(await after(1))).rejects.toMatchObject({ name: 'ValidationError' });
  });

  it('passes on what asking again may help with', async () => {
    answers = [
      { exception: 'AccessDeniedException' },
      running('A'),
      { exception: 'InternalServerException', status: 500 },
    ];
    const planned = await after(1);
    await expect(step(planned)).rejects.toMatchObject({ name: 'AccessDeniedException' });
    const started = await step(planned);
    await expect(step(started.state)).rejects.toMatchObject({ name: 'InternalServerException' });
  });

  it('asks again without a measure that the table has no column for', async () => {
    const missing = (column: string) => ({
      exception: 'ValidationException',
      fields: { message: `line 2:3: Column '${column}' does not exist` },
    });
    answers = [missing('text'), running('A'), missing('value'), missing('text'), missing('organization_id')];
    const planned = await step(await after(1));
    expect(phase(planned)).toBe('PLANNED 1');
    await step(planned.state);
    expect(statements()[1]).toContain('CAST(NULL AS varchar) AS \\"text\\"');
    const empty = await step((await step((await step(await after(1))).state)).state);
    expect(empty.done).toBe(true);
    expect(JSON.parse(empty.state)).toMatchObject({ phase: 'DONE', rows: 0 });
  });

  it('takes no result from another place than its own', async () => {
    answers = [ended(2)];
    const lost = await step(await after(1));
    expect(phase(lost)).toBe('LOST 1');
    const files = [{ url: 's3://unload/other/a.gz', file_metadata: { content_length_in_bytes: 1, row_count: 1 } }];
    s3.objects.set(`unload/${manifestKey(1)}`, Buffer.from(JSON.stringify({ result_files: files })));
    const written = await step(lost.state);
    await expect(step(written.state)).rejects.toThrow('which is not in s3://unload/');
  });

  it('keeps its state small', async () => {
    answers = [running('x'.repeat(2000))];
    expect((await step(await after(1))).state.length).toBeLessThan(3000);
  });
});
