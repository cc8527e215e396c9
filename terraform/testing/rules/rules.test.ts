import * as v from 'valibot';
import { describe, expect, it } from 'vitest';
import type { Resource } from '../state.ts';
import { audit } from './audit.ts';
import { functionAlarms, functions } from './functions.ts';
import { permissions, roles } from './permissions.ts';
import { queues } from './queues.ts';
import { readings, readingsStores } from './readings.ts';
import { resolvers } from './resolvers.ts';
import { schedules } from './schedules.ts';
import { stores } from './stores.ts';

const resource = (type: string, values: Record<string, unknown>, name = 'this'): Resource => ({
  address: `${type}.${name}`,
  type,
  values,
});

const policy = (...Statement: unknown[]): string => JSON.stringify({ Version: '2012-10-17', Statement });

describe('permissions', () => {
  const allowing = (statement: object): string[] =>
    permissions([resource('aws_iam_role_policy', { policy: policy({ Effect: 'Allow', ...statement }) })]);

  it('takes named actions on named resources', () => {
    expect(allowing({ Action: ['s3:GetObject'], Resource: ['arn:aws:s3:::files/*'] })).toEqual([]);
  });

  it.each(['*', 's3:*', 's3:Get*'])('refuses the action %s', (action) => {
    expect(allowing({ Action: ['s3:PutObject', action], Resource: 'arn:aws:s3:::files/*' })).toEqual([
      `aws_iam_role_policy.this allows ${action}: name the actions`,
    ]);
  });

  it('refuses every resource where no reason is written down', () => {
    const Action = ['xray:PutTraceSegments', 'dynamodb:GetItem'];
    expect(allowing({ Action, Resource: ['*'] })).toEqual([
      'aws_iam_role_policy.this allows dynamodb:GetItem on every resource: name them, or write down why they have no name',
    ]);
  });

  it.each(['*', { AWS: '*' }, { AWS: ['arn:aws:iam::123456789012:root', '*'] }])(
    'refuses to allow anything to everybody (%j)',
    (Principal) => {
      const statement = { Effect: 'Allow', Principal, Action: 'sqs:SendMessage', Resource: 'arn' };
      expect(permissions([resource('aws_sqs_queue', { policy: policy(statement) })])).toEqual([
        'aws_sqs_queue.this allows it to everybody',
      ]);
    },
  );

  it('lets everybody be denied anything', () => {
    const statement = { Effect: 'Deny', Principal: '*', Action: 's3:*', Resource: '*' };
    expect(permissions([resource('aws_s3_bucket_policy', { policy: policy(statement) })])).toEqual([]);
  });

  it.each([{ NotAction: 'iam:*', Resource: 'arn' }, { Action: 's3:GetObject', NotResource: 'arn' }])(
    'refuses what allows all but something (%j)',
    (statement) => {
      expect(allowing(statement)).toEqual([expect.stringContaining('cannot be read')]);
    },
  );
});

describe('roles', () => {
  const assumedBy = (statement: object): string[] =>
    roles([
      resource('aws_iam_role', {
        assume_role_policy: policy({ Effect: 'Allow', Action: 'sts:AssumeRole', ...statement }),
      }),
    ]);
  const Condition = { StringEquals: { 'aws:SourceAccount': '123456789012' } };

  it('takes a service that acts for this account', () => {
    expect(assumedBy({ Principal: { Service: 'iot.amazonaws.com' }, Condition })).toEqual([]);
    expect(assumedBy({ Principal: { Service: 'lambda.amazonaws.com' } })).toEqual([]);
  });

  it('refuses a service that acts for whom it likes', () => {
    expect(assumedBy({ Principal: { Service: 'iot.amazonaws.com' } })).toEqual([
      'aws_iam_role.this can be assumed for another account: bind aws:SourceAccount',
    ]);
  });

  it.each(['*', { AWS: 'arn:aws:iam::210987654321:root' }, { Service: 'iot.amazonaws.com', AWS: '*' }])(
    'refuses who is no service (%j)',
    (Principal) => {
      expect(assumedBy({ Principal, Condition })).toEqual(['aws_iam_role.this can be assumed by more than a service']);
    },
  );
});

