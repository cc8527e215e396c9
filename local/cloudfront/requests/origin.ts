import * as v from 'valibot';
import { isAllowedIn } from '../../iam/policy/evaluate.ts';
import { policyDocument } from '../../iam/policy/document.ts';
import { LOCAL_ACCOUNT, LOCAL_REGION, type Service } from '../../shared/service.ts';
import { BUCKET_ORIGIN } from '../schema/distribution.ts';

/** Who reads a bucket, and for which distribution. */
interface Asked {
  s3: Pick<Service, 'handle'>;
  /** Such as `files.s3.eu-west-1.amazonaws.com`. */
  domainName: string;
  distributionArn: string;
  method: string;
  /** Path with its slash, as it is in the URL. */
  path: string;
  /** That are handed on, such as `range`. */
  headers: Record<string, string>;
}

/**
 * What a bucket answers a distribution that signs its requests, by the bucket's policy: what is not allowed is forbidden, and so is what is missing
 * where the distribution may not list the bucket.
 */
export async function readBucket({ s3, domainName, distributionArn, method, path, headers }: Asked): Promise<Response> {
  const [, bucket = ''] = BUCKET_ORIGIN.exec(domainName) ?? [];
  const ask = (target: string, how: string): Promise<Response> =>
    s3.handle(new Request(`http://s3.local${target}`, { method: how, headers: { ...SIGNED, ...headers } }), {
      accessKeyId: ACCESS_KEY,
      region: LOCAL_REGION,
      target,
    });
  const policy = await ask(`/${bucket}?policy`, 'GET');
  const text = await policy.text();
  const may = (action: string, resource: string): boolean =>
    policy.ok && isAllowedBy(text, { action, resource, distributionArn });
  if (!may('s3:GetObject', `arn:aws:s3:::${bucket}${decoded(path)}`)) return forbidden();
  const answer = await ask(`/${bucket}${path}`, method);
  if (answer.status !== 404 || may('s3:ListBucket', `arn:aws:s3:::${bucket}`)) return answer;
  await answer.body?.cancel();
  return forbidden();
}

/** Of no principal here: such signatures are let in unchecked. */
const ACCESS_KEY = 'CLOUDFRONT';
const SIGNED = {
  authorization: `AWS4-HMAC-SHA256 Credential=${ACCESS_KEY}/19700101/${LOCAL_REGION}/s3/aws4_request, SignedHeaders=host, Signature=${'0'.repeat(64)}`,
  'x-amz-content-sha256': 'UNSIGNED-PAYLOAD',
};

const Document = v.pipe(v.string(), v.parseJson(), policyDocument);
const SERVICE = 'cloudfront.amazonaws.com';

function isAllowedBy(
  text: string,
  { action, resource, distributionArn }: { action: string; resource: string; distributionArn: string },
): boolean {
  const { Statement, ...document } = v.parse(Document, text);
  const mine = Statement.filter(
    ({ Principal }) => Principal && (Principal.Service.includes(SERVICE) || Principal.AWS.includes('*')),
  );
  const known = new Map([
    ['aws:sourcearn', distributionArn],
    ['aws:sourceaccount', LOCAL_ACCOUNT],
    // Between CloudFront and S3 there always is.
    ['aws:securetransport', 'true'],
  ]);
  const context = (name: string): readonly string[] | undefined => {
    const value = known.get(name.toLowerCase());
    return value === undefined ? undefined : [value];
  };
  return isAllowedIn([{ ...document, Statement: mine }], { action, resource, context });
}

/** What is no encoding is refused by S3. */
function decoded(path: string): string {
  try {
    return decodeURIComponent(path);
  } catch (error) {
    if (error instanceof URIError) return path;
    throw error;
  }
}

export function forbidden(): Response {
  const text =
    '<?xml version="1.0" encoding="UTF-8"?>\n<Error><Code>AccessDenied</Code><Message>Access Denied</Message></Error>';
  return new Response(text, { status: 403, headers: { 'content-type': 'application/xml' } });
}
