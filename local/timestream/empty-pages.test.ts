import { CancelQueryCommand, QueryCommand } from '@aws-sdk/client-timestream-query';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startTimestream } from './testing/service.ts';
import type { Harness } from './testing/service.ts';

let timestream: Harness;
beforeAll(async () => {
  timestream = await startTimestream({ emptyPages: 3 });
});
afterAll(async () => {
  await timestream[Symbol.asyncDispose]();
});

const QueryString = 'SELECT x FROM (VALUES 1, 2, 3) AS t(x)';
const send = (NextToken: string | undefined, MaxRows?: number) =>
  timestream.querying.send(new QueryCommand({ QueryString, NextToken, MaxRows }));

test.each([undefined, 2])(
  'a long query answers empty pages with tokens, and progress, before its rows',
  async (maxRows) => {
    const pages: number[] = [];
    const progress: (number | undefined)[] = [];
    let NextToken: string | undefined;
    do {
      const page = await send(NextToken, maxRows);
      pages.push(page.Rows?.length ?? 0);
      progress.push(page.QueryStatus?.ProgressPercentage);
      NextToken = page.NextToken;
    } while (NextToken !== undefined);
    expect(pages).toEqual(maxRows === undefined ? [0, 0, 0, 3] : [0, 0, 0, 2, 1]);
    expect(progress.at(-1)).toBe(100);
    expect(progress.slice(0, 3)).toEqual([25, 50, 75]);
  },
);

test('a long query can be cancelled before it has a row', async () => {
  const { QueryId, NextToken } = await send(undefined);
  await timestream.querying.send(new CancelQueryCommand({ QueryId }));
  await expect(send(NextToken)).rejects.toMatchObject({ name: 'ConflictException' });
});
