import { describe, expect, it } from 'vitest';
import type { Context } from './context.ts';
import { isAllowedIn } from './evaluate.ts';
import { identityPolicy } from './validate.ts';

type Json = Readonly<Record<string, unknown>>;
const values: Readonly<Record<string, readonly string[]>> = {
  'iot:ClientId': ['probe-1'],
  star: ['*'],
  attached: ['true'],
  features: ['will', 'session'],
  none: [],
};
const context: Context = (name) => (Object.hasOwn(values, name) ? values[name] : undefined);
const arn = (name: string) => `arn:aws:iot:eu-west-1:000000000000:client/${name}`;
const allow = (more: Json = {}): Json => ({ Effect: 'Allow', Action: 'iot:Connect', Resource: '*', ...more });
const deny = (more: Json = {}): Json => ({ ...allow(more), Effect: 'Deny' });
const decide = (statements: readonly Json[], resource = arn('probe-1')): boolean => {
  const document = JSON.stringify({ Version: '2012-10-17', Statement: statements });
  return isAllowedIn([identityPolicy(document)], { action: 'iot:Connect', resource, context });
};

describe('a variable in a resource', () => {
  it.each([
    ['stands for its value', arn('${iot:ClientId}'), arn('probe-1'), true],
    ['stands for no other value', arn('${iot:ClientId}'), arn('probe-2'), false],
    ['stands beside a wildcard', arn('${iot:ClientId}*'), arn('probe-1/x'), true],
    ['has no wildcard in its value', arn('${star}'), arn('probe-1'), false],
    ['has a star in its value', arn('${star}'), arn('*'), true],
    ['stands for nothing where there is none', arn('${iot:Unknown}'), arn(''), false],
    ['stands for nothing where there are several values', arn('${features}'), arn('will'), false],
    ['may be a character of its own', arn('${*}'), arn('*'), true],
    ['may be a character of its own and no other', arn('${*}'), arn('probe-1'), false],
  ])('%s', (_what, Resource, resource, expected) => {
    expect(decide([allow({ Resource })], resource)).toBe(expected);
    expect(decide([allow(), deny({ Resource })], resource)).toBe(!expected);
  });
});

describe('a condition', () => {
  it.each([
    ['of truth', { Bool: { attached: 'true' } }, true],
    ['of truth, as JSON has it', { Bool: { attached: true } }, true],
    ['of what is not so', { Bool: { attached: 'false' } }, false],
    ['of a key that there is not', { Bool: { 'iot:Unknown': 'false' } }, false],
    ['of a key that there is not, if it exists', { BoolIfExists: { 'iot:Unknown': 'true' } }, true],
    ['of what a key is not', { StringNotEquals: { 'iot:ClientId': 'probe-2' } }, true],
    ['of what a key that there is not is not', { StringNotEquals: { 'iot:Unknown': 'x' } }, true],
    ['of a key that there is not', { Null: { 'iot:Unknown': 'true' } }, true],
    ['of a key that there is', { Null: { 'iot:ClientId': 'true' } }, false],
    ['with a variable', { StringEquals: { 'iot:ClientId': '${iot:ClientId}' } }, true],
    ['with a variable that stands for nothing', { StringNotEquals: { 'iot:ClientId': '${iot:Unknown}' } }, false],
    ['of all values', { 'ForAllValues:StringEquals': { features: ['will', 'session', 'more'] } }, true],
    ['of all values that are more', { 'ForAllValues:StringEquals': { features: ['will'] } }, false],
    ['of all values where there are none', { 'ForAllValues:StringEquals': { none: ['will'] } }, true],
    ['of all values where there is no key', { 'ForAllValues:StringEquals': { 'iot:Unknown': ['will'] } }, true],
    ['of all values that are not', { 'ForAllValues:StringNotEquals': { features: ['will'] } }, false],
    ['of any value', { 'ForAnyValue:StringEquals': { features: ['will'] } }, true],
    ['of any value where there are none', { 'ForAnyValue:StringEquals': { none: ['will'] } }, false],
    ['of two that hold', { Bool: { attached: 'true' }, StringLike: { 'iot:ClientId': 'probe-*' } }, true],
    ['of two of which one holds', { Bool: { attached: 'true' }, StringLike: { 'iot:ClientId': 'x*' } }, false],
  ])('%s', (_what, Condition, expected) => {
    expect(decide([allow({ Condition })])).toBe(expected);
    expect(decide([allow(), deny({ Condition })])).toBe(!expected);
  });
});
