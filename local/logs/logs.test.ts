import * as sdk from '@aws-sdk/client-cloudwatch-logs';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { silentLog } from '../shared/log.ts';
import { clientOptions, serve } from '../shared/testing/serve.ts';
import { temporaryDirectory } from '../shared/testing/temporary-directory.ts';
import { KEPT_EVENTS } from './events.ts';
import { createLogs, type Logs } from './index.ts';

const NOW = Date.UTC(2026, 0, 15, 12);
const GROUP = '/aws/lambda/sonde-local-ingest';
const ARN = `arn:aws:logs:eu-west-1:000000000000:log-group:${GROUP}`;

let folder: Awaited<ReturnType<typeof temporaryDirectory>>;
let logs: Logs;
let client: sdk.CloudWatchLogsClient;
let stop: () => Promise<void>;

async function start(): Promise<void> {
  logs = await createLogs({ directory: folder.directory, log: silentLog, clock: () => NOW });
  const served = await serve(logs);
  client = new sdk.CloudWatchLogsClient(clientOptions(served.url));
  stop = async () => {
    client.destroy();
    await served.close();
    await logs.close();
  };
}
beforeEach(async () => {
  folder = await temporaryDirectory();
  await start();
});
afterEach(async () => {
  await stop();
  await folder.remove();
});

const make = (logGroupName = GROUP, more: Partial<sdk.CreateLogGroupCommandInput> = {}) =>
  client.send(new sdk.CreateLogGroupCommand({ logGroupName, ...more }));
const describeGroups = (input: sdk.DescribeLogGroupsCommandInput = {}) =>
  client.send(new sdk.DescribeLogGroupsCommand(input));

describe('log groups', () => {
  it('gives back what was set, after a restart too, and the defaults', async () => {
    const kmsKeyId = 'arn:aws:kms:eu-west-1:000000000000:key/1';
    await make(GROUP, { kmsKeyId, tags: { Project: 'sonde' } });
    await client.send(new sdk.PutRetentionPolicyCommand({ logGroupName: GROUP, retentionInDays: 14 }));
    await stop();
    await start();
    const { logGroups } = await describeGroups();
    expect(logGroups).toEqual([
      {
        logGroupName: GROUP,
        creationTime: NOW,
        retentionInDays: 14,
        metricFilterCount: 0,
        arn: `${ARN}:*`,
        logGroupArn: ARN,
        storedBytes: 0,
        kmsKeyId,
        logGroupClass: 'STANDARD',
        deletionProtectionEnabled: false,
      },
    ]);
    const { tags } = await client.send(new sdk.ListTagsForResourceCommand({ resourceArn: ARN }));
    expect(tags).toEqual({ Project: 'sonde' });
  });

  it('pages by prefix', async () => {
    for (const name of ['b-2', 'a-1', 'b-1', 'b-3']) await make(name);
    const first = await describeGroups({ logGroupNamePrefix: 'b', limit: 2 });
    const second = await describeGroups({ logGroupNamePrefix: 'b', limit: 2, nextToken: first.nextToken });
    expect(first.logGroups?.map(({ logGroupName }) => logGroupName)).toEqual(['b-1', 'b-2']);
    expect(second.logGroups?.map(({ logGroupName }) => logGroupName)).toEqual(['b-3']);
    expect(second.nextToken).toBeUndefined();
  });

  it('changes settings and tags, and takes them away', async () => {
    await make(GROUP, { tags: { a: '1', b: '2' } });
    await client.send(new sdk.PutRetentionPolicyCommand({ logGroupName: GROUP, retentionInDays: 30 }));
    await client.send(new sdk.DeleteRetentionPolicyCommand({ logGroupName: GROUP }));
    await client.send(new sdk.TagResourceCommand({ resourceArn: ARN, tags: { b: '3', c: '4' } }));
    await client.send(new sdk.UntagResourceCommand({ resourceArn: ARN, tagKeys: ['a'] }));
    expect((await describeGroups()).logGroups?.[0]?.retentionInDays).toBeUndefined();
    const { tags } = await client.send(new sdk.ListTagsForResourceCommand({ resourceArn: ARN }));
    expect(tags).toEqual({ b: '3', c: '4' });
  });

  it('keeps a protected group until the protection is taken away', async () => {
    await make(GROUP, { deletionProtectionEnabled: true });
    const remove = () => client.send(new sdk.DeleteLogGroupCommand({ logGroupName: GROUP }));
    await expect(remove()).rejects.toMatchObject({ name: 'InvalidOperationException' });
    const protection = { logGroupIdentifier: GROUP, deletionProtectionEnabled: false };
    await client.send(new sdk.PutLogGroupDeletionProtectionCommand(protection));
    await remove();
    await expect(remove()).rejects.toMatchObject({ name: 'ResourceNotFoundException' });
  });

  it('refuses what AWS refuses', async () => {
    await make();
    await expect(make()).rejects.toMatchObject({
      name: 'ResourceAlreadyExistsException',
      message: 'The specified log group already exists',
    });
    await expect(make('with space')).rejects.toMatchObject({ name: 'InvalidParameterException' });
    const retention = new sdk.PutRetentionPolicyCommand({ logGroupName: GROUP, retentionInDays: 15 });
    await expect(client.send(retention)).rejects.toMatchObject({ name: 'InvalidParameterException' });
    const insights = new sdk.DescribeQueriesCommand({});
    await expect(client.send(insights)).rejects.toThrow('DescribeQueries is not supported here');
  });
});

