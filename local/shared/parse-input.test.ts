import { expect, it } from 'vitest';
import * as v from 'valibot';
import { AwsError } from './aws-error.ts';
import { inputParser } from './parse-input.ts';

const parse = inputParser((message) => new AwsError('ValidationException', message));
const schema = v.strictObject({
  Name: v.pipe(v.string(), v.maxLength(3, 'at most 3 characters')),
  Tags: v.optional(v.array(v.strictObject({ Key: v.string() })), []),
});

it('answers what the schema makes of an input', () => {
  expect(parse(schema, { Name: 'ada' })).toEqual({ Name: 'ada', Tags: [] });
});

it.each([
  ['a member that is wrong', { Name: 'grace' }, 'Name: at most 3 characters'],
  ['a member within', { Name: 'ada', Tags: [{ Key: 'a' }, { Key: 1 }] }, 'Tags.1.Key: '],
  ['a member that is missing', {}, 'Name: '],
  ['a member that is not there', { Name: 'ada', Path: '/' }, 'Path: This is not supported here.'],
  ['no members', 'ada', 'The request: '],
])('names %s', (_what, input, message) => {
  expect(() => parse(schema, input)).toThrow(message);
});

it('throws what the service makes of it', () => {
  expect(() => parse(schema, {})).toThrow(expect.objectContaining({ code: 'ValidationException' }) as Error);
});
