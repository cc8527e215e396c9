import {
  CreateDistributionCommand,
  CreateFunctionCommand,
  CreateInvalidationCommand,
  CreateOriginAccessControlCommand,
  DeleteDistributionCommand,
  DeleteFunctionCommand,
  DeleteOriginAccessControlCommand,
  DeleteResponseHeadersPolicyCommand,
  DescribeFunctionCommand,
  GetCachePolicyCommand,
  GetDistributionCommand,
  GetDistributionConfigCommand,
  GetFunctionCommand,
  GetOriginAccessControlCommand,
  GetResponseHeadersPolicyCommand,
  ListCachePoliciesCommand,
  ListDistributionsCommand,
  ListFunctionsCommand,
  ListTagsForResourceCommand,
  PublishFunctionCommand,
  TagResourceCommand,
  UntagResourceCommand,
  UpdateDistributionCommand,
  UpdateFunctionCommand,
  UpdateOriginAccessControlCommand,
  UpdateResponseHeadersPolicyCommand,
  type DistributionConfig,
} from '@aws-sdk/client-cloudfront';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
  distributionConfig,
  makeAccessControl,
  makeDistribution,
  makeFunction,
  makeHeadersPolicy,
  newName,
  OPTIMIZED,
  startCloudFront,
  type World,
} from './testing/start.ts';

let world: World;
beforeEach(async () => {
  world = await startCloudFront();
});
afterEach(() => world.stop());

const HANDLER = 'function handler(event) { return event.request; }';
const HEADERS = {
  Comment: 'What browsers let pages do',
  SecurityHeadersConfig: {
    ContentSecurityPolicy: { Override: true, ContentSecurityPolicy: "default-src 'self'" },
    StrictTransportSecurity: { Override: true, AccessControlMaxAgeSec: 60, IncludeSubdomains: false, Preload: false },
  },
  CustomHeadersConfig: { Quantity: 1, Items: [{ Header: 'permissions-policy', Value: 'camera=()', Override: true }] },
};

