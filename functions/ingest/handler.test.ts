import type { Context, SQSBatchResponse } from 'aws-lambda';
import { createHash } from 'node:crypto';
import * as v from 'valibot';
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import type { TestTables } from '../shared/testing/dynamodb.ts';
import { startTables } from '../shared/testing/dynamodb.ts';
import type { FakeAnswer, FakeAws } from '../shared/testing/fake-aws.ts';
import { fakeAws } from '../shared/testing/fake-aws.ts';

const organizationId = '01JZ8Q6V5X3M9T2B7C4D1E0F8G';
const deviceId = '01JZ8Q6V5X3M9T2B7C4D1E0F8H';
const context = { awsRequestId: 'request-1', functionName: 'ingest' } as Context;
const Written = v.object({ Records: v.array(v.object({ MeasureName: v.string() })) });
const Letter = v.object({
  MessageBody: v.string(),
  MessageAttributes: v.object({
    reason: v.object({ StringValue: v.string() }),
    errorType: v.object({ StringValue: v.string() }),
  }),
});

let tables: TestTables;
let fake: FakeAws;
let writeAnswer: FakeAnswer;
let handler: (event: unknown, context: Context) => Promise<SQSBatchResponse>;

function message(messageId: string, payload: unknown, device = deviceId) {
  const text = Buffer.from(JSON.stringify(payload)).toString('base64');
  const body = { payload: text, organization: organizationId, device, receivedAt: 1774785600000, principal: null };
  return { messageId, body: JSON.stringify(body), eventSource: 'aws:sqs', attributes: {} };
}
const md5 = (text: string) => createHash('md5').update(text).digest('hex');
const inputsOf = (operation: string) =>
  fake.calls.filter((call) => call.operation === operation).map(({ input }) => input);

/** The door itself, with real clients that find their services as they do on a laptop: by the environment. */
describe('the handler of ingest', () => {
  beforeAll(async () => {
    tables = await startTables({ devices: ['organizationId', 'id'], latest: ['organizationId', 'deviceId'] });
    fake = await fakeAws(({ operation, input }): FakeAnswer => {
      if (operation === 'DescribeEndpoints')
        return { body: { Endpoints: [{ Address: '127.0.0.1', CachePeriodInMinutes: 1440 }] } };
      if (operation === 'WriteRecords') return writeAnswer;
      if (operation === 'SendMessage')
        return { body: { MessageId: 'sent', MD5OfMessageBody: md5(v.parse(Letter, input).MessageBody) } };
      return { body: { data: { publishReadings: { organizationId } } } };
    });
    const device = { organizationId, id: deviceId, metrics: [{ name: 'temperature', unit: 'Cel' }] };
    await tables.put('devices', device);
  });
  beforeEach(async () => {
    vi.stubEnv('AWS_ENDPOINT_URL', fake.endpoint);
    vi.stubEnv('AWS_ENDPOINT_URL_DYNAMODB', tables.endpoint);
    vi.stubEnv('AWS_REGION', 'eu-west-1');
    vi.stubEnv('AWS_ACCESS_KEY_ID', 'test');
    vi.stubEnv('AWS_SECRET_ACCESS_KEY', 'test');
    vi.stubEnv('POWERTOOLS_LOG_LEVEL', 'SILENT');
    vi.stubEnv('READINGS_STORE', 'timestream:sonde_local/readings');
    vi.stubEnv('DEVICES_TABLE', 'devices');
    vi.stubEnv('LATEST_TABLE', 'latest');
    vi.stubEnv('DEAD_LETTER_QUEUE_URL', `${fake.endpoint}/000000000000/dead-letters`);
    vi.stubEnv('GRAPHQL_URL', `${fake.endpoint}/graphql`);
    ({ handler } = await import('./handler.ts'));
  });
  afterAll(async () => {
    await tables.close();
    await fake.close();
  });

  it('takes a batch from the queue through every service', async () => {
    writeAnswer = { body: { RecordsIngested: { Total: 1 } } };
    const Records = [message('1', { readings: { temperature: 21.5 } }), message('2', { readings: { wind: true } })];
    expect(await handler({ Records }, context)).toEqual({ batchItemFailures: [] });
    expect(inputsOf('WriteRecords').map((input) => v.parse(Written, input).Records)).toEqual([
      [{ MeasureName: 'temperature' }],
    ]);
    expect(inputsOf('SendMessage').map((input) => v.parse(Letter, input))).toEqual([
      {
        MessageBody: Records[1]?.body,
        MessageAttributes: {
          errorType: { StringValue: 'ValidationError' },
          reason: {
            StringValue:
              '1 of 1 readings cannot be stored: "wind": true is neither a number nor a text; send 1 or 0, or "on" or "off"',
          },
        },
      },
    ]);
    expect(inputsOf('')).toHaveLength(1);
  });

  it('gives the queue back what cannot be stored now, and only that', async () => {
    writeAnswer = { exception: 'AccessDeniedException' };
    const Records = [message('1', { readings: { temperature: 1 } }), message('2', {}, '01JZ8Q6V5X3M9T2B7C4D1E0F99')];
    expect(await handler({ Records }, context)).toEqual({ batchItemFailures: [{ itemIdentifier: '1' }] });
  });

  it('rejects what is no batch of a queue', async () => {
    await expect(handler({}, context)).rejects.toThrow(v.ValiError);
  });
});
