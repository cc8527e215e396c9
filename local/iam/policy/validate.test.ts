import { describe, expect, it } from 'vitest';
import { identityPolicy, trustPolicy } from './validate.ts';

const textOf = (statement: object | object[], more: object = { Version: '2012-10-17' }) =>
  JSON.stringify({ ...more, Statement: statement });
const good = { Effect: 'Allow', Action: 's3:GetObject', Resource: 'arn:aws:s3:::files/*' };
const goodTrust = { Effect: 'Allow', Action: 'sts:AssumeRole', Principal: { Service: 'lambda.amazonaws.com' } };
const malformed = (message: string): unknown =>
  expect.objectContaining({ code: 'MalformedPolicyDocument', message: expect.stringContaining(message) as string });

describe('the policy of an identity', () => {
  it('has one statement or several, one value or several', () => {
    expect(identityPolicy(textOf(good)).Statement).toMatchObject([{ Action: ['s3:GetObject'], Condition: {} }]);
    expect(identityPolicy(textOf([good, { ...good, Resource: ['*'] }])).Statement).toHaveLength(2);
  });

  it('has the older version of the language unless it says another', () => {
    expect(identityPolicy(textOf(good, {})).Version).toBe('2008-10-17');
  });

  it.each([
    ['what is no JSON', '{', 'invalid Json'],
    ['what is no object', '[]', 'Syntax errors in policy.'],
    ['another version', textOf(good, { Version: '2020-01-01' }), 'Version'],
    ['no statement', '{"Version":"2012-10-17"}', 'Statement'],
    ['an element that there is not', textOf({ ...good, Actions: [] }), 'Actions'],
    ['another effect', textOf({ ...good, Effect: 'Permit' }), 'Effect'],
    ['a principal', textOf({ ...good, Principal: '*' }), 'Has prohibited field Principal'],
    ['no action', textOf({ ...good, Action: undefined }), 'Policy statement must contain actions.'],
    ['an empty list of actions', textOf({ ...good, Action: [] }), 'Policy statement must contain actions.'],
    ['an action and its Not', textOf({ ...good, NotAction: 's3:PutObject' }), 'Syntax errors'],
    ['no resource', textOf({ ...good, Resource: undefined }), 'Policy statement must contain resources.'],
    ['an action without its service', textOf({ ...good, Action: 'GetObject' }), 'must be prefaced by a vendor'],
    [
      'a resource that is no ARN',
      textOf({ ...good, Resource: 'files' }),
      'Resource files must be in ARN format or "*".',
    ],
    [
      'an operator that there is not',
      textOf({ ...good, Condition: { Same: { a: 'b' } } }),
      'Invalid Condition type : Same.',
    ],
    ['a Sid with a space', textOf({ ...good, Sid: 'a b' }), 'must be alpha-numeric'],
    [
      'a Sid twice',
      textOf([
        { ...good, Sid: 'a' },
        { ...good, Sid: 'a' },
      ]),
      'must be unique',
    ],
  ])('has not: %s', (_what, text, message) => {
    expect(() => identityPolicy(text)).toThrow(malformed(message));
  });
});

describe('the policy of who may assume a role', () => {
  it('has principals of every kind', () => {
    const Principal = { AWS: ['000000000000', 'arn:aws:iam::000000000000:root'], Service: 'iot.amazonaws.com' };
    expect(trustPolicy(textOf({ ...goodTrust, Principal })).Statement).toHaveLength(1);
    expect(trustPolicy(textOf({ ...goodTrust, Principal: '*' })).Statement).toHaveLength(1);
  });

  it.each([
    ['no principal', { ...goodTrust, Principal: undefined }, 'Missing required field Principal'],
    ['an empty principal', { ...goodTrust, Principal: {} }, 'Missing required field Principal'],
    ['a resource', { ...goodTrust, Resource: '*' }, 'Has prohibited field Resource'],
    [
      'everybody but some',
      { ...goodTrust, Principal: undefined, NotPrincipal: '*' },
      'Has prohibited field NotPrincipal',
    ],
    ['an action of another service', { ...goodTrust, Action: 's3:GetObject' }, 'may only specify STS AssumeRole'],
    [
      'a service that is none',
      { ...goodTrust, Principal: { Service: 'lambda' } },
      'Invalid principal in policy: "SERVICE":"lambda"',
    ],
    ['a principal that is none', { ...goodTrust, Principal: { AWS: 'me' } }, 'Invalid principal in policy: "AWS":"me"'],
  ])('has not: %s', (_what, statement, message) => {
    expect(() => trustPolicy(textOf(statement))).toThrow(malformed(message));
  });
});