describe('a distribution', () => {
  it('is as it was asked for, with what AWS adds, and deployed after a while', async () => {
    const functionArn = await makeFunction(world, HANDLER);
    const policy = await makeHeadersPolicy(world);
    const { made, etag } = await makeDistribution(world, {
      functionArn,
      behavior: { ResponseHeadersPolicyId: policy },
      config: { HttpVersion: 'http2and3', IsIPV6Enabled: true, PriceClass: 'PriceClass_100', Comment: 'A & B' },
    });
    expect(made.ARN).toBe(`arn:aws:cloudfront::000000000000:distribution/${made.Id ?? ''}`);
    expect(made.DomainName).toMatch(/^d[a-z0-9]{13}\.cloudfront\.net$/);
    expect(made.Status).toBe('InProgress');
    expect(made.DistributionConfig).toMatchObject({
      Comment: 'A & B',
      HttpVersion: 'http2and3',
      IsIPV6Enabled: true,
      PriceClass: 'PriceClass_100',
      Aliases: { Quantity: 0 },
      ViewerCertificate: { CloudFrontDefaultCertificate: true, MinimumProtocolVersion: 'TLSv1' },
      DefaultCacheBehavior: {
        ResponseHeadersPolicyId: policy,
        AllowedMethods: { Quantity: 2, Items: ['GET', 'HEAD'], CachedMethods: { Quantity: 2 } },
        FunctionAssociations: { Quantity: 1, Items: [{ EventType: 'viewer-request', FunctionARN: functionArn }] },
      },
    });
    world.time.now += 60_000;
    await world.restart();
    const found = await world.client.send(new GetDistributionCommand({ Id: made.Id }));
    expect(found).toMatchObject({ ETag: etag, Distribution: { ...made, Status: 'Deployed' } });
    const { DistributionList } = await world.client.send(new ListDistributionsCommand({}));
    expect(DistributionList).toMatchObject({ Quantity: 1, Items: [{ Id: made.Id, DomainName: made.DomainName }] });
  });

  it('is changed by who knows it as it is, and deleted once it is disabled', async () => {
    const { made, etag } = await makeDistribution(world);
    const { DistributionConfig } = await world.client.send(new GetDistributionConfigCommand({ Id: made.Id }));
    const update = (config: Partial<DistributionConfig>, IfMatch?: string) =>
      world.client.send(
        new UpdateDistributionCommand({
          Id: made.Id,
          IfMatch,
          DistributionConfig: { ...distributionConfig(), ...DistributionConfig, ...config },
        }),
      );
    const remove = (IfMatch?: string) => world.client.send(new DeleteDistributionCommand({ Id: made.Id, IfMatch }));
    await expect(update({ Enabled: false })).rejects.toMatchObject({ name: 'InvalidIfMatchVersion' });
    await expect(update({ Enabled: false }, 'EOTHER')).rejects.toMatchObject({ name: 'PreconditionFailed' });
    await expect(update({ CallerReference: 'other' }, etag)).rejects.toMatchObject({ name: 'IllegalUpdate' });
    await expect(remove(etag)).rejects.toMatchObject({ name: 'DistributionNotDisabled' });
    const { ETag, Distribution } = await update({ Enabled: false }, etag);
    expect(Distribution).toMatchObject({ Status: 'InProgress', DistributionConfig: { Enabled: false } });
    await expect(remove(ETag)).rejects.toMatchObject({ name: 'DistributionNotDisabled' });
    world.time.now += 60_000;
    await expect(remove(etag)).rejects.toMatchObject({ name: 'PreconditionFailed' });
    await remove(ETag);
    await expect(remove(ETag)).rejects.toMatchObject({ name: 'NoSuchDistribution' });
  });

  const alias = (name: string): Partial<DistributionConfig> => ({
    Aliases: { Quantity: 1, Items: [name] },
    ViewerCertificate: {
      ACMCertificateArn: 'arn:aws:acm:us-east-1:000000000000:certificate/1',
      SSLSupportMethod: 'sni-only',
      MinimumProtocolVersion: 'TLSv1.2_2021',
    },
  });

  it('has a name of its own with a certificate, which no other one has', async () => {
    const { made } = await makeDistribution(world, { config: alias('console.example.com') });
    expect(made.DistributionConfig?.ViewerCertificate).toMatchObject({
      CertificateSource: 'acm',
      CloudFrontDefaultCertificate: false,
      MinimumProtocolVersion: 'TLSv1.2_2021',
    });
    const other = makeDistribution(world, { config: alias('console.example.com') });
    await expect(other).rejects.toMatchObject({ name: 'CNAMEAlreadyExists' });
  });

  const create = (config: DistributionConfig) =>
    world.client.send(new CreateDistributionCommand({ DistributionConfig: config }));

  it('is made once for a caller reference', async () => {
    const config = distributionConfig();
    await create(config);
    await expect(create(config)).rejects.toMatchObject({ name: 'DistributionAlreadyExists' });
  });

  it.each([
    ['a cache policy that there is not', { behavior: { CachePolicyId: 'none' } }, 'NoSuchCachePolicy'],
    [
      'a headers policy that there is not',
      { behavior: { ResponseHeadersPolicyId: 'none' } },
      'NoSuchResponseHeadersPolicy',
    ],
    ['an access control that there is not', { accessControl: 'ENONE' }, 'InvalidOriginAccessControl'],
    [
      'a function that there is not',
      { functionArn: 'arn:aws:cloudfront::000000000000:function/none' },
      'InvalidFunctionAssociation',
    ],
    ['an origin that there is not', { behavior: { TargetOriginId: 'none' } }, 'NoSuchOrigin'],
    [
      'a name without a certificate',
      { config: { Aliases: { Quantity: 1, Items: ['a.example.com'] } } },
      'InvalidViewerCertificate',
    ],
    [
      'a list of another length',
      { config: { Aliases: { Quantity: 2, Items: ['a.example.com'] } } },
      'InconsistentQuantities',
    ],
    [
      'methods that do not belong together',
      {
        behavior: {
          AllowedMethods: {
            Quantity: 1,
            Items: ['GET' as const],
            CachedMethods: { Quantity: 1, Items: ['GET' as const] },
          },
        },
      },
      'InvalidArgument',
    ],
    [
      'a web ACL',
      { config: { WebACLId: 'arn:aws:wafv2:us-east-1:000000000000:global/webacl/a/1' } },
      'InvalidArgument',
    ],
    [
      'logs',
      { config: { Logging: { Enabled: true, IncludeCookies: false, Bucket: 'b.s3.amazonaws.com', Prefix: '' } } },
      'InvalidArgument',
    ],
    [
      'a page for errors',
      { config: { CustomErrorResponses: { Quantity: 1, Items: [{ ErrorCode: 404 }] } } },
      'InvalidArgument',
    ],
    [
      'another origin',
      {
        config: {
          Origins: {
            Quantity: 1,
            Items: [{ Id: 'files', DomainName: 'www.example.com', S3OriginConfig: { OriginAccessIdentity: '' } }],
          },
        },
      },
      'InvalidArgument',
    ],
  ])('is refused with %s', async (_what, wanted, name) => {
    await expect(create(distributionConfig(wanted))).rejects.toMatchObject({ name });
  });

  it('says by name what is not supported here', async () => {
    const wanted = { config: { WebACLId: 'x' }, behavior: {} };
    await expect(create(distributionConfig(wanted))).rejects.toThrow('WebACLId: This is not supported here.');
    const invalidation = new CreateInvalidationCommand({
      DistributionId: 'E1',
      InvalidationBatch: { CallerReference: 'x', Paths: { Quantity: 1, Items: ['/*'] } },
    });
    await expect(world.client.send(invalidation)).rejects.toThrow(
      'POST /2020-05-31/distribution/E1/invalidation is not supported here.',
    );
  });

  it('has tags', async () => {
    const { made } = await makeDistribution(world);
    const tagsOf = async () =>
      (await world.client.send(new ListTagsForResourceCommand({ Resource: made.ARN }))).Tags?.Items ?? [];
    expect(await tagsOf()).toEqual([]);
    const Items = [
      { Key: 'Project', Value: 'sonde' },
      { Key: 'Empty', Value: '' },
    ];
    await world.client.send(new TagResourceCommand({ Resource: made.ARN, Tags: { Items } }));
    expect(await tagsOf()).toEqual(Items);
    await world.client.send(new UntagResourceCommand({ Resource: made.ARN, TagKeys: { Items: ['Project'] } }));
    expect(await tagsOf()).toEqual([{ Key: 'Empty', Value: '' }]);
    const other = new ListTagsForResourceCommand({ Resource: 'arn:aws:cloudfront::000000000000:distribution/E1' });
    await expect(world.client.send(other)).rejects.toMatchObject({ name: 'NoSuchResource' });
  });
});

