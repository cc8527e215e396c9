import { mkdir, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { CancelQueryCommand, QueryCommand } from '@aws-sdk/client-timestream-query';
import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { AwsError } from '../../shared/aws-error.ts';
import { temporaryDirectory } from '../../shared/testing/temporary-directory.ts';
import { MemoryObjects } from '../testing/objects.ts';
import { startTimestream, textOf } from '../testing/service.ts';
import { FROM, ROWS, startUnloading, TO } from '../testing/unloading.ts';

let context: Awaited<ReturnType<typeof startUnloading>>;
beforeAll(async () => {
  context = await startUnloading();
});
afterAll(async () => {
  await context.timestream[Symbol.asyncDispose]();
});
beforeEach(() => {
  context.reset();
});

/** A promise that is kept when the test says so. */
function gate(): { promise: Promise<void>; open: () => void } {
  let open: () => void = () => undefined;
  const promise = new Promise<void>((resolve) => {
    open = resolve;
  });
  return { promise, open };
}

describe('a poll', () => {
  const sql = `UNLOAD (SELECT n ${FROM}) ${TO}`;

  test('gets an empty page as often as a test wants it', async () => {
    context.settings.minimumPolls = 3;
    let { NextToken } = await context.send(sql);
    for (let poll = 0; poll < 3; poll += 1) {
      const page = await context.send(sql, { NextToken });
      expect([page.Rows, page.NextToken === undefined]).toEqual([[], false]);
      NextToken = page.NextToken;
    }
    const last = await context.send(sql, { NextToken });
    expect(last.ColumnInfo?.map(({ Name }) => Name)).toEqual(['rows', 'metadataFile', 'manifestFile']);
    expect(last.QueryStatus?.ProgressPercentage).toBe(100);
    expect(textOf(last.Rows?.[0]?.Data?.[0] ?? {})).toBe(String(ROWS));
    expect((await context.send(sql, { NextToken })).Rows).toEqual(last.Rows);
  });

  test('sees the progress, and its token is bound to the query and lives an hour', async () => {
    context.settings.pollWaitMs = 0;
    const hold = gate();
    context.settings.afterFile = () => hold.promise;
    const first = await context.send(sql);
    let page = first;
    while (context.objects.byUrl.size === 0 || page.QueryStatus?.ProgressPercentage === 0)
      page = await context.send(sql, { NextToken: page.NextToken });
    expect(page.Rows).toEqual([]);
    expect(page.QueryStatus?.ProgressPercentage).toBeGreaterThanOrEqual(50);
    expect(page.QueryStatus?.ProgressPercentage).toBeLessThan(100);
    const { NextToken } = page;
    await expect(context.send(`${sql} `, { NextToken })).rejects.toMatchObject({ name: 'ValidationException' });
    context.time.nowMs += 3_600_000;
    await expect(context.send(sql, { NextToken })).rejects.toMatchObject({ name: 'ValidationException' });
    // Nobody can ask for it any more, and it goes on to its end.
    hold.open();
    await expect
      .poll(() => [...context.objects.byUrl.keys()].filter((url) => url.endsWith('_manifest.json')))
      .toHaveLength(1);
  });
});

describe('an UNLOAD that does not come to its end leaves files and no manifest', () => {
  const sql = `UNLOAD (SELECT n ${FROM}) ${TO}`;
  const jsons = () => [...context.objects.byUrl.keys()].filter((url) => url.endsWith('.json'));

  test.each([
    [new Error('the disk is on fire'), 'QueryExecutionException'],
    [new AwsError('ThrottlingException', 'Rate exceeded'), 'ThrottlingException'],
  ])('when it fails with %s', async (error, name) => {
    context.settings.afterFile = (files) => (files === 1 ? Promise.reject(error) : Promise.resolve());
    const { NextToken } = await context.send(sql);
    await expect(context.send(sql, { NextToken })).rejects.toMatchObject({ name });
    expect(context.objects.byUrl.size).toBeGreaterThan(0);
    expect(jsons()).toEqual([]);
    expect(await readdir(`${context.timestream.directory}/unload`)).toEqual([]);
  });

  test('when the query fails while it runs', async () => {
    const failing = `UNLOAD (SELECT CAST(device_id AS bigint) ${FROM}) ${TO}`;
    await expect(context.timestream.rows(failing)).rejects.toMatchObject({
      name: 'ValidationException',
      message: expect.stringContaining("Could not convert string 'd") as string,
    });
    expect(context.objects.byUrl.size).toBe(0);
  });

  test('when it is cancelled while rows are read', async () => {
    const many = `UNLOAD (SELECT a.n, b.n, c.n ${FROM} a CROSS JOIN (SELECT n ${FROM}) b CROSS JOIN (SELECT n ${FROM}) c) ${TO}`;
    const { NextToken, QueryId } = await context.send(many);
    await context.timestream.querying.send(new CancelQueryCommand({ QueryId }));
    await expect(context.send(many, { NextToken })).rejects.toMatchObject({ name: 'ConflictException' });
    await expect.poll(() => readdir(`${context.timestream.directory}/unload`)).toEqual([]);
    expect(context.objects.byUrl.size).toBe(0);
  });

  test('when it is cancelled while files are stored', async () => {
    const stored = gate();
    const hold = gate();
    context.settings.afterFile = () => {
      stored.open();
      return hold.promise;
    };
    const { NextToken, QueryId } = await context.send(sql);
    await stored.promise;
    await context.timestream.querying.send(new CancelQueryCommand({ QueryId }));
    hold.open();
    await expect(context.send(sql, { NextToken })).rejects.toMatchObject({ name: 'ConflictException' });
    await expect.poll(() => readdir(`${context.timestream.directory}/unload`)).toEqual([]);
    expect(jsons()).toEqual([]);
  });

  test('when the service ends', async () => {
    const more = new MemoryObjects();
    const hold = gate();
    const first = await startTimestream({ objects: more, unload: { afterFile: () => hold.promise } });
    await first.querying.send(new QueryCommand({ QueryString: `UNLOAD (SELECT 1) ${TO}` }));
    await expect.poll(() => more.byUrl.size).toBeGreaterThan(0);
    await first[Symbol.asyncDispose]();
    hold.open();
    expect([...more.byUrl.keys()].filter((url) => url.endsWith('.json'))).toEqual([]);
  });
});

test('an UNLOAD that comes while the service ends is neither begun nor left behind', async () => {
  const objects = new MemoryObjects();
  const asked = gate();
  const hold = gate();
  const requireBucket = vi.spyOn(objects, 'requireBucket').mockImplementation(() => {
    asked.open();
    return hold.promise;
  });
  const ending = await startTimestream({ objects });
  const unload = () => ending.service.call('Query', { QueryString: `UNLOAD (SELECT 1) ${TO}` });
  const before = unload();
  await asked.promise;
  const end = ending[Symbol.asyncDispose]();
  hold.open();
  await before;
  await end;
  // Nobody is asked any more: who writes the objects may have ended too.
  const asks = requireBucket.mock.calls.length;
  await expect(unload()).rejects.toMatchObject({ code: 'InternalServerException' });
  expect(requireBucket).toHaveBeenCalledTimes(asks);
  expect([...objects.byUrl.keys()].filter((url) => url.endsWith('.json'))).toEqual([]);
});

test('temporary files that an end without notice has left are gone after a start', async () => {
  const { directory, remove } = await temporaryDirectory();
  await mkdir(join(directory, 'unload'));
  await writeFile(join(directory, 'unload', 'rows.csv'), 'left');
  const started = await startTimestream({ directory });
  expect(await readdir(directory)).not.toContain('unload');
  await started.stop();
  await remove();
});

describe('a ClientToken', () => {
  test('that comes again within five minutes starts nothing new', async () => {
    const sql = `UNLOAD (SELECT n ${FROM} WHERE n < 10) ${TO}`;
    const ClientToken = 'u'.repeat(32);
    const first = await context.send(sql, { ClientToken });
    const again = await context.send(sql, { ClientToken });
    expect(again.QueryId).toBe(first.QueryId);
    const [one, two] = [
      await context.send(sql, { NextToken: first.NextToken }),
      await context.send(sql, { NextToken: again.NextToken }),
    ];
    expect(two.Rows).toEqual(one.Rows);
    expect([...context.objects.byUrl.keys()].filter((url) => url.endsWith('_manifest.json'))).toHaveLength(1);
    await expect(context.send(`${sql};`, { ClientToken })).rejects.toMatchObject({ name: 'ValidationException' });
  });
});

test('more UNLOADs a second than allowed are throttled', async () => {
  context.settings.perSecond = 1;
  context.time.nowMs += 1_000;
  const sql = `UNLOAD (SELECT n ${FROM} WHERE n < 10) ${TO}`;
  const started = await context.send(sql);
  const second = context.timestream.service.call('Query', { QueryString: sql });
  await expect(second).rejects.toMatchObject({ code: 'ThrottlingException' });
  context.time.nowMs += 1_000;
  await context.unload(sql);
  await context.send(sql, { NextToken: started.NextToken });
});
