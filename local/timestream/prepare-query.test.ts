import {
  CreateScheduledQueryCommand,
  DeleteScheduledQueryCommand,
  ListScheduledQueriesCommand,
  PrepareQueryCommand,
  QueryCommand,
} from '@aws-sdk/client-timestream-query';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { DATABASE, NOW, reading, startTimestream, TABLE } from './testing/service.ts';
import type { Harness } from './testing/service.ts';

const FROM = `FROM "${DATABASE}"."${TABLE}"`;

let timestream: Harness;
beforeAll(async () => {
  timestream = await startTimestream({ clock: () => NOW });
  await timestream.createTable();
  await timestream.write([reading('1')]);
});
afterAll(async () => {
  await timestream[Symbol.asyncDispose]();
});

const prepare = (QueryString: string, ValidateOnly = true) =>
  timestream.querying.send(new PrepareQueryCommand({ QueryString, ValidateOnly }));

const origin = { DatabaseName: DATABASE, TableName: TABLE };

describe('PrepareQuery', () => {
  test('tells the columns of a query', async () => {
    const sql = `SELECT device_id, value AS v, value + 1, create_time_series(time, value) AS s ${FROM} GROUP BY device_id, value`;
    const { QueryString, Columns, Parameters } = await prepare(sql);
    expect(QueryString).toBe(sql);
    expect(Parameters).toEqual([]);
    expect(Columns).toEqual([
      { Name: 'device_id', Type: { ScalarType: 'VARCHAR' }, Aliased: false, ...origin },
      { Name: 'v', Type: { ScalarType: 'DOUBLE' }, Aliased: true, ...origin },
      { Name: '_col2', Type: { ScalarType: 'DOUBLE' }, Aliased: false },
      { Name: 's', Type: { TimeSeriesMeasureValueColumnInfo: { Type: { ScalarType: 'DOUBLE' } } }, Aliased: true },
    ]);
  });

  test('knows the columns of a table', async () => {
    const { Columns } = await prepare(`SELECT * ${FROM}`);
    expect(Columns?.map(({ Name, TableName }) => [Name, TableName])).toEqual(
      ['device_id', 'measure_name', 'time', 'value'].map((name) => [name, TABLE]),
    );
  });

  test.each([
    ['a mistake', `SELECT missing ${FROM}`, true, "Column 'missing' does not exist"],
    ['a parameter', `SELECT 1 ${FROM} WHERE device_id = @device`, true, 'syntax'],
    ['to store the query', 'SELECT 1', false, 'ValidateOnly'],
    ['what is no SELECT', `UNLOAD (SELECT 1) TO 's3://bucket'`, true, 'UNLOAD'],
  ])('refuses %s', async (_, sql, validateOnly, message) => {
    await expect(prepare(sql, validateOnly)).rejects.toMatchObject({
      name: 'ValidationException',
      message: expect.stringContaining(message) as string,
    });
  });
});

test('operations of scheduled queries are refused by name', async () => {
  const { querying } = timestream;
  const ScheduledQueryArn = 'arn:aws:timestream:eu-west-1:000000000000:scheduled-query/x';
  const ErrorReportConfiguration = { S3Configuration: { BucketName: 'bucket' } };
  await expect(
    querying.send(
      new CreateScheduledQueryCommand({
        Name: 'x',
        QueryString: 'SELECT 1',
        ScheduleConfiguration: { ScheduleExpression: 'rate(1 hour)' },
        NotificationConfiguration: { SnsConfiguration: { TopicArn: 'arn:aws:sns:eu-west-1:000000000000:x' } },
        ScheduledQueryExecutionRoleArn: 'arn:aws:iam::000000000000:role/x',
        ErrorReportConfiguration,
      }),
    ),
  ).rejects.toThrow('CreateScheduledQuery is not supported here');
  await expect(querying.send(new ListScheduledQueriesCommand({}))).rejects.toThrow('ListScheduledQueries');
  await expect(querying.send(new DeleteScheduledQueryCommand({ ScheduledQueryArn }))).rejects.toThrow(
    'DeleteScheduledQuery',
  );
});

test('insights into a query are refused, as the engine has none', async () => {
  const ask = (Mode: 'DISABLED' | 'ENABLED_WITH_RATE_CONTROL') =>
    timestream.querying.send(new QueryCommand({ QueryString: 'SELECT 1', QueryInsights: { Mode } }));
  expect((await ask('DISABLED')).Rows).toHaveLength(1);
  await expect(ask('ENABLED_WITH_RATE_CONTROL')).rejects.toMatchObject({
    name: 'ValidationException',
    message: expect.stringContaining('QueryInsights') as string,
  });
});