describe('an origin access control', () => {
  it('is changed, and deleted where no distribution uses it', async () => {
    const Id = await makeAccessControl(world, 'console');
    await expect(makeAccessControl(world, 'console')).rejects.toMatchObject({
      name: 'OriginAccessControlAlreadyExists',
    });
    const { ETag, OriginAccessControl } = await world.client.send(new GetOriginAccessControlCommand({ Id }));
    const changed = await world.client.send(
      new UpdateOriginAccessControlCommand({
        Id,
        IfMatch: ETag,
        OriginAccessControlConfig: {
          Name: 'renamed',
          SigningProtocol: 'sigv4',
          OriginAccessControlOriginType: 's3',
          ...OriginAccessControl?.OriginAccessControlConfig,
          SigningBehavior: 'never',
        },
      }),
    );
    expect(changed.OriginAccessControl?.OriginAccessControlConfig).toMatchObject({ SigningBehavior: 'never' });
    const remove = (IfMatch?: string) => world.client.send(new DeleteOriginAccessControlCommand({ Id, IfMatch }));
    await expect(remove(ETag)).rejects.toMatchObject({ name: 'PreconditionFailed' });
    await makeDistribution(world, { accessControl: Id });
    await expect(remove(changed.ETag)).rejects.toMatchObject({ name: 'OriginAccessControlInUse' });
  });

  it('is for buckets only', async () => {
    const config = {
      Name: 'x',
      SigningProtocol: 'sigv4',
      SigningBehavior: 'always',
      OriginAccessControlOriginType: 'lambda',
    } as const;
    const made = world.client.send(new CreateOriginAccessControlCommand({ OriginAccessControlConfig: config }));
    await expect(made).rejects.toThrow('An origin other than a bucket of S3 is not supported here.');
  });
});

describe('a response headers policy', () => {
  it('is as it was asked for, changed, and deleted where no distribution uses it', async () => {
    const Id = await makeHeadersPolicy(world, { Name: 'console', ...HEADERS });
    await expect(makeHeadersPolicy(world, { Name: 'console' })).rejects.toMatchObject({
      name: 'ResponseHeadersPolicyAlreadyExists',
    });
    const { ETag, ResponseHeadersPolicy } = await world.client.send(new GetResponseHeadersPolicyCommand({ Id }));
    expect(ResponseHeadersPolicy?.ResponseHeadersPolicyConfig).toEqual({ Name: 'console', ...HEADERS });
    const changed = await world.client.send(
      new UpdateResponseHeadersPolicyCommand({ Id, IfMatch: ETag, ResponseHeadersPolicyConfig: { Name: 'console' } }),
    );
    expect(changed.ResponseHeadersPolicy?.ResponseHeadersPolicyConfig).toEqual({ Name: 'console', Comment: '' });
    const { made, etag } = await makeDistribution(world, { behavior: { ResponseHeadersPolicyId: Id } });
    const remove = () => world.client.send(new DeleteResponseHeadersPolicyCommand({ Id, IfMatch: changed.ETag }));
    await expect(remove()).rejects.toMatchObject({ name: 'ResponseHeadersPolicyInUse' });
    const config = distributionConfig({ config: { ...made.DistributionConfig, Enabled: false } });
    const disabled = await world.client.send(
      new UpdateDistributionCommand({ Id: made.Id, IfMatch: etag, DistributionConfig: config }),
    );
    world.time.now += 60_000;
    await world.client.send(new DeleteDistributionCommand({ Id: made.Id, IfMatch: disabled.ETag }));
    await remove();
    await expect(remove()).rejects.toMatchObject({ name: 'NoSuchResponseHeadersPolicy' });
  });

  it('sets security headers by their settings alone', async () => {
    const Items = [{ Header: 'X-Frame-Options', Value: 'DENY', Override: true }];
    const made = makeHeadersPolicy(world, { CustomHeadersConfig: { Quantity: 1, Items } });
    await expect(made).rejects.toThrow('contains a security header');
  });
});