describe('metric filters', () => {
  const transformation = { metricName: 'Failed', metricNamespace: 'sonde', metricValue: '1', unit: 'Count' as const };
  const filter = {
    logGroupName: GROUP,
    filterName: 'failed',
    filterPattern: '{ $.message = "An export failed" }',
    metricTransformations: [transformation],
  };
  const put = (more: Partial<sdk.PutMetricFilterCommandInput> = {}) =>
    client.send(new sdk.PutMetricFilterCommand({ ...filter, ...more }));
  const list = () => client.send(new sdk.DescribeMetricFiltersCommand({ logGroupName: GROUP, filterNamePrefix: 'f' }));

  it('gives them back, and deletes them with their group', async () => {
    await make();
    await put();
    await put({ filterName: 'other' });
    expect((await list()).metricFilters).toEqual([{ ...filter, creationTime: NOW, applyOnTransformedLogs: false }]);
    expect((await describeGroups()).logGroups?.[0]?.metricFilterCount).toBe(2);
    await client.send(new sdk.DeleteLogGroupCommand({ logGroupName: GROUP }));
    await make();
    expect((await list()).metricFilters).toEqual([]);
  });

  it('refuses one without a group, with two metrics, or of another class', async () => {
    await expect(put()).rejects.toMatchObject({ name: 'ResourceNotFoundException' });
    await make(GROUP, { logGroupClass: 'INFREQUENT_ACCESS' });
    await expect(put()).rejects.toMatchObject({ name: 'InvalidOperationException' });
    const two = put({ metricTransformations: [transformation, transformation] });
    await expect(two).rejects.toMatchObject({ name: 'InvalidParameterException' });
  });
});

