import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isAllowed, isTrusted } from './evaluate.ts';
import { identityPolicy, trustPolicy } from './validate.ts';

type Json = Readonly<Record<string, unknown>>;
const TABLE = 'arn:aws:dynamodb:eu-west-1:000000000000:table/devices';
const known = new Map([
  ['aws:principalaccount', '000000000000'],
  ['aws:principalarn', 'arn:aws:iam::000000000000:role/reader'],
]);

const policyOf = (...statements: Json[]) =>
  identityPolicy(JSON.stringify({ Version: '2012-10-17', Statement: statements }));
const allow = (more: Json = {}): Json => ({ Effect: 'Allow', Action: 'dynamodb:GetItem', Resource: TABLE, ...more });
const deny = (more: Json = {}): Json => ({ ...allow(more), Effect: 'Deny' });
const decide = (statements: readonly Json[], action = 'dynamodb:GetItem', resource = TABLE): boolean =>
  isAllowed(
    statements.map((statement) => policyOf(statement)),
    { action, resource, known },
  );

describe('what an identity may do', () => {
  it.each([
    ['what a statement names', allow(), true],
    ['an action in other letters', allow({ Action: 'DynamoDB:getitem' }), true],
    ['an action by a pattern', allow({ Action: ['sqs:*', 'dynamodb:Get*'] }), true],
    ['every action', allow({ Action: '*' }), true],
    ['a resource by a pattern that spans colons and slashes', allow({ Resource: 'arn:aws:dynamodb:*devices' }), true],
    ['a character by a question mark', allow({ Resource: TABLE.replace('devices', 'device?') }), true],
    ['all actions but others', allow({ Action: undefined, NotAction: 'sqs:*' }), true],
    ['all resources but others', allow({ Resource: undefined, NotResource: 'arn:aws:s3:::*' }), true],
    ['another action', allow({ Action: 'dynamodb:PutItem' }), false],
    ['a resource in other letters', allow({ Resource: TABLE.replace('devices', 'Devices') }), false],
    ['a resource of which it is a part', allow({ Resource: `${TABLE}/index/*` }), false],
    ['all actions but this', allow({ Action: undefined, NotAction: 'dynamodb:*' }), false],
    ['all resources but this', allow({ Resource: undefined, NotResource: TABLE }), false],
    ['what has a variable in its name', allow({ Resource: TABLE.replace('devices', '${aws:username}') }), false],
  ])('has for %s: %s %s', (_what, statement, expected) => {
    expect(decide([statement])).toBe(expected);
  });

  it('is nothing without a policy', () => {
    expect(decide([])).toBe(false);
  });

  it('is not what is denied, whatever else is allowed and in whatever order', () => {
    const patterns = fc.array(
      fc.constantFrom('*', 'dynamodb:*', 'dynamodb:GetItem', 'dynamodb:Get*', 'sqs:SendMessage'),
      {
        minLength: 1,
      },
    );
    const statement = fc.record({
      Effect: fc.constantFrom('Allow', 'Deny'),
      Action: patterns,
      Resource: fc.constant('*'),
    });
    fc.assert(
      fc.property(fc.array(statement), (statements) => {
        const concerned = statements.filter(({ Action }) => Action.some((each) => each !== 'sqs:SendMessage'));
        const expected = concerned.length > 0 && concerned.every(({ Effect }) => Effect === 'Allow');
        expect(decide(statements)).toBe(expected);
        expect(decide([...statements].reverse())).toBe(expected);
        expect(isAllowed([policyOf(...statements)], { action: 'dynamodb:GetItem', resource: TABLE, known })).toBe(
          expected,
        );
      }),
    );
  });
});

describe('conditions', () => {
  const account = 'aws:PrincipalAccount';
  const arn = 'aws:PrincipalArn';
  it.each([
    ['a known key as it is', { StringEquals: { [account]: '000000000000' } }, true, false],
    ['a key in other letters', { StringEquals: { 'AWS:principalaccount': ['1', '000000000000'] } }, true, false],
    ['a known key as it is not', { StringEquals: { [account]: '111111111111' } }, false, true],
    ['a known key by what it is not', { StringNotEquals: { [account]: ['1', '000000000000'] } }, false, true],
    ['a known key by a pattern', { StringLike: { [arn]: 'arn:*/read??' } }, true, false],
    [
      'a known key without case',
      { StringEqualsIgnoreCase: { [arn]: 'ARN:aws:iam::000000000000:role/READER' } },
      true,
      false,
    ],
    ['an ARN by its parts', { ArnLike: { [arn]: 'arn:aws:iam::*:role/*' } }, true, false],
    ['an ARN by other parts', { ArnEquals: { [arn]: 'arn:aws:iam::*:user/*' } }, false, true],
    ['a key that is there', { Null: { [arn]: 'false' } }, true, false],
    ['a key that is there, as if it were not', { Null: { [arn]: true } }, false, true],
    ['a key that is not known', { Bool: { 'aws:SecureTransport': 'false' } }, true, true],
    ['a key that objects inherit', { StringEquals: { constructor: 'a' } }, true, true],
    [
      'a key that is not known, beside one as it is not',
      { StringEquals: { 'aws:SourceVpc': 'a', [account]: 'b' } },
      false,
      true,
    ],
    ['a key if it exists', { StringEqualsIfExists: { [account]: '000000000000' } }, true, false],
    ['one of the values of a key', { 'ForAnyValue:StringLike': { [account]: '0*' } }, true, false],
  ])('for %s', (_what, Condition, allowed, notDenied) => {
    expect(decide([allow({ Condition })])).toBe(allowed);
    expect(decide([allow(), deny({ Condition })])).toBe(notDenied);
  });
});

describe('who may assume a role', () => {
  const trust = (...statements: Json[]) =>
    trustPolicy(JSON.stringify({ Version: '2012-10-17', Statement: statements }));
  const service = (name: string | string[], more: Json = {}): Json => ({
    Effect: 'Allow',
    Action: 'sts:AssumeRole',
    Principal: { Service: name },
    ...more,
  });
  const lambda = 'lambda.amazonaws.com';

  it.each([
    ['the service that it names', [service(lambda)], true],
    ['one of the services that it names', [service(['iot.amazonaws.com', lambda])], true],
    [
      'a service for a source that is not known here',
      [service(lambda, { Condition: { StringEquals: { 'aws:SourceAccount': '1' } } })],
      true,
    ],
    ['everybody', [service([], { Principal: '*' })], true],
    ['another service', [service('iot.amazonaws.com')], false],
    ['an account', [service([], { Principal: { AWS: '000000000000' } })], false],
    ['a service for another action', [service(lambda, { Action: 'sts:TagSession' })], false],
    ['a service that is denied', [service(lambda), service(lambda, { Effect: 'Deny' })], false],
  ])('has for %s', (_what, statements, expected) => {
    expect(isTrusted(trust(...statements), lambda)).toBe(expected);
  });
});