describe('a function', () => {
  const codeOf = async (Name: string, Stage: 'DEVELOPMENT' | 'LIVE') => {
    const { FunctionCode } = await world.client.send(new GetFunctionCommand({ Name, Stage }));
    return Buffer.from(FunctionCode ?? []).toString();
  };

  it('is live as it was published, while the next one is written', async () => {
    const Name = newName();
    await makeFunction(world, HANDLER, Name);
    const { ETag, FunctionSummary } = await world.client.send(
      new DescribeFunctionCommand({ Name, Stage: 'DEVELOPMENT' }),
    );
    expect(FunctionSummary).toMatchObject({ Name, Status: 'UNASSOCIATED', FunctionMetadata: { Stage: 'DEVELOPMENT' } });
    const next = `${HANDLER} // next`;
    const update = (IfMatch?: string) =>
      world.client.send(
        new UpdateFunctionCommand({
          Name,
          IfMatch,
          FunctionConfig: { Comment: 'next', Runtime: 'cloudfront-js-2.0' },
          FunctionCode: Buffer.from(next),
        }),
      );
    await expect(update('EOTHER')).rejects.toMatchObject({ name: 'PreconditionFailed' });
    const changed = await update(ETag);
    expect(changed.FunctionSummary).toMatchObject({ Status: 'UNPUBLISHED', FunctionConfig: { Comment: 'next' } });
    await world.restart();
    expect([await codeOf(Name, 'DEVELOPMENT'), await codeOf(Name, 'LIVE')]).toEqual([next, HANDLER]);
    await world.client.send(new PublishFunctionCommand({ Name, IfMatch: changed.ETag }));
    expect(await codeOf(Name, 'LIVE')).toBe(next);
  });

  it('is deleted where no distribution uses it', async () => {
    const Name = newName();
    const functionArn = await makeFunction(world, HANDLER, Name);
    const { ETag } = await world.client.send(new DescribeFunctionCommand({ Name }));
    await makeDistribution(world, { functionArn });
    const { FunctionList } = await world.client.send(new ListFunctionsCommand({ Stage: 'LIVE' }));
    expect(FunctionList?.Items).toMatchObject([{ Name, Status: 'DEPLOYED' }]);
    const remove = world.client.send(new DeleteFunctionCommand({ Name, IfMatch: ETag }));
    await expect(remove).rejects.toMatchObject({ name: 'FunctionInUse' });
    const missing = world.client.send(new DescribeFunctionCommand({ Name: 'none' }));
    await expect(missing).rejects.toMatchObject({ name: 'NoSuchFunctionExists' });
  });

  it.each([
    ['code that cannot be read', 'function handler( {', 'syntax error'],
    ['more code than there may be', `// ${'x'.repeat(10_240)}`, 'at most 10 KB'],
  ])('is refused with %s', async (_what, code, message) => {
    await expect(makeFunction(world, code)).rejects.toThrow(message);
  });

  it('has a name of its own', async () => {
    await makeFunction(world, HANDLER, 'same');
    const again = world.client.send(
      new CreateFunctionCommand({
        Name: 'same',
        FunctionConfig: { Comment: '', Runtime: 'cloudfront-js-2.0' },
        FunctionCode: Buffer.from(HANDLER),
      }),
    );
    await expect(again).rejects.toMatchObject({ name: 'FunctionAlreadyExists' });
  });
});

it('has the cache policies that AWS manages, and no others', async () => {
  const { CachePolicyList } = await world.client.send(new ListCachePoliciesCommand({ Type: 'managed' }));
  const found = CachePolicyList?.Items?.find(({ CachePolicy }) => CachePolicy?.Id === OPTIMIZED);
  expect(found?.CachePolicy?.CachePolicyConfig?.Name).toBe('Managed-CachingOptimized');
  const { CachePolicyList: own } = await world.client.send(new ListCachePoliciesCommand({ Type: 'custom' }));
  expect(own?.Quantity).toBe(0);
  await expect(world.client.send(new GetCachePolicyCommand({ Id: 'none' }))).rejects.toMatchObject({
    name: 'NoSuchCachePolicy',
  });
});
