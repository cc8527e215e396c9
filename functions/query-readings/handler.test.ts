import type { Context } from 'aws-lambda';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { FakeAnswer, FakeAws } from '../shared/testing/fake-aws.ts';
import { fakeAws } from '../shared/testing/fake-aws.ts';

const context = { awsRequestId: 'request-1', functionName: 'query-readings' } as Context;
const event = {
  field: 'readings',
  organizationId: '01JZ8Q6V5X3M9T2B7C4D1E0F8G',
  deviceId: '01JZ8Q6V5X3M9T2B7C4D1E0F8H',
  from: '2026-01-01T00:00:00Z',
  to: '2026-02-01T00:00:00Z',
  order: 'ASC',
  first: 1,
  declared: [{ deviceId: '01JZ8Q6V5X3M9T2B7C4D1E0F8H', metric: 'temperature', unit: 'Cel' }],
};
const columns = ['time', 'measure_name', 'value', 'text'].map((Name) => ({ Name, Type: { ScalarType: 'VARCHAR' } }));
const row = (second: string) => ({
  Data: [
    { ScalarValue: `2026-01-01 00:00:0${second}` },
    { ScalarValue: 'temperature' },
    { ScalarValue: '21.5' },
    { NullValue: true },
  ],
});

describe('the handler of query-readings', () => {
  let fake: FakeAws;
  let answer: FakeAnswer;
  beforeEach(async () => {
    fake = await fakeAws(({ operation }): FakeAnswer => {
      return operation === 'DescribeEndpoints'
        ? { body: { Endpoints: [{ Address: '127.0.0.1', CachePeriodInMinutes: 1440 }] } }
        : answer;
    });
    vi.resetModules();
    vi.stubEnv('AWS_ENDPOINT_URL', fake.endpoint);
    vi.stubEnv('AWS_REGION', 'eu-west-1');
    vi.stubEnv('AWS_ACCESS_KEY_ID', 'test');
    vi.stubEnv('AWS_SECRET_ACCESS_KEY', 'test');
    vi.stubEnv('POWERTOOLS_LOG_LEVEL', 'SILENT');
    vi.stubEnv('READINGS_STORE', 'timestream:sonde_local/readings');
  });
  afterEach(async () => {
    await fake.close();
  });

  it('answers a page', async () => {
    answer = { body: { QueryId: 'q', ColumnInfo: columns, Rows: [row('1.000000001'), row('2.000000000')] } };
    const { handler } = await import('./handler.ts');
    const { deviceId } = event;
    const item = {
      deviceId,
      metric: 'temperature',
      time: '2026-01-01T00:00:01.000000001Z',
      value: 21.5,
      text: null,
      unit: 'Cel',
      declared: true,
    };
    expect(await handler(event, context)).toEqual({
      data: { items: [item], nextCursor: expect.stringMatching(/^[\w-]+$/) as string },
    });
  });

  it('answers an error that is the client’s to mend, with its type', async () => {
    const { handler } = await import('./handler.ts');
    expect(await handler({ ...event, first: 0 }, context)).toEqual({
      error: { type: 'ValidationError', message: '`first` is not a whole number from 1 to 1000' },
    });
    expect(await handler({ ...event, after: 'x' }, context)).toMatchObject({ error: { type: 'ValidationError' } });
  });

  it('answers nothing of what fails inside', async () => {
    answer = { exception: 'AccessDeniedException', fields: { message: 'role/secret may not' } };
    const { handler } = await import('./handler.ts');
    expect(await handler(event, context)).toEqual({
      error: { type: 'InternalError', message: 'Something went wrong on our side; request request-1' },
    });
  });
});
