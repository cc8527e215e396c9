import { GetItemCommand } from '@aws-sdk/client-dynamodb';
import { marshall } from '@aws-sdk/util-dynamodb';
import type { Context } from 'aws-lambda';
import * as v from 'valibot';
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import type { FieldAnswer } from '../shared/appsync/field-answer.ts';
import type { TestTables } from '../shared/testing/dynamodb.ts';
import { startTables } from '../shared/testing/dynamodb.ts';
import type { FakeAnswer, FakeAws } from '../shared/testing/fake-aws.ts';
import { fakeAws } from '../shared/testing/fake-aws.ts';
import type { Recorded } from './record.ts';

const key = { organizationId: '01JZ8Q6V5X3M9T2B7C4D1E0F8G', deviceId: '01JZ8Q6V5X3M9T2B7C4D1E0F8H' };
const context = { awsRequestId: 'request-1', functionName: 'record-readings' } as Context;
const Published = v.object({ variables: v.object({ input: v.looseObject({ readings: v.array(v.unknown()) }) }) });

let tables: TestTables;
let fake: FakeAws;
let writeAnswer: FakeAnswer;
let handler: (event: unknown, context: Context) => Promise<FieldAnswer<Recorded>>;

const callsOf = (operation: string) => fake.calls.filter((call) => call.operation === operation);
const event = (time: string) => ({
  ...key,
  readings: [
    { metric: 'temperature', time, value: 21.5 },
    { metric: 'temperature', time: 'now', value: 21.5 },
  ],
  metrics: [{ name: 'temperature', unit: 'Cel' }],
});

/** The door itself, with real clients that find their services as they do on a laptop: by the environment. */
describe('the handler of record-readings', () => {
  beforeAll(async () => {
    tables = await startTables({ latest: ['organizationId', 'deviceId'] });
    fake = await fakeAws(({ operation }): FakeAnswer => {
      if (operation === 'DescribeEndpoints')
        return { body: { Endpoints: [{ Address: '127.0.0.1', CachePeriodInMinutes: 1440 }] } };
      if (operation === 'WriteRecords') return writeAnswer;
      return { body: { data: { publishReadings: { organizationId: key.organizationId } } } };
    });
  });
  beforeEach(async () => {
    writeAnswer = { body: { RecordsIngested: { Total: 1 } } };
    fake.calls.length = 0;
    vi.stubEnv('AWS_ENDPOINT_URL', fake.endpoint);
    vi.stubEnv('AWS_ENDPOINT_URL_DYNAMODB', tables.endpoint);
    vi.stubEnv('AWS_REGION', 'eu-west-1');
    vi.stubEnv('AWS_ACCESS_KEY_ID', 'test');
    vi.stubEnv('AWS_SECRET_ACCESS_KEY', 'test');
    vi.stubEnv('POWERTOOLS_LOG_LEVEL', 'SILENT');
    vi.stubEnv('READINGS_STORE', 'timestream:sonde_local/readings');
    vi.stubEnv('LATEST_TABLE', 'latest');
    vi.stubEnv('GRAPHQL_URL', `${fake.endpoint}/graphql`);
    ({ handler } = await import('./handler.ts'));
  });
  afterAll(async () => {
    await tables.close();
    await fake.close();
  });

  it('takes readings through every service', async () => {
    const time = new Date().toISOString();
    expect(await handler(event(time), context)).toEqual({
      data: { stored: 1, invalid: [{ index: 1, reason: expect.stringContaining('its time, "now"') as string }] },
    });
    expect(callsOf('WriteRecords')).toHaveLength(1);
    const { Item } = await tables.client.send(new GetItemCommand({ TableName: 'latest', Key: marshall(key) }));
    expect(Item?.readings?.M?.temperature?.M?.value).toEqual({ N: '21.5' });
    const [published] = callsOf('').map(({ input }) => v.parse(Published, input).variables.input.readings);
    const unit = { unit: 'Cel', declared: true };
    expect(published).toMatchObject([{ metric: 'temperature', value: 21.5, text: null, ...unit }]);
  });

  it('pushes no history', async () => {
    expect(await handler(event('2020-01-01T00:00:00Z'), context)).toMatchObject({ data: { stored: 1 } });
    expect([callsOf('WriteRecords').length, callsOf('').length]).toEqual([1, 0]);
  });

  it('answers what the caller can do about it, and hides the rest', async () => {
    writeAnswer = { exception: 'AccessDeniedException' };
    expect(await handler(event('2020-01-01T00:00:00Z'), context)).toMatchObject({ error: { type: 'TimeoutError' } });
    expect(await handler({ ...event('now'), readings: [] }, context)).toMatchObject({
      error: { type: 'ValidationError', message: '`readings` has 1 to 1000' },
    });
  });
});