describe('queues', () => {
  const queue = resource(
    'aws_sqs_queue',
    { name: 'in', arn: 'arn:in', redrive_policy: '{"deadLetterTargetArn":"arn:dead"}' },
    'in',
  );
  const dead = resource('aws_sqs_queue', { name: 'dead', arn: 'arn:dead', redrive_policy: 'x7d0a2b1' }, 'dead');
  const alarm = {
    namespace: 'AWS/SQS',
    metric_name: 'ApproximateNumberOfMessagesVisible',
    comparison_operator: 'GreaterThanThreshold',
    threshold: 0,
    dimensions: { QueueName: 'dead' },
  };
  const watching = (values: object): Resource => resource('aws_cloudwatch_metric_alarm', { ...alarm, ...values });

  it('takes a queue whose dead letters are an alarm', () => {
    expect(queues([queue, dead, watching({})])).toEqual([]);
  });

  it.each([
    [{ threshold: 10 }],
    [{ dimensions: { QueueName: 'in' } }],
    [{ metric_name: 'ApproximateNumberOfMessagesNotVisible' }],
    [{ comparison_operator: 'LessThanThreshold' }],
  ])('refuses an alarm on something else: %j', (values) => {
    expect(queues([queue, dead, watching(values)])).toEqual([
      'aws_sqs_queue.dead is a dead-letter queue that no alarm watches',
    ]);
  });

  it.each([
    ['aws_sns_topic_subscription', { protocol: 'lambda', redrive_policy: '{"deadLetterTargetArn":"arn:dead"}' }],
    ['aws_lambda_function_event_invoke_config', { destination_config: [{ on_failure: [{ destination: 'arn:dead' }] }] }],
  ])('takes the dead-letter queue of what is no queue (%s), if it is an alarm', (type, values) => {
    const source = resource(type, values);
    expect(queues([source, dead, watching({})])).toEqual([]);
    expect(queues([source, dead])).toEqual(['aws_sqs_queue.dead is a dead-letter queue that no alarm watches']);
  });

  it('refuses a function’s subscription without a dead-letter queue', () => {
    const subscription = (protocol: string) =>
      resource('aws_sns_topic_subscription', { protocol, redrive_policy: null });
    expect(queues([subscription('lambda')])).toEqual(['aws_sns_topic_subscription.this has no dead-letter queue']);
    expect(queues([subscription('email')])).toEqual([]);
  });

  it('refuses a queue without a dead-letter queue', () => {
    expect(queues([resource('aws_sqs_queue', { name: 'in', arn: 'arn:in', redrive_policy: null })])).toEqual([
      'aws_sqs_queue.this has no dead-letter queue',
    ]);
    expect(queues([queue])).toEqual(['aws_sqs_queue.in has a dead-letter queue that is not here']);
  });
});

describe('functions', () => {
  const definitions = { ingest: { environment: v.object({ URL: v.pipe(v.string(), v.url()) }) } };
  const deployed = (name: string, variables: Record<string, string>): Resource =>
    resource('aws_lambda_function', { function_name: name, environment: [{ variables }] });

  const naming = { prefix: 'a-', stores: new Set(['timestream']) };

  it('takes an environment that the function takes', () => {
    expect(functions([deployed('a-ingest', { URL: 'https://example.com' })], definitions, naming)).toEqual([]);
  });

  it.each([{}, { URL: 'example' }])('refuses an environment that the function refuses: %j', (variables) => {
    expect(functions([deployed('a-ingest', variables)], definitions, naming)).toEqual([
      expect.stringContaining('aws_lambda_function.this has an environment that it refuses'),
    ]);
  });

  it('refuses one function too few, or one too many', () => {
    expect(functions([deployed('a-other', {})], definitions, naming)).toEqual([
      'functions/ingest is not deployed',
      'aws_lambda_function.this is no function of functions/',
    ]);
  });

  it('wants those of a store of readings where the store is', () => {
    const compaction = { compact: { environment: v.object({}), readingsStore: 'dynamodb' } } as const;
    expect(functions([], compaction, naming)).toEqual([]);
    expect(functions([], compaction, { ...naming, stores: new Set(['timestream', 'dynamodb']) })).toEqual([
      'functions/compact is not deployed',
    ]);
  });
});

