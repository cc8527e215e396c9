import * as v from 'valibot';
import { AwsError } from '../shared/aws-error.ts';
import { inputParser, type ParseInput } from '../shared/parse-input.ts';
import type { OtherError } from '../shared/query/query-service.ts';

export const validationError = (message: string): AwsError => new AwsError('ValidationError', message);
export const invalidValue = (message: string): AwsError => new AwsError('InvalidParameterValueException', message);
export const badCombination = (message: string): AwsError =>
  new AwsError('InvalidParameterCombinationException', message);

/** What the query protocol calls them. Source: Amazon CloudWatch API Reference. */
export const OTHER_ERRORS: Readonly<Record<string, OtherError>> = {
  InvalidParameterValueException: { code: 'InvalidParameterValue' },
  InvalidParameterCombinationException: { code: 'InvalidParameterCombination' },
  DashboardInvalidInputError: { code: 'InvalidParameterInput' },
  DashboardNotFoundError: { code: 'ResourceNotFound' },
};

const parse = inputParser(validationError);

/** Throws `ValidationError`. Members that a form has of its own are left out; others that are not in the schema are refused by name. */
export const parseInput: ParseInput = (schema, input) => parse(schema, withoutFormMembers(input));

const form = v.looseObject({ Action: v.string() });

function withoutFormMembers(input: unknown): unknown {
  if (!v.is(form, input)) return input;
  const { Action: _action, Version: _version, ...own } = input;
  return own;
}

/** In a form a number is text. */
export const number = v.pipe(
  v.union([v.number(), v.pipe(v.string(), v.trim(), v.nonEmpty(), v.transform(Number))]),
  v.check((value) => Number.isFinite(value), 'Expected a number'),
);
export const integer = v.pipe(number, v.integer());
export const text = (maximum: number, minimum = 1) => v.pipe(v.string(), v.minLength(minimum), v.maxLength(maximum));
