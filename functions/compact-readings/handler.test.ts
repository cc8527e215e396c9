import type { Context } from 'aws-lambda';
import { ulid } from 'ulid';
import * as v from 'valibot';
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { hourBegin, partitionOf } from '../shared/readings/dynamodb/keys.ts';
import { mergedDevice } from '../shared/readings/dynamodb/testing/merged-device.ts';
import { startTable, type TestTable } from '../shared/readings/dynamodb/testing/start-table.ts';
import { dynamodbWriter } from '../shared/readings/dynamodb/write.ts';
import { formatTime, fromMilliseconds } from '../shared/time.ts';
import { EraseAnswer, RebuildAnswer } from './event.ts';
import type { handler } from './handler.ts';

const context = {
  awsRequestId: 'request-1',
  functionName: 'compact-readings',
  getRemainingTimeInMillis: () => 900_000,
} as Context;
const HOUR_MS = 3_600_000;
const device = { organizationId: ulid(), deviceId: ulid() };
const hour = Math.floor(Date.now() / HOUR_MS) - 30;
const time = (seconds: number) => hourBegin(hour) + fromMilliseconds(seconds * 1000);

let test: TestTable;
let handle: typeof handler;
beforeAll(async () => {
  test = await startTable();
});
beforeEach(async () => {
  vi.stubEnv('AWS_ENDPOINT_URL_DYNAMODB', test.endpoint);
  vi.stubEnv('AWS_REGION', 'eu-west-1');
  vi.stubEnv('AWS_ACCESS_KEY_ID', 'test');
  vi.stubEnv('AWS_SECRET_ACCESS_KEY', 'test');
  vi.stubEnv('POWERTOOLS_LOG_LEVEL', 'SILENT');
  vi.stubEnv('READINGS_STORE', `dynamodb:${test.name}/365`);
  ({ handler: handle } = await import('./handler.ts'));
});
afterAll(() => test.close());

describe('the handler of compact-readings', () => {
  it('merges by the schedule, whose event says nothing of it', async () => {
    // What was written three hours ago is due by now.
    const clock = () => Date.now() - 3 * HOUR_MS;
    const writer = dynamodbWriter({ table: test.table, clock, retentionDays: 365, timeLimit: 10_000 });
    const readings = [1, 2, 3].map((seconds) => ({
      ...device,
      metric: 'level',
      time: time(seconds),
      value: seconds,
      text: null,
      receivedAt: clock(),
    }));
    expect(await writer.write(readings)).toEqual({ rejected: [], retryable: [] });
    const event = { version: '0', source: 'aws.scheduler', 'detail-type': 'Scheduled Event' };
    expect(await handle(event, context)).toEqual({ hours: 1, left: 0, oldestSeconds: 0 });
    const { metrics } = await mergedDevice(test.table, partitionOf(device));
    expect(metrics).toMatchObject([{ metric: 'level', hour, summary: { count: 3, sum: 6 } }]);
  });

  it('rebuilds one device, or all', async () => {
    for (const asked of [device, null]) {
      const answer = v.parse(RebuildAnswer, await handle({ rebuild: { device: asked, after: null } }, context));
      // The hour of its blocks, and once more of its runs.
      expect(answer).toEqual({ hours: 2, changed: 0, failed: 0, after: null });
    }
  });

  it('erases', async () => {
    const erase = { ...device, metric: 'level', from: formatTime(time(2)), to: formatTime(time(60)), after: null };
    expect(v.parse(EraseAnswer, await handle({ erase }, context))).toEqual({ readings: 2, after: null });
    expect(v.parse(EraseAnswer, await handle({ erase }, context))).toEqual({ readings: 0, after: null });
  });

  it.each([
    [{ rebuild: { device: { organizationId: 'x', deviceId: ulid() }, after: null } }, 'rebuild.device.organizationId'],
    [{ rebuild: { device: null, after: 'x' } }, 'rebuild.after'],
    [{ rebuild: true }, 'rebuild'],
    [{ erase: { ...device, metric: 'a b', from: 'now', to: '', after: null } }, 'erase.metric'],
  ])('refuses %j', async (event, place) => {
    await expect(handle(event, context)).rejects.toThrow(place);
  });
});

describe('the environment of compact-readings', () => {
  it('is of a table in DynamoDB', async () => {
    const { default: definition } = await import('./function.ts');
    const parse = (READINGS_STORE: string) => v.safeParse(definition.environment, { READINGS_STORE });
    expect(parse('dynamodb:readings/30').output).toEqual({
      READINGS_STORE: { kind: 'dynamodb', table: 'readings', retentionDays: 30 },
    });
    expect(parse('timestream:sonde/readings').issues?.[0].message).toContain('nothing to merge in Timestream');
  });
});