describe('events', () => {
  const filterEvents = (input: Partial<sdk.FilterLogEventsCommandInput> = {}) =>
    client.send(new sdk.FilterLogEventsCommand({ logGroupName: GROUP, ...input }));
  const put = (events: readonly [number, string][], logStreamName = 's') => {
    const logEvents = events.map(([timestamp, message]) => ({ timestamp: NOW + timestamp, message }));
    return client.send(new sdk.PutLogEventsCommand({ logGroupName: GROUP, logStreamName, logEvents }));
  };
  const read = (input: Partial<sdk.GetLogEventsCommandInput> = {}) =>
    client.send(new sdk.GetLogEventsCommand({ logGroupName: GROUP, logStreamName: 's', ...input }));
  beforeEach(async () => {
    await make();
    await client.send(new sdk.CreateLogStreamCommand({ logGroupName: GROUP, logStreamName: 's' }));
  });

  it('finds terms, in the order of time, a page after the other', async () => {
    logs.append(GROUP, 'in-process', ['ERROR one', '', 'INFO two']);
    await put([
      [-2, 'WARN ERROR three'],
      [5, 'ERROR four'],
    ]);
    const found = await filterEvents({ filterPattern: 'ERROR -WARN', limit: 1 });
    const rest = await filterEvents({ filterPattern: 'ERROR -WARN', limit: 5, nextToken: found.nextToken });
    expect([...(found.events ?? []), ...(rest.events ?? [])].map(({ message }) => message)).toEqual([
      'ERROR one',
      'ERROR four',
    ]);
    const either = await filterEvents({ filterPattern: '?four ?"RN ERR"', logStreamNamePrefix: 's' });
    expect(either.events?.map(({ message }) => message)).toEqual(['WARN ERROR three', 'ERROR four']);
    await expect(filterEvents({ filterPattern: '{ $.a = 1 }' })).rejects.toThrow('JSON');
  });

  it('reads a stream from its end and from its head', async () => {
    await put([0, 1, 2, 3].map((at) => [at, `line ${at}`]));
    const end = await read({ limit: 3 });
    const before = await read({ limit: 3, nextToken: end.nextBackwardToken });
    const after = await read({ nextToken: end.nextForwardToken });
    const head = await read({ startFromHead: true, limit: 1, startTime: NOW + 1 });
    expect(end.events?.map(({ message }) => message)).toEqual(['line 1', 'line 2', 'line 3']);
    expect(before.events?.map(({ message }) => message)).toEqual(['line 0']);
    expect([after.events, after.nextForwardToken]).toEqual([[], end.nextForwardToken]);
    expect(head.events?.map(({ message }) => message)).toEqual(['line 1']);
  });

  it('rejects what is too old or too new, and batches out of order', async () => {
    const hour = 60 * 60 * 1000;
    const { rejectedLogEventsInfo } = await put([
      [-hour, 'taken'],
      [3 * hour, 'too new'],
    ]);
    expect(rejectedLogEventsInfo).toEqual({ tooNewLogEventStartIndex: 1 });
    const disorder = put([
      [2, 'b'],
      [1, 'a'],
    ]);
    await expect(disorder).rejects.toThrow('chronological');
    await expect(put([[0, 'a']], 'missing')).rejects.toMatchObject({ name: 'ResourceNotFoundException' });
  });

  it('describes streams by name or by their last event', async () => {
    logs.append(GROUP, 'a', ['now']);
    await put([[7, 'later']]);
    const describeStreams = (input: Partial<sdk.DescribeLogStreamsCommandInput>) =>
      client.send(new sdk.DescribeLogStreamsCommand({ logGroupName: GROUP, ...input }));
    const byName = await describeStreams({ limit: 1 });
    const last = await describeStreams({ orderBy: 'LastEventTime', descending: true });
    expect(byName.logStreams?.map(({ logStreamName }) => logStreamName)).toEqual(['a']);
    expect(last.logStreams?.map(({ lastEventTimestamp }) => lastEventTimestamp)).toEqual([NOW + 7, NOW]);
  });

  it('keeps the newest, and nothing for a group that nobody made', async () => {
    const lines = Array.from({ length: KEPT_EVENTS + 5 }, (_, at) => `line ${at}`);
    logs.append(GROUP, 's', lines);
    expect((await read({ startFromHead: true, limit: 1 })).events?.[0]?.message).toBe('line 5');
    logs.append('/not/there', 's', ['lost']);
    expect((await describeGroups()).logGroups).toHaveLength(1);
  });
});
