import * as sdk from '@aws-sdk/client-cloudwatch';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { silentLog } from '../shared/log.ts';
import { clientOptions, serve } from '../shared/testing/serve.ts';
import { temporaryDirectory } from '../shared/testing/temporary-directory.ts';
import { createCloudWatch } from './index.ts';

const NOW = Date.UTC(2026, 0, 15, 12);
const TOPIC = 'arn:aws:sns:eu-west-1:000000000000:sonde-local-alarms';
const ARN = 'arn:aws:cloudwatch:eu-west-1:000000000000:alarm:errors';

let folder: Awaited<ReturnType<typeof temporaryDirectory>>;
let client: sdk.CloudWatchClient;
let url: string;
let stop: () => Promise<void>;

async function start(): Promise<void> {
  const service = await createCloudWatch({ directory: folder.directory, log: silentLog, clock: () => NOW });
  const served = await serve(service);
  url = served.url;
  client = new sdk.CloudWatchClient(clientOptions(url));
  stop = async () => {
    client.destroy();
    await served.close();
    await service.close();
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

const errors: sdk.PutMetricAlarmCommandInput = {
  AlarmName: 'errors',
  AlarmDescription: 'It ended with an error.',
  Namespace: 'AWS/Lambda',
  MetricName: 'Errors',
  Dimensions: [{ Name: 'FunctionName', Value: 'sonde-local-ingest' }],
  Statistic: 'Sum',
  Period: 300,
  EvaluationPeriods: 1,
  ComparisonOperator: 'GreaterThanThreshold',
  Threshold: 0,
  TreatMissingData: 'notBreaching',
  AlarmActions: [TOPIC],
};
const put = (more: Partial<sdk.PutMetricAlarmCommandInput> = {}) =>
  client.send(new sdk.PutMetricAlarmCommand({ ...errors, ...more }));
const list = async (input: sdk.DescribeAlarmsCommandInput = {}) =>
  (await client.send(new sdk.DescribeAlarmsCommand(input))).MetricAlarms ?? [];

async function query(form: string): Promise<{ status: number; body: string }> {
  const answer = await fetch(url, { method: 'POST', body: form });
  return { status: answer.status, body: await answer.text() };
}

describe('alarms', () => {
  it('gives back what was set, after a restart too', async () => {
    await put({ Tags: [{ Key: 'Project', Value: 'sonde' }] });
    await stop();
    await start();
    expect(await list()).toEqual([
      {
        ...errors,
        ActionsEnabled: true,
        OKActions: [],
        InsufficientDataActions: [],
        Metrics: [],
        AlarmArn: ARN,
        AlarmConfigurationUpdatedTimestamp: new Date(NOW),
        StateValue: 'INSUFFICIENT_DATA',
        StateReason: 'Unchecked: Initial alarm creation',
        StateUpdatedTimestamp: new Date(NOW),
        StateTransitionedTimestamp: new Date(NOW),
      },
    ]);
    const { Tags } = await client.send(new sdk.ListTagsForResourceCommand({ ResourceARN: ARN }));
    expect(Tags).toEqual([{ Key: 'Project', Value: 'sonde' }]);
  });

  it('replaces an alarm whole, but for its state and tags', async () => {
    await put({ Tags: [{ Key: 'a', Value: '1' }] });
    const state = { AlarmName: 'errors', StateValue: 'ALARM', StateReason: 'Tried' } as const;
    await client.send(new sdk.SetAlarmStateCommand(state));
    const { AlarmDescription: _, ...withoutDescription } = errors;
    await client.send(new sdk.PutMetricAlarmCommand({ ...withoutDescription, Tags: [{ Key: 'b', Value: '2' }] }));
    await client.send(new sdk.DisableAlarmActionsCommand({ AlarmNames: ['errors', 'missing'] }));
    const [alarm] = await list({ StateValue: 'ALARM', ActionPrefix: 'arn:aws:sns' });
    expect(alarm).toMatchObject({ StateReason: 'Tried', ActionsEnabled: false });
    expect(alarm?.AlarmDescription).toBeUndefined();
    await client.send(new sdk.UntagResourceCommand({ ResourceARN: ARN, TagKeys: ['a'] }));
    const { Tags } = await client.send(new sdk.ListTagsForResourceCommand({ ResourceARN: ARN }));
    expect(Tags).toEqual([]);
  });

  it('takes metric math', async () => {
    const metric = { Namespace: 'AWS/Lambda', MetricName: 'Errors', Dimensions: [] };
    const Metrics = [
      { Id: 'rate', Expression: 'errors * 2', Label: 'Twice', ReturnData: true },
      { Id: 'errors', MetricStat: { Metric: metric, Period: 60, Stat: 'p99' }, ReturnData: false },
    ];
    const math = {
      AlarmName: 'math',
      EvaluationPeriods: 1,
      Threshold: 1,
      ComparisonOperator: 'LessThanThreshold',
    } as const;
    await client.send(new sdk.PutMetricAlarmCommand({ ...math, Metrics }));
    expect((await list({ AlarmNames: ['math'] }))[0]?.Metrics).toEqual(Metrics);
  });

  it('pages', async () => {
    for (const AlarmName of ['b1', 'b2', 'a', 'b3']) await put({ AlarmName });
    const ask = (NextToken?: string) =>
      client.send(new sdk.DescribeAlarmsCommand({ AlarmNamePrefix: 'b', MaxRecords: 2, NextToken }));
    const first = await ask();
    const second = await ask(first.NextToken);
    const names = [first, second].map(({ MetricAlarms = [] }) => MetricAlarms.map(({ AlarmName }) => AlarmName));
    expect(names).toEqual([['b1', 'b2'], ['b3']]);
  });

  it.each<[string, Partial<sdk.PutMetricAlarmCommandInput>, string]>([
    ['a period that there is none of', { Period: 45 }, 'Period'],
    ['more than a day of short periods', { EvaluationPeriods: 289 }, 'more than 1 day'],
    ['more datapoints than periods', { DatapointsToAlarm: 2 }, 'DatapointsToAlarm'],
    ['two statistics', { ExtendedStatistic: 'p99' }, 'Statistic'],
    ['what is no ARN', { AlarmActions: ['somebody'] }, 'Invalid arn syntax'],
    ['another way to treat what is missing', { TreatMissingData: 'never' }, 'TreatMissingData'],
    ['PromQL', { EvaluationInterval: 60 }, 'EvaluationInterval'],
  ])('refuses %s', async (_what, more, message) => {
    await expect(put(more)).rejects.toThrow(message);
  });

  it('deletes all or none', async () => {
    await put();
    const remove = (AlarmNames: string[]) => client.send(new sdk.DeleteAlarmsCommand({ AlarmNames }));
    await expect(remove(['errors', 'missing'])).rejects.toMatchObject({ name: 'ResourceNotFound' });
    expect(await list()).toHaveLength(1);
    await remove(['errors']);
    expect(await list()).toEqual([]);
  });

  it('refuses what is not there by name', async () => {
    const composite = new sdk.PutCompositeAlarmCommand({ AlarmName: 'all', AlarmRule: 'ALARM(errors)' });
    await expect(client.send(composite)).rejects.toThrow('PutCompositeAlarm is not supported here');
    await expect(client.send(new sdk.PutMetricDataCommand({ Namespace: 'sonde', MetricData: [] }))).rejects.toThrow(
      'PutMetricData is not supported here',
    );
  });
});

it('speaks the query protocol', async () => {
  const form =
    'Action=PutMetricAlarm&Version=2010-08-01&AlarmName=errors&ActionsEnabled=true&Namespace=AWS%2FLambda&MetricName=Errors' +
    '&Statistic=Sum&Period=300&EvaluationPeriods=1&ComparisonOperator=GreaterThanThreshold&Threshold=0.5' +
    `&OKActions=&AlarmActions.member.1=${TOPIC}`;
  expect((await query(form)).status).toBe(200);
  const { body } = await query('Action=DescribeAlarms&Version=2010-08-01&AlarmNames.member.1=errors');
  expect(body).toContain(`<AlarmActions><member>${TOPIC}</member></AlarmActions>`);
  expect(body).toContain('<Threshold>0.5</Threshold>');
  expect(body).toContain('<StateUpdatedTimestamp>2026-01-15T12:00:00.000Z</StateUpdatedTimestamp>');
  const missing = await query('Action=GetDashboard&DashboardName=missing');
  expect(missing.status).toBe(404);
  expect(missing.body).toContain('<Code>ResourceNotFound</Code>');
});

describe('dashboards', () => {
  const widget = { type: 'text', x: 0, y: 0, width: 6, height: 3, properties: { markdown: '# Sonde' } };
  const putDashboard = (DashboardName: string, body: unknown) => {
    const DashboardBody = typeof body === 'string' ? body : JSON.stringify(body);
    return client.send(new sdk.PutDashboardCommand({ DashboardName, DashboardBody }));
  };

  it('keeps, lists and deletes them', async () => {
    await putDashboard('sonde', { widgets: [widget] });
    await putDashboard('other', { widgets: [] });
    const found = await client.send(new sdk.GetDashboardCommand({ DashboardName: 'sonde' }));
    expect(found).toMatchObject({
      DashboardArn: 'arn:aws:cloudwatch::000000000000:dashboard/sonde',
      DashboardBody: JSON.stringify({ widgets: [widget] }),
    });
    await client.send(new sdk.DeleteDashboardsCommand({ DashboardNames: ['other'] }));
    const { DashboardEntries } = await client.send(new sdk.ListDashboardsCommand({}));
    expect(DashboardEntries).toEqual([
      {
        DashboardName: 'sonde',
        DashboardArn: found.DashboardArn,
        LastModified: new Date(NOW),
        Size: found.DashboardBody?.length,
      },
    ]);
    const gone = client.send(new sdk.GetDashboardCommand({ DashboardName: 'other' }));
    await expect(gone).rejects.toMatchObject({ name: 'DashboardNotFoundError' });
  });

  it.each([
    ['what is not JSON', 'dashboard', '{', 'not JSON'],
    ['a widget of no kind', 'dashboard', { widgets: [{ ...widget, type: 'picture' }] }, '/widgets/0/type'],
    ['a widget wider than the grid', 'dashboard', { widgets: [{ ...widget, width: 25 }] }, '/widgets/0/width'],
    ['a name with a space', 'my dashboard', { widgets: [] }, 'dashboard name'],
  ])('refuses %s', async (_what, name, body, message) => {
    await expect(putDashboard(name, body)).rejects.toMatchObject({
      name: 'DashboardInvalidInputError',
      message: expect.stringContaining(message) as string,
    });
  });
});