describe('schedules', () => {
  const lambda = resource('aws_lambda_function', { function_name: 'a-sweep' });
  const schedule = (schedule_expression: string): Resource =>
    resource('aws_scheduler_schedule', { name: 'a-sweep', schedule_expression });
  const sweep = { sweep: { schedule: 'rate(1 minute)' } };

  it('are those of the functions', () => {
    expect(schedules([lambda, schedule('rate(1 minute)')], sweep, 'a-')).toEqual([]);
    expect(schedules([lambda], { sweep: {} }, 'a-')).toEqual([]);
  });

  it('are refused where they are missing, others, or too many', () => {
    expect(schedules([lambda], sweep, 'a-')).toEqual([
      'aws_lambda_function.this is invoked never by itself, and not rate(1 minute)',
    ]);
    expect(schedules([lambda, schedule('rate(1 day)')], sweep, 'a-')).toHaveLength(1);
    expect(schedules([lambda, schedule('rate(1 day)')], { sweep: {} }, 'a-')).toHaveLength(1);
  });
});

describe('readings', () => {
  const table = (name: string): Resource => resource('aws_dynamodb_table', { name, arn: `arn:${name}` }, name);
  const lambda = (READINGS_STORE?: string): Resource =>
    resource('aws_lambda_function', { function_name: 'a-query', environment: [{ variables: { READINGS_STORE } }] });
  const may = (Action: string, Resource: string) =>
    resource('aws_iam_role_policy', { name: 'a-query', policy: policy({ Effect: 'Allow', Action, Resource }) });
  const dynamodb = 'dynamodb:a-readings/90';
  const timestream = 'timestream:sonde_a/readings';
  const tables = [table('a-readings'), table('a-devices')];

  it('are in the stores that there are tables of', () => {
    expect(readingsStores(tables, 'a-')).toEqual(new Set(['dynamodb']));
    const both = [...tables, resource('aws_timestreamwrite_table', { table_name: 'readings' })];
    expect(readingsStores(both, 'a-')).toEqual(new Set(['timestream', 'dynamodb']));
    expect(readingsStores([table('a-devices')], 'a-')).toEqual(new Set());
  });

  it('are reached by who is told of them', () => {
    expect(readings([...tables, lambda(dynamodb), may('dynamodb:Query', 'arn:a-readings')], 'a-')).toEqual([]);
    expect(readings([...tables, lambda(dynamodb), may('dynamodb:Query', 'arn:a-readings/index/due')], 'a-')).toEqual([]);
    expect(readings([...tables, lambda(timestream), may('timestream:Select', 'arn:any')], 'a-')).toEqual([]);
    expect(readings([...tables, lambda(), may('dynamodb:Query', 'arn:a-devices')], 'a-')).toEqual([]);
  });

  it('are not reached by who is told of others, or of none', () => {
    const told = 'aws_lambda_function.this is told of readings in dynamodb, and may do nothing there';
    expect(readings([...tables, lambda(dynamodb), may('dynamodb:Query', 'arn:a-devices')], 'a-')).toEqual([told]);
    expect(readings([...tables, lambda(dynamodb), may('timestream:Select', 'arn:any')], 'a-')).toEqual([
      told,
      'aws_lambda_function.this may reach readings in timestream, and is not told of them',
    ]);
    expect(readings([...tables, lambda(), may('dynamodb:Query', 'arn:a-readings')], 'a-')).toEqual([
      'aws_lambda_function.this may reach readings in dynamodb, and is not told of them',
    ]);
  });
});

describe('audit events', () => {
  const table = resource('aws_dynamodb_table', { name: 'a-auditEvents', arn: 'arn:a-auditEvents' });
  const may = (Resource: string, ...Action: string[]) =>
    resource('aws_iam_role_policy', { name: 'a-api-x', policy: policy({ Effect: 'Allow', Action, Resource }) });

  it('are written and read', () => {
    const put = may('arn:a-auditEvents', 'dynamodb:PutItem', 'dynamodb:Query');
    expect(audit([table, put, may('arn:a-devices', 'dynamodb:DeleteItem')], 'a-')).toEqual([]);
  });

  it('are never changed, by nobody', () => {
    const actions = ['UpdateItem', 'DeleteItem', 'BatchWriteItem', 'PartiQLDelete'].map((name) => `dynamodb:${name}`);
    expect(audit([table, may('arn:a-auditEvents', 'dynamodb:PutItem', ...actions)], 'a-')).toEqual(
      actions.map((action) => `aws_iam_role_policy.this may do ${action} on audit events, which are only written and read`),
    );
    expect(audit([table, may('arn:a-auditEvents/index/x', 'dynamodb:Scan')], 'a-')).toHaveLength(1);
    expect(audit([], 'a-')).toEqual(['there is no table of audit events']);
  });
});

