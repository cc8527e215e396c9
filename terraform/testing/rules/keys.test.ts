import { describe, expect, it } from 'vitest';
import type { Resource } from '../state.ts';
import { keys } from './keys.ts';
import { permissions } from './permissions.ts';

const KEY = 'arn:aws:kms:eu-west-1:123456789012:key/01234567-89ab-cdef-0123-456789abcdef';

const resource = (type: string, values: Record<string, unknown>): Resource => ({ address: `${type}.this`, type, values });
const table = (kms_key_arn: unknown): Resource =>
  resource('aws_dynamodb_table', { server_side_encryption: [{ kms_key_arn }] });
const role = (...Statement: object[]): Resource =>
  resource('aws_iam_role_policy', { policy: JSON.stringify({ Version: '2012-10-17', Statement }) });

const reading = { Effect: 'Allow', Action: ['dynamodb:GetItem'], Resource: ['arn:table'] };
const using = (values: object = {}): object => ({
  Effect: 'Allow',
  Action: ['kms:Decrypt'],
  Resource: [KEY],
  Condition: { StringEquals: { 'kms:ViaService': ['dynamodb.eu-west-1.amazonaws.com'] } },
  ...values,
});
const refusal = `aws_iam_role_policy.this calls dynamodb, and may not use its key ${KEY}`;

describe('keys of ones own', () => {
  it('are used by who calls what is encrypted with them', () => {
    expect(keys([table(KEY), role(reading, using())])).toEqual([]);
    expect(keys([table(KEY), role(reading)])).toEqual([refusal]);
  });

  it('are no concern of who calls nothing that is encrypted with them', () => {
    expect(keys([table(KEY), role({ ...reading, Action: 's3:GetObject' })])).toEqual([]);
    expect(keys([table(null), role(reading)])).toEqual([]);
    expect(keys([table('x7d0a2b1'), role(reading)])).toEqual([]);
  });

  it.each([
    { Effect: 'Deny' },
    { Action: ['kms:DescribeKey'] },
    { Resource: ['arn:aws:kms:eu-west-1:123456789012:key/of-others'] },
    { Condition: {} },
    { Condition: { StringEquals: { 'kms:ViaService': ['sqs.eu-west-1.amazonaws.com'] } } },
    { Condition: { StringEquals: { 'kms:ViaService': ['dynamodb.us-east-1.amazonaws.com'] } } },
  ])('are refused by %j', (values) => {
    expect(keys([table(KEY), role(reading, using(values))])).toEqual([refusal]);
  });

  it('are found on queues and databases', () => {
    const caller = role({ ...reading, Action: ['sqs:SendMessage', 'timestream:Select'] });
    const queue = resource('aws_sqs_queue', { kms_master_key_id: KEY, sqs_managed_sse_enabled: null });
    const database = resource('aws_timestreamwrite_database', { kms_key_id: KEY });
    expect(keys([queue, database, caller])).toEqual([
      refusal.replace('dynamodb', 'sqs'),
      refusal.replace('dynamodb', 'timestream'),
    ]);
  });

  it('may be used through a service only', () => {
    expect(permissions([role(using())])).toEqual([]);
    expect(permissions([role(using({ Condition: {} }))])).toEqual([
      'aws_iam_role_policy.this allows kms:Decrypt by itself: bind kms:ViaService',
    ]);
  });
});

describe('queues', () => {
  it.each([
    [{ sqs_managed_sse_enabled: true, kms_master_key_id: null }, []],
    [{ sqs_managed_sse_enabled: null, kms_master_key_id: KEY }, []],
    [{ sqs_managed_sse_enabled: false, kms_master_key_id: null }, ['aws_sqs_queue.this is not encrypted']],
  ])('%j', (values, violations) => {
    expect(keys([resource('aws_sqs_queue', values)])).toEqual(violations);
  });
});
