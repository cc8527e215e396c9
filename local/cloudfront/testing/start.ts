import { join } from 'node:path';
import {
  CloudFrontClient,
  CreateDistributionWithTagsCommand,
  CreateFunctionCommand,
  CreateOriginAccessControlCommand,
  CreateResponseHeadersPolicyCommand,
  PublishFunctionCommand,
  type DefaultCacheBehavior,
  type Distribution,
  type DistributionConfig,
  type ResponseHeadersPolicyConfig,
} from '@aws-sdk/client-cloudfront';
import { CreateBucketCommand, PutBucketPolicyCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { createS3 } from '../../s3/index.ts';
import { silentLog } from '../../shared/log.ts';
import { clientOptions, serve } from '../../shared/testing/serve.ts';
import { temporaryDirectory } from '../../shared/testing/temporary-directory.ts';
import { createCloudFront } from '../index.ts';

export const BUCKET = 'sonde-console';
export const OPTIMIZED = '658327ea-f89d-4fab-a63d-7e88639e58f6';

/** CloudFront over HTTP, in a folder of its own, before a bucket, with the real clients of both, and a clock that a test owns. */
export async function startCloudFront() {
  const { directory, remove } = await temporaryDirectory();
  const time = { now: Date.UTC(2026, 0, 1) };
  const s3 = await createS3({ directory: join(directory, 's3'), log: silentLog, secretOf: () => undefined });
  const open = () =>
    createCloudFront({ directory: join(directory, 'cloudfront'), log: silentLog, clock: () => time.now, s3 });
  let cloudfront = await open();
  const doors = [
    await serve({ handle: (request, caller) => cloudfront.handle(request, caller) }),
    await serve(s3),
  ] as const;
  const client = new CloudFrontClient(clientOptions(doors[0].url));
  const files = new S3Client(clientOptions(doors[1].url));
  await files.send(new CreateBucketCommand({ Bucket: BUCKET }));
  return {
    client,
    time,
    /** Asks as a viewer does, by the name of a host. What comes is read to its end, or its file would stay open. */
    async view(path: string, init: RequestInit = {}, host = '127.0.0.1'): Promise<Response> {
      const response = await cloudfront.fetch(new Request(`http://${host}${path}`, init));
      if (!response) return new Response('There is no distribution', { status: 421 });
      const bytes = await response.arrayBuffer();
      return new Response(bytes.byteLength > 0 ? bytes : null, response);
    },
    async put(key: string, body: string, more: { ContentType?: string; CacheControl?: string } = {}): Promise<void> {
      await files.send(new PutObjectCommand({ Bucket: BUCKET, Key: key, Body: body, ...more }));
    },
    /** Lets a distribution do what it is given with the bucket. */
    async allow(distribution: Distribution, actions: readonly string[] = ['s3:GetObject', 's3:ListBucket']) {
      const Policy = JSON.stringify({ Version: '2012-10-17', Statement: actions.map(statementFor(distribution)) });
      await files.send(new PutBucketPolicyCommand({ Bucket: BUCKET, Policy }));
    },
    async restart(): Promise<void> {
      await cloudfront.close();
      cloudfront = await open();
    },
    async stop(): Promise<void> {
      client.destroy();
      files.destroy();
      for (const door of doors) await door.close();
      await cloudfront.close();
      await s3.close();
      await remove();
    },
  };
}
export type World = Awaited<ReturnType<typeof startCloudFront>>;

const statementFor =
  ({ ARN = '' }: Distribution) =>
  (action: string) => ({
    Effect: 'Allow',
    Principal: { Service: 'cloudfront.amazonaws.com' },
    Action: action,
    Resource: action === 's3:ListBucket' ? `arn:aws:s3:::${BUCKET}` : `arn:aws:s3:::${BUCKET}/*`,
    Condition: { StringEquals: { 'aws:SourceArn': ARN } },
  });

let names = 0;
/** A name that nothing has yet. */
export const newName = (): string => `name-${(names += 1)}`;

export async function makeAccessControl({ client }: World, Name = newName()): Promise<string> {
  const config = {
    Name,
    SigningProtocol: 'sigv4',
    SigningBehavior: 'always',
    OriginAccessControlOriginType: 's3',
  } as const;
  const made = await client.send(new CreateOriginAccessControlCommand({ OriginAccessControlConfig: config }));
  return made.OriginAccessControl?.Id ?? '';
}

export async function makeHeadersPolicy(
  { client }: World,
  config: Partial<ResponseHeadersPolicyConfig> = {},
): Promise<string> {
  const made = await client.send(
    new CreateResponseHeadersPolicyCommand({ ResponseHeadersPolicyConfig: { Name: newName(), ...config } }),
  );
  return made.ResponseHeadersPolicy?.Id ?? '';
}

/** A function that is published. */
export async function makeFunction({ client }: World, code: string, Name = newName()): Promise<string> {
  const { FunctionSummary, ETag } = await client.send(
    new CreateFunctionCommand({
      Name,
      FunctionConfig: { Comment: '', Runtime: 'cloudfront-js-2.0' },
      FunctionCode: Buffer.from(code),
    }),
  );
  await client.send(new PublishFunctionCommand({ Name, IfMatch: ETag }));
  return FunctionSummary?.FunctionMetadata?.FunctionARN ?? '';
}

interface Wanted {
  config?: Partial<DistributionConfig>;
  behavior?: Partial<DefaultCacheBehavior>;
  accessControl?: string;
  functionArn?: string;
}

/** What a distribution of the bucket is asked for with. */
export function distributionConfig({ config, behavior, accessControl, functionArn }: Wanted = {}): DistributionConfig {
  const methods = { Quantity: 2, Items: ['GET', 'HEAD'] as ('GET' | 'HEAD')[] };
  const associations =
    functionArn === undefined ? [] : [{ EventType: 'viewer-request' as const, FunctionARN: functionArn }];
  return {
    CallerReference: newName(),
    Comment: '',
    Enabled: true,
    Origins: {
      Quantity: 1,
      Items: [
        {
          Id: 'files',
          DomainName: `${BUCKET}.s3.eu-west-1.amazonaws.com`,
          S3OriginConfig: { OriginAccessIdentity: '' },
          ...(accessControl !== undefined && { OriginAccessControlId: accessControl }),
        },
      ],
    },
    DefaultCacheBehavior: {
      TargetOriginId: 'files',
      ViewerProtocolPolicy: 'redirect-to-https',
      AllowedMethods: { ...methods, CachedMethods: methods },
      CachePolicyId: OPTIMIZED,
      Compress: true,
      FunctionAssociations: { Quantity: associations.length, Items: associations },
      ...behavior,
    },
    ...config,
  };
}

/** A distribution that may read the bucket. */
export async function makeDistribution(
  world: World,
  wanted: Wanted = {},
): Promise<{ made: Distribution; etag: string }> {
  const accessControl = wanted.accessControl ?? (await makeAccessControl(world));
  const { Distribution: made, ETag: etag = '' } = await world.client.send(
    new CreateDistributionWithTagsCommand({
      DistributionConfigWithTags: {
        DistributionConfig: distributionConfig({ ...wanted, accessControl }),
        Tags: { Items: [] },
      },
    }),
  );
  if (!made) throw new Error('There is no distribution in the answer');
  await world.allow(made);
  return { made, etag };
}