describe('alarms of functions', () => {
  const lambda = (name: string): Resource => resource('aws_lambda_function', { function_name: name, environment: [] }, name);
  const alarm = (metric_name: string, name: string, values: object = {}): Resource =>
    resource('aws_cloudwatch_metric_alarm', {
      namespace: 'AWS/Lambda',
      metric_name,
      comparison_operator: 'GreaterThanThreshold',
      threshold: 0,
      dimensions: { FunctionName: name },
      ...values,
    });

  it('takes a function whose errors and throttles are an alarm, and one that may wait', () => {
    const watched = [lambda('a-ingest'), alarm('Errors', 'a-ingest'), alarm('Throttles', 'a-ingest')];
    expect(functionAlarms([...watched, lambda('a-export'), alarm('Errors', 'a-export')], 'a-')).toEqual([]);
  });

  it('refuses a function that nothing watches', () => {
    expect(functionAlarms([lambda('a-ingest'), alarm('Errors', 'a-other')], 'a-')).toEqual([
      'aws_lambda_function.a-ingest has Errors that no alarm watches',
      'aws_lambda_function.a-ingest has Throttles that no alarm watches',
    ]);
    expect(functionAlarms([lambda('a-export')], 'a-')).toHaveLength(1);
  });

  it.each([{ threshold: 5 }, { namespace: 'AWS/SQS' }, { comparison_operator: 'LessThanThreshold' }])(
    'refuses an alarm on something else: %j',
    (values) => {
      const half = [lambda('a-ingest'), alarm('Errors', 'a-ingest', values), alarm('Throttles', 'a-ingest')];
      expect(functionAlarms(half, 'a-')).toEqual(['aws_lambda_function.a-ingest has Errors that no alarm watches']);
    },
  );
});

describe('resolvers', () => {
  const built = { 'Query.device': { kind: 'UNIT' } };
  const resolver = (field: string, kind = 'UNIT', code = 'sonde-test-devices'): Resource =>
    resource('aws_appsync_resolver', { type: 'Query', field, kind, code });

  it('takes those that were built', () => {
    expect(resolvers([resolver('device')], built)).toEqual([]);
  });

  it('refuses one too few, and one too many', () => {
    expect(resolvers([resolver('devices')], built)).toEqual([
      'the resolver of Query.device is missing',
      'the resolver of Query.devices is in no build',
    ]);
  });

  it('refuses another kind, and a placeholder', () => {
    expect(resolvers([resolver('device', 'PIPELINE', '__TABLE_devices__')], built)).toEqual([
      'the resolver of Query.device is not of kind UNIT',
      'the resolver of Query.device names a table by a placeholder',
    ]);
  });
});

describe('stores', () => {
  const enabled = [{ enabled: true }];
  const table = { point_in_time_recovery: enabled, server_side_encryption: enabled };
  const blocks = {
    bucket: 'files',
    block_public_acls: true,
    block_public_policy: true,
    ignore_public_acls: true,
    restrict_public_buckets: true,
  };
  const bucket = resource('aws_s3_bucket', { id: 'files' });

  it('takes what ends, can be restored and is private', () => {
    const sound = [
      resource('aws_cloudwatch_log_group', { retention_in_days: 14 }),
      resource('aws_dynamodb_table', table),
      bucket,
      resource('aws_s3_bucket_public_access_block', blocks),
    ];
    expect(stores(sound)).toEqual([]);
  });

  it.each([null, 0])('refuses logs without an end (%j)', (retention_in_days) => {
    expect(stores([resource('aws_cloudwatch_log_group', { retention_in_days })])).toEqual([
      'aws_cloudwatch_log_group.this keeps logs for ever',
    ]);
  });

  it('refuses a table that cannot be restored, or has no recorded key', () => {
    expect(stores([resource('aws_dynamodb_table', { ...table, point_in_time_recovery: [] })])).toEqual([
      'aws_dynamodb_table.this cannot be restored to a point in time',
    ]);
    expect(stores([resource('aws_dynamodb_table', { ...table, server_side_encryption: [{ enabled: false }] })])).toEqual([
      'aws_dynamodb_table.this is encrypted with a key that nothing records the use of',
    ]);
  });

  it.each([{ bucket: 'others' }, { block_public_policy: false }])('refuses a bucket that is half blocked: %j', (values) => {
    expect(stores([bucket, resource('aws_s3_bucket_public_access_block', { ...blocks, ...values })])).toEqual([
      'aws_s3_bucket.this could be made public',
    ]);
  });
});
