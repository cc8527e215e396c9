import {
  ConflictException,
  CreateScheduleCommand,
  CreateScheduleGroupCommand,
  DeleteScheduleCommand,
  DeleteScheduleGroupCommand,
  GetScheduleCommand,
  GetScheduleGroupCommand,
  ListScheduleGroupsCommand,
  ListSchedulesCommand,
  ListTagsForResourceCommand,
  ResourceNotFoundException,
  SchedulerClient,
  TagResourceCommand,
  UntagResourceCommand,
  UpdateScheduleCommand,
  ValidationException,
  type CreateScheduleCommandInput,
  type ListSchedulesCommandInput,
} from '@aws-sdk/client-scheduler';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { silentLog } from '../shared/log.ts';
import type { Roles } from '../shared/ports.ts';
import { clientOptions, serve, type Served } from '../shared/testing/serve.ts';
import { temporaryDirectory } from '../shared/testing/temporary-directory.ts';
import { createScheduler, type Scheduler } from './scheduler.ts';

const NOW = Date.UTC(2026, 0, 2, 3, 4, 5, 500);
const RoleArn = 'arn:aws:iam::000000000000:role/schedule';
const untrusting = 'arn:aws:iam::000000000000:role/other';
const Arn = 'arn:aws:lambda:eu-west-1:000000000000:function:sweep';
const groupArn = 'arn:aws:scheduler:eu-west-1:000000000000:schedule-group/exports';
const sweep: CreateScheduleCommandInput = {
  Name: 'sweep',
  ScheduleExpression: 'rate(1 minute)',
  FlexibleTimeWindow: { Mode: 'OFF' },
  Target: { Arn, RoleArn },
};
const roles: Roles = {
  find: (arn) =>
    arn.endsWith('/missing')
      ? undefined
      : { arn, trusts: (service) => arn === RoleArn && service === 'scheduler.amazonaws.com', allows: () => true },
};

let directory: string;
let remove: () => Promise<void>;
let scheduler: Scheduler;
let served: Served;
let client: SchedulerClient;

async function start(): Promise<void> {
  const lambda = { invoke: () => Promise.resolve({ payload: null }) };
  scheduler = await createScheduler({ directory, lambda, roles, log: silentLog, clock: () => NOW });
  served = await serve(scheduler);
  client = new SchedulerClient(clientOptions(served.url));
}

async function stop(): Promise<void> {
  client.destroy();
  await served.close();
  await scheduler.close();
}

beforeEach(async () => {
  ({ directory, remove } = await temporaryDirectory());
  await start();
});
afterEach(async () => {
  await stop();
  await remove();
});

test('a group is made, listed, tagged and deleted with its schedules', async () => {
  const Tags = [{ Key: 'Project', Value: 'sonde' }];
  const made = await client.send(new CreateScheduleGroupCommand({ Name: 'exports', Tags }));
  expect(made.ScheduleGroupArn).toBe(groupArn);
  await expect(client.send(new CreateScheduleGroupCommand({ Name: 'exports' }))).rejects.toThrow(ConflictException);
  expect(await client.send(new GetScheduleGroupCommand({ Name: 'exports' }))).toMatchObject({
    Arn: groupArn,
    Name: 'exports',
    State: 'ACTIVE',
    CreationDate: new Date(NOW),
  });
  const first = await client.send(new ListScheduleGroupsCommand({ MaxResults: 1 }));
  const second = await client.send(new ListScheduleGroupsCommand({ MaxResults: 1, NextToken: first.NextToken }));
  expect([first, second].map(({ ScheduleGroups }) => ScheduleGroups?.map(({ Name }) => Name))).toEqual([
    ['default'],
    ['exports'],
  ]);
  expect(second.NextToken).toBeUndefined();

  await client.send(new TagResourceCommand({ ResourceArn: groupArn, Tags: [{ Key: 'a/b', Value: '' }] }));
  await client.send(new UntagResourceCommand({ ResourceArn: groupArn, TagKeys: ['Project'] }));
  const tags = await client.send(new ListTagsForResourceCommand({ ResourceArn: groupArn }));
  expect(tags.Tags).toEqual([{ Key: 'a/b', Value: '' }]);

  await client.send(new CreateScheduleCommand({ ...sweep, GroupName: 'exports' }));
  await client.send(new DeleteScheduleGroupCommand({ Name: 'exports' }));
  await expect(client.send(new GetScheduleGroupCommand({ Name: 'exports' }))).rejects.toThrow(
    ResourceNotFoundException,
  );
  expect((await client.send(new ListSchedulesCommand({}))).Schedules).toEqual([]);
  await expect(client.send(new DeleteScheduleGroupCommand({ Name: 'default' }))).rejects.toThrow(ValidationException);
});

