import * as v from 'valibot';
import { readText } from '../body/xml-body.ts';
import { accessDenied, s3Error } from '../errors.ts';
import type { Operation } from '../operation.ts';
import { changeBucket } from './lifecycle.ts';

/** Source: Bucket policies for Amazon S3, "Policies and permissions in Amazon S3". */
const MAXIMUM_BYTES = 20 * 1024;

const texts = v.union([
  v.pipe(
    v.string(),
    v.transform((text) => [text]),
  ),
  v.array(v.string()),
]);
const principal = v.union([v.literal('*'), v.record(v.string(), texts)]);
const statement = v.object({
  Sid: v.optional(v.string()),
  Effect: v.picklist(['Allow', 'Deny'], 'Missing required field Effect'),
  Principal: v.optional(principal),
  NotPrincipal: v.optional(principal),
  Action: v.optional(texts),
  NotAction: v.optional(texts),
  Resource: v.optional(texts),
  NotResource: v.optional(texts),
  Condition: v.optional(v.record(v.string(), v.record(v.string(), v.unknown()))),
});
type Statement = v.InferOutput<typeof statement>;

const document = v.object({
  Version: v.optional(v.picklist(['2012-10-17', '2008-10-17'], 'The policy must contain a valid version string')),
  Id: v.optional(v.string()),
  Statement: v.union([
    v.pipe(v.array(statement), v.nonEmpty('Missing required field Statement')),
    v.pipe(
      statement,
      v.transform((only) => [only]),
    ),
  ]),
});

/**
 * Keeps the bucket's policy, as text. It is held to its grammar, to the bucket and to `BlockPublicPolicy`, and not evaluated with requests: all
 * callers here are of the account that owns the bucket, and what they may do is settled by whose keys they have. Nor could what it denies be:
 * a laptop has no TLS, so that a policy against requests without it, as every bucket should have one on AWS, would deny them all.
 */
export const putBucketPolicy: Operation = async (context) => {
  const { request, store } = context;
  const { bucket } = request;
  const { publicAccessBlock } = await store.requireBucket(bucket);
  const policy = await readText(context);
  const statements = parsePolicy(policy);
  for (const each of statements) checkStatement(each, bucket);
  if (publicAccessBlock?.blockPolicy === true && statements.some(isPublic))
    throw accessDenied('Access Denied: public policies are blocked by the BlockPublicPolicy setting of the bucket.');
  await changeBucket(store, bucket, (record) => ({ ...record, policy }));
  return { status: 204 };
};

export const getBucketPolicy: Operation = async ({ request: { bucket }, store }) => {
  const { policy } = await store.requireBucket(bucket);
  if (policy === undefined)
    throw s3Error('NoSuchBucketPolicy', 'The bucket policy does not exist', 404, { BucketName: bucket });
  return { headers: { 'content-type': 'application/json' }, body: policy };
};

export const deleteBucketPolicy: Operation = async ({ request: { bucket }, store }) => {
  await changeBucket(store, bucket, ({ policy: _, ...rest }) => rest);
  return { status: 204 };
};

function parsePolicy(text: string): Statement[] {
  if (Buffer.byteLength(text) > MAXIMUM_BYTES)
    throw malformedPolicy('Policy exceeds the maximum allowed document size.');
  const parsed = v.safeParse(document, parseJson(text), { abortEarly: true });
  if (parsed.success) return parsed.output.Statement;
  const [issue] = parsed.issues;
  throw malformedPolicy(`${v.getDotPath(issue) ?? 'Policy'}: ${issue.message}`);
}

function parseJson(text: string): unknown {
  const notJson = () => malformedPolicy("Policies must be valid JSON and the first byte must be '{'");
  if (!text.startsWith('{')) throw notJson();
  try {
    return JSON.parse(text);
  } catch {
    throw notJson();
  }
}

function checkStatement(given: Statement, bucket: string): void {
  for (const name of ['Principal', 'Action', 'Resource'] as const) {
    const present = [given[name], given[`Not${name}`]].filter((value) => value !== undefined);
    if (present.length !== 1) throw malformedPolicy(`Missing required field ${name}`);
  }
  const actions = given.Action ?? given.NotAction ?? [];
  if (!actions.every((action) => action === '*' || /^s3:[\w*?]+$/i.test(action)))
    throw malformedPolicy('Policy has invalid action');
  const arn = `arn:aws:s3:::${bucket}`;
  const resources = given.Resource ?? given.NotResource ?? [];
  if (!resources.every((resource) => resource === arn || resource.startsWith(`${arn}/`)))
    throw malformedPolicy('Policy has invalid resource');
}

/** Lets anybody in on no condition. S3 looks into conditions too; here any is taken for one that confines. */
function isPublic({ Effect, Principal, NotPrincipal, Condition }: Statement): boolean {
  if (Effect !== 'Allow' || Condition !== undefined) return false;
  return (
    NotPrincipal !== undefined ||
    Principal === '*' ||
    (Principal !== undefined && Object.values(Principal).some((names) => names.includes('*')))
  );
}

const malformedPolicy = (message: string) => s3Error('MalformedPolicy', message);
