import * as v from 'valibot';
import { members } from '../shared/query/form.ts';

/** What each request has: what it asks for by name, and of which version of the API. */
const request = { Action: v.optional(v.string()), Version: v.optional(v.string()) };
export function inputOf<const Entries extends v.ObjectEntries>(entries: Entries) {
  return v.strictObject({ ...request, ...entries });
}

const NAME = /^[\w+=,.@-]+$/;
const named = (maximum: number) =>
  v.pipe(v.string(), v.regex(NAME, 'Must be letters, digits and +=,.@_-'), v.minLength(1), v.maxLength(maximum));
const integer = (minimum: number, maximum: number) =>
  v.pipe(v.string(), v.digits(), v.transform(Number), v.minValue(minimum), v.maxValue(maximum));

/** Source: IAM User Guide, "IAM and AWS STS quotas", name length. */
export const roleName = named(64);
export const policyName = named(128);
export const path = v.optional(
  v.pipe(v.string(), v.regex(/^(?:\/|\/[\x21-\x7e]+\/)$/, 'Must begin and end with /'), v.maxLength(512)),
  '/',
);
export const description = v.pipe(
  v.string(),
  v.regex(/^[\t\n\r\x20-\x7e\xa1-\xff]*$/, 'Must be characters of Latin-1'),
  v.maxLength(1000),
);
export const policyArn = v.pipe(
  v.string(),
  v.regex(/^arn:[\w-]+:iam::(?:\d{12}|aws):policy\/\S+$/, 'Must be the ARN of a policy'),
);
/** Seconds: an hour to twelve. */
export const maxSessionDuration = integer(3600, 43_200);
export const document = v.pipe(v.string(), v.minLength(1), v.maxLength(131_072));
export const flag = v.pipe(
  v.picklist(['true', 'false']),
  v.transform((text) => text === 'true'),
);
export const versionId = v.pipe(v.string(), v.regex(/^v[1-9]\d*$/, 'Must be v and a number'));

const tagText = (maximum: number) =>
  v.pipe(
    v.string(),
    v.regex(/^[\p{L}\p{Z}\p{N}_.:/=+\-@]*$/u, 'Has a character that tags cannot have'),
    v.maxLength(maximum),
  );
const tagKey = v.pipe(
  tagText(128),
  v.minLength(1),
  v.check((key) => !/^aws:/i.test(key), 'The prefix aws: is for AWS'),
);
export const tags = members(v.object({ Key: tagKey, Value: tagText(256) }));
export const tagKeys = members(tagKey);

export const paging = { Marker: v.optional(v.string()), MaxItems: v.optional(integer(1, 1000), '100') };