test('a schedule is given back as it was set, with the defaults of what was not, also after a restart', async () => {
  const { ScheduleArn } = await client.send(new CreateScheduleCommand(sweep));
  await stop();
  await start();
  const { $metadata: _metadata, ...found } = await client.send(new GetScheduleCommand({ Name: 'sweep' }));
  expect(found).toEqual({
    ...sweep,
    Arn: ScheduleArn,
    GroupName: 'default',
    State: 'ENABLED',
    ScheduleExpressionTimezone: 'UTC',
    ActionAfterCompletion: 'NONE',
    Target: { ...sweep.Target, RetryPolicy: { MaximumEventAgeInSeconds: 86_400, MaximumRetryAttempts: 185 } },
    CreationDate: new Date(NOW),
    LastModificationDate: new Date(NOW),
  });

  const all = {
    ...sweep,
    Description: 'Sweeps',
    State: 'DISABLED' as const,
    ScheduleExpressionTimezone: 'Europe/Paris',
    StartDate: new Date('2030-01-01T00:00:00Z'),
    EndDate: new Date('2031-01-01T00:00:00Z'),
    FlexibleTimeWindow: { Mode: 'FLEXIBLE' as const, MaximumWindowInMinutes: 5 },
    ActionAfterCompletion: 'DELETE' as const,
    Target: {
      Arn,
      RoleArn,
      Input: '{"a":1}',
      RetryPolicy: { MaximumEventAgeInSeconds: 60, MaximumRetryAttempts: 0 },
      DeadLetterConfig: { Arn: 'arn:aws:sqs:eu-west-1:000000000000:dead' },
    },
  };
  await client.send(new UpdateScheduleCommand(all));
  expect(await client.send(new GetScheduleCommand({ Name: 'sweep' }))).toMatchObject(all);
  await client.send(new UpdateScheduleCommand(sweep));
  expect((await client.send(new GetScheduleCommand({ Name: 'sweep' }))).Description).toBeUndefined();
});

test('schedules are listed by group, prefix and state', async () => {
  await client.send(new CreateScheduleGroupCommand({ Name: 'exports' }));
  await client.send(new CreateScheduleCommand(sweep));
  await client.send(new CreateScheduleCommand({ ...sweep, GroupName: 'exports', State: 'DISABLED' }));
  await client.send(new CreateScheduleCommand({ ...sweep, GroupName: 'exports', Name: 'other' }));
  const list = async (query: ListSchedulesCommandInput) => {
    const { Schedules = [] } = await client.send(new ListSchedulesCommand(query));
    return Schedules.map(({ GroupName = '', Name = '' }) => `${GroupName}/${Name}`);
  };
  expect(await list({})).toEqual(['default/sweep', 'exports/other', 'exports/sweep']);
  expect(await list({ GroupName: 'exports', NamePrefix: 'ot' })).toEqual(['exports/other']);
  expect(await list({ State: 'DISABLED' })).toEqual(['exports/sweep']);
  await client.send(new DeleteScheduleCommand({ Name: 'sweep', GroupName: 'exports' }));
  expect(await list({ GroupName: 'exports' })).toEqual(['exports/other']);
  await expect(client.send(new DeleteScheduleCommand({ Name: 'sweep', GroupName: 'exports' }))).rejects.toThrow(
    ResourceNotFoundException,
  );
});

test('what AWS refuses is refused', async () => {
  const refused = (changes: Partial<CreateScheduleCommandInput>) =>
    expect(client.send(new CreateScheduleCommand({ ...sweep, ...changes }))).rejects;
  const trust = 'The execution role you provide must allow AWS EventBridge Scheduler to assume the role.';
  for (const arn of [untrusting, `${untrusting}/missing`])
    await refused({ Target: { Arn, RoleArn: arn } }).toMatchObject({ name: 'ValidationException', message: trust });
  await refused({ ScheduleExpression: 'rate(1 minutes)' }).toThrow(ValidationException);
  await refused({ ScheduleExpression: 'cron(0 12 * * ? *)' }).toThrow('only rate expressions are supported here');
  await refused({ GroupName: 'none' }).toThrow(ResourceNotFoundException);
  await refused({ Name: 'a b' }).toThrow(ValidationException);
  await refused({ FlexibleTimeWindow: { Mode: 'FLEXIBLE' } }).toThrow('MaximumWindowInMinutes');
  await refused({ ScheduleExpressionTimezone: 'Mars' }).toThrow('time zone');
  await refused({ StartDate: new Date(NOW - 301_000) }).toThrow('5 minutes ago');
  await refused({ EndDate: new Date(NOW - 1000) }).toThrow('EndDate');
  await refused({ Target: { Arn, RoleArn, Input: '{' } }).toThrow('JSON');
  await refused({ Target: { Arn: 'arn:aws:sqs:eu-west-1:000000000000:q', RoleArn } }).toThrow('AWS Lambda');
  await refused({ Target: { Arn, RoleArn, SqsParameters: {} } }).toThrow('not supported here');
  await refused({ Target: { Arn, RoleArn, RetryPolicy: { MaximumRetryAttempts: 186 } } }).toThrow('at most 185');
  await client.send(new CreateScheduleCommand(sweep));
  await refused({}).toThrow(ConflictException);
  await expect(client.send(new UpdateScheduleCommand({ ...sweep, Name: 'other' }))).rejects.toThrow(
    ResourceNotFoundException,
  );
});
