import * as v from 'valibot';
import { inputParser } from '../../shared/parse-input.ts';
import { count } from '../../shared/wire-values.ts';
import { invalidRequest } from './errors.ts';

export const parseInput = inputParser(invalidRequest);

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
export const certificateId = named(/^[0-9a-f]{64}$/, 'an id of 64 hexadecimal digits');
