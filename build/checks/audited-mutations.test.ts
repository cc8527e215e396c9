import { describe, expect, it } from 'vitest';
import type { ResolverArtifact } from '../artifacts.ts';
import { findUnaudited } from './audited-mutations.ts';

const ddb = (names: string, body: string) => `import { ${names} } from '@aws-appsync/utils/dynamodb';\n${body}`;
const EVENT = `const event = { table: '__TABLE_auditEvents__', operation: 'PutItem', key };`;

const dataSources = {
  devices: { type: 'AMAZON_DYNAMODB' as const, table: 'devices', rights: {} },
  auditLog: { type: 'AMAZON_DYNAMODB' as const, table: 'auditEvents', rights: {} },
  worker: { type: 'AWS_LAMBDA' as const, function: 'worker' },
  none: { type: 'NONE' as const },
};
const functions = {
  load: { dataSource: 'devices', code: ddb('get', 'get({ key });') },
  write: { dataSource: 'devices', code: ddb('put', 'put({ key });') },
  writeAudited: {
    dataSource: 'devices',
    code: `const item = { table: '__TABLE_devices__', operation: 'PutItem' }; ${EVENT}`,
  },
  note: { dataSource: 'auditLog', code: ddb('put', 'put({ key });') },
  unsay: { dataSource: 'auditLog', code: ddb('remove', 'remove({ key });') },
  call: { dataSource: 'worker', code: '' },
  frame: { dataSource: 'none', code: '' },
};

/** The check of one mutation. */
function problems(resolver: ResolverArtifact | string[], byFunctions: Record<string, string> = {}, directive = '') {
  const schema = `type Query { q: Int } type Mutation { m: Int ${directive} }`;
  const made = Array.isArray(resolver) ? { kind: 'PIPELINE' as const, functions: resolver, code: '' } : resolver;
  return findUnaudited({ schema, dataSources, functions, resolvers: { 'Mutation.m': made } }, byFunctions);
}
const unit = (dataSource: string, code: string) => ({ kind: 'UNIT' as const, dataSource, code });

const UNAUDITED =
  'Mutation.m changes something and leaves no audit event: put auditItem into its transaction; where a function writes it, say so in auditedByFunctions of resolvers/wiring.ts';
const reason = { 'Mutation.m': 'the worker writes it in its transaction' };

describe('a mutation of people and services', () => {
  it.each([[['load', 'writeAudited']], [['load', 'note', 'call']], [unit('devices', functions.writeAudited.code)]])(
    'may change what it tells of: %j',
    (resolver) => {
      expect(problems(resolver)).toEqual([]);
    },
  );

  it.each([
    [['load', 'write']],
    [['load', 'call']],
    [['load', 'write', 'unsay']],
    [unit('devices', functions.write.code)],
    [unit('worker', '')],
  ])('must tell of what it changes: %j', (resolver) => {
    expect(problems(resolver)).toEqual([UNAUDITED]);
    expect(problems(resolver, {}, '@aws_cognito_user_pools @aws_iam')).toEqual([UNAUDITED]);
  });

  it.each([[['load', 'frame']], [unit('none', '')]])('has nothing to tell where it changes nothing: %j', (resolver) => {
    expect(problems(resolver)).toEqual([]);
  });

  it('may leave it to its function, with a reason', () => {
    expect(problems(['load', 'call'], reason)).toEqual([]);
  });

  it('is not named for nothing', () => {
    expect(problems(['note', 'call'], reason)).toEqual([
      'Mutation.m writes an audit event itself: take it out of auditedByFunctions',
    ]);
    expect(problems(['load', 'write'], reason)).toEqual(['Mutation.m is in auditedByFunctions and calls no function']);
    expect(problems(['note'], { 'Mutation.gone': 'x' })).toEqual([
      'Mutation.gone is in auditedByFunctions and is no mutation of people and services',
    ]);
  });
});

it('a mutation that only the functions call has nobody to tell of', () => {
  expect(problems(['write'], {}, '@aws_iam')).toEqual([]);
});
