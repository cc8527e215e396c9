import { expect, it } from 'vitest';
import { findIdleDirectives } from './authorization-directives.ts';

const authorization = ['AMAZON_COGNITO_USER_POOLS', 'AWS_IAM'] as const;

it.each([
  ['@aws_auth', 'which does nothing here: use @aws_cognito_user_pools'],
  ['@aws_auth(cognito_groups: ["ADMINISTRATOR"])', 'which does nothing here: use @aws_cognito_user_pools'],
  ['@aws_api_key', 'and the API has no authorization mode API_KEY'],
  ['@aws_iam @aws_api_key', 'and the API has no authorization mode API_KEY'],
])('refuses %s', (directive, why) => {
  const name = (directive.split(' ').at(-1) ?? '').replace(/\(.*|"\]\)/, '');
  const of = (schema: string) => findIdleDirectives({ schema, authorization });
  const said = directive.startsWith('@aws_auth') ? '@aws_auth' : name;
  expect(of(`type Query { a: Int ${directive} }`)).toEqual([`schema (schema) Query.a has ${said}, ${why}`]);
  expect(of(`type Query ${directive} { a: Int }`)).toEqual([`schema (schema) Query has ${said}, ${why}`]);
});

it('lets the modes of the API through, and what says nothing of modes', () => {
  const schema = `
    type Query @aws_iam { a: Int @aws_cognito_user_pools(cognito_groups: ["VIEWER"]) b: Int @deprecated }
    type Subscription { c: Int @aws_subscribe(mutations: ["d"]) }
    input I { e: Int }`;
  expect(findIdleDirectives({ schema, authorization })).toEqual([]);
});
