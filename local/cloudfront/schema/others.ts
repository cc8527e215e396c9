import * as v from 'valibot';
import { itemsNamed, noItems } from './values.ts';

export const accessControlConfig = v.strictObject({
  Name: v.pipe(v.string(), v.minLength(1), v.maxLength(64)),
  Description: v.optional(v.pipe(v.string(), v.maxLength(256)), ''),
  SigningProtocol: v.literal('sigv4'),
  SigningBehavior: v.picklist(['always', 'never', 'no-override']),
  OriginAccessControlOriginType: v.literal('s3', 'An origin other than a bucket of S3 is not supported here.'),
});
export type AccessControlConfig = v.InferOutput<typeof accessControlConfig>;

export const functionConfig = v.strictObject({
  Comment: v.optional(v.pipe(v.string(), v.maxLength(128)), ''),
  Runtime: v.picklist(['cloudfront-js-1.0', 'cloudfront-js-2.0']),
  KeyValueStoreAssociations: noItems,
});
export type FunctionConfig = v.InferOutput<typeof functionConfig>;

/** Source: Amazon CloudFront Developer Guide, "Quotas on CloudFront Functions". */
const MAXIMUM_CODE_BYTES = 10 * 1024;

const functionCode = v.pipe(
  v.string(),
  v.base64('Must be base64'),
  v.transform((encoded) => Buffer.from(encoded, 'base64')),
  v.check((code) => code.length > 0 && code.length <= MAXIMUM_CODE_BYTES, 'Must be code of at most 10 KB'),
  v.transform((code) => code.toString('utf8')),
);

export const functionName = v.pipe(v.string(), v.regex(/^[\w-]{1,64}$/));

export const updateFunction = v.strictObject({ FunctionConfig: functionConfig, FunctionCode: functionCode });
export const createFunction = v.strictObject({ Name: functionName, ...updateFunction.entries });

/** Missing is a tag's value as well as empty. */
const tag = v.strictObject({
  Key: v.pipe(v.string(), v.minLength(1), v.maxLength(128)),
  Value: v.optional(v.string(), ''),
});
/** An element without anything in it is read as empty text. */
export const tags = v.union([
  v.pipe(
    v.literal(''),
    v.transform(() => ({ Items: [] })),
  ),
  v.strictObject({ Items: itemsNamed('Tag', tag) }),
]);
export const tagKeys = v.strictObject({ Items: itemsNamed('Key', v.string()) });
