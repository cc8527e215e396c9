import * as v from 'valibot';
import { inputParser } from '../../shared/parse-input.ts';
import { invalidRequest } from './errors.ts';

export const parseInput = inputParser(invalidRequest);

/** A boolean, that a query has as text. */
export const flag = v.union([
  v.boolean(),
  v.pipe(
    v.picklist(['true', 'false']),
    v.transform((text) => text === 'true'),
  ),
]);

/** A whole number, that a query has as text. */
export const count = v.pipe(
  v.union([v.number(), v.pipe(v.string(), v.regex(/^\d{1,15}$/, 'a whole number is expected'), v.transform(Number))]),
  v.integer(),
  v.minValue(0),
);
const pageSize = v.pipe(count, v.minValue(1), v.maxValue(250));

/** The one way in which lists are paged. */
export const nextTokenPage = { nextToken: v.optional(v.string()), maxResults: v.optional(pageSize) };
/** The other one, of older operations; their order is not supported but as it is unless given. */
export const markerPage = { marker: v.optional(v.string()), pageSize: v.optional(pageSize) };

function named(pattern: RegExp, what: string) {
  return v.pipe(v.string(), v.regex(pattern, `${what} is expected`));
}
export const ruleName = named(/^[a-zA-Z0-9_]{1,128}$/, 'a name of up to 128 letters, digits and _');
export const policyName = named(/^[\w+=,.@-]{1,128}$/, 'a name of up to 128 letters, digits and _ + = , . @ -');
export const thingName = named(/^[a-zA-Z0-9:_-]{1,128}$/, 'a name of up to 128 letters, digits and : _ -');
export const roleArn = named(/^arn:aws:iam::\d{12}:role\/.+$/, "a role's ARN");
