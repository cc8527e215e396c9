import { TimestreamQueryClient } from '@aws-sdk/client-timestream-query';
import * as v from 'valibot';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { clientOptions } from '../../aws-client.ts';
import type { FakeAnswer, FakeAws } from '../../testing/fake-aws.ts';
import { fakeAws, fakeClientOptions } from '../../testing/fake-aws.ts';
import type { PageQuery } from '../store.ts';
import { timestreamReader } from './read.ts';

const query: PageQuery = {
  organizationId: '01JZ8Q6V5X3M9T2B7C4D1E0F8G',
  deviceId: '01JZ8Q6V5X3M9T2B7C4D1E0F8H',
  metrics: null,
  from: 0n,
  to: 10n ** 18n,
  order: 'ASC',
  after: null,
  limit: 10,
};
const columns = ['time', 'measure_name', 'value', 'text'].map((Name) => ({ Name, Type: { ScalarType: 'VARCHAR' } }));
const cell = (value: string | null) => (value === null ? { NullValue: true } : { ScalarValue: value });

function page(rows: (string | null)[][], nextToken?: string): FakeAnswer {
  const Rows = rows.map((row) => ({ Data: row.map(cell) }));
  return { body: { QueryId: 'query-1', ColumnInfo: columns, Rows, ...(nextToken && { NextToken: nextToken }) } };
}

const Input = v.looseObject({ QueryString: v.optional(v.string()), NextToken: v.optional(v.string()) });

let fake: FakeAws | undefined;
afterEach(async () => {
  await fake?.close();
});

async function readerOf(
  answer: (input: v.InferOutput<typeof Input>, operation: string) => FakeAnswer,
  timeLimit = 20_000,
) {
  fake = await fakeAws(({ operation, input }) => answer(v.parse(Input, input), operation));
  const options = clientOptions({ attempts: 3, requestTimeout: timeLimit });
  const client = new TimestreamQueryClient({ ...options, ...fakeClientOptions(fake.endpoint) });
  const log = { info: vi.fn(), warn: vi.fn(), error: vi.fn() };
  return {
    reader: timestreamReader({ client, name: { database: 'sonde_local', table: 'readings' }, timeLimit, log }),
    log,
  };
}

describe('timestreamReader', () => {
  it('reads rows exactly, over empty pages and across tokens', async () => {
    const pages: Record<string, FakeAnswer> = {
      first: page([], 'a'),
      a: page([['2026-03-29 01:59:59.999999999', 'temperature', '21.5', null]], 'b'),
      b: page([], 'c'),
      c: page([['2026-03-29 02:00:00.000000000', 'state', null, 'open']]),
    };
    const { reader } = await readerOf(({ NextToken }) => pages[NextToken ?? 'first'] ?? 'hang');
    const { organizationId, deviceId } = query;
    expect(await reader.page(query)).toEqual([
      { organizationId, deviceId, metric: 'temperature', time: 1774749599999999999n, value: 21.5, text: null },
      { organizationId, deviceId, metric: 'state', time: 1774749600000000000n, value: null, text: 'open' },
    ]);
    expect(fake?.calls).toHaveLength(4);
  });

  it('asks again when it is throttled, and says so when that does not help', async () => {
    let left = 1;
    const { reader } = await readerOf(() => (left-- > 0 ? { exception: 'ThrottlingException' } : page([])));
    expect(await reader.page(query)).toEqual([]);
    left = 1000;
    await expect(reader.page(query)).rejects.toMatchObject({ type: 'LimitExceededError' });
  });

  it('cancels a query that is still running at its deadline', async () => {
    const { reader } = await readerOf(({ NextToken }, operation) => {
      if (operation === 'CancelQuery') return { body: { CancellationMessage: 'done' } };
      return NextToken === undefined ? page([], 'a') : 'hang';
    }, 500);
    await expect(reader.page(query)).rejects.toMatchObject({ type: 'TimeoutError' });
    expect(fake?.calls.at(-1)).toEqual({ operation: 'CancelQuery', input: { QueryId: 'query-1' } });
  });

  it('logs when a query cannot be cancelled, and says TimeoutError all the same', async () => {
    const { reader, log } = await readerOf(({ NextToken }, operation) => {
      if (operation === 'CancelQuery') return { exception: 'AccessDeniedException' };
      return NextToken === undefined ? page([], 'a') : 'hang';
    }, 500);
    await expect(reader.page(query)).rejects.toMatchObject({ type: 'TimeoutError' });
    expect(log.warn).toHaveBeenCalledOnce();
  });

  it('leaves out a measure that no record had yet', async () => {
    const { reader } = await readerOf(({ QueryString = '' }) =>
      QueryString.includes('CAST(NULL AS varchar) AS text')
        ? page([['2026-03-29 02:00:00.000000000', 'temperature', '1', null]])
        : { exception: 'ValidationException', fields: { message: "line 1:36: Column 'text' does not exist" } },
    );
    expect(await reader.page(query)).toMatchObject([{ value: 1, text: null }]);
  });

  it('takes a table without columns as one without readings', async () => {
    const { reader } = await readerOf(() => {
      return {
        exception: 'ValidationException',
        fields: { message: "line 3:7: Column 'organization_id' does not exist" },
      };
    });
    expect(await reader.page(query)).toEqual([]);
  });

  it('passes other failures on', async () => {
    const { reader } = await readerOf(() => ({
      exception: 'ValidationException',
      fields: { message: 'line 1:1: no' },
    }));
    await expect(reader.page(query)).rejects.toMatchObject({ name: 'ValidationException' });
  });

  it('says of a table without numbers that it has no statistics, without another query', async () => {
    const { reader } = await readerOf(() => {
      return { exception: 'ValidationException', fields: { message: "line 3:40: Column 'value' does not exist" } };
    });
    const { organizationId, deviceId, from, to } = query;
    const asked = { organizationId, metrics: ['temperature'], from, to };
    const windows = { kind: 'FIXED', length: 10n ** 9n } as const;
    expect(await reader.aggregate({ ...asked, deviceIds: [deviceId], windows, statistics: ['AVG'] })).toEqual([]);
    expect(await reader.outline({ ...asked, deviceId, bin: 10n ** 6n })).toEqual([]);
    expect(fake?.calls).toHaveLength(2);
  });

  it('cancels statistics that are still running at their deadline', async () => {
    const { reader } = await readerOf(({ NextToken }, operation) => {
      if (operation === 'CancelQuery') return { body: { CancellationMessage: 'done' } };
      return NextToken === undefined ? page([], 'a') : 'hang';
    }, 500);
    await expect(reader.periods(query)).rejects.toMatchObject({ type: 'TimeoutError' });
    expect(fake?.calls.at(-1)).toEqual({ operation: 'CancelQuery', input: { QueryId: 'query-1' } });
  });
});
