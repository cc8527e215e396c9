import * as v from 'valibot';
import { flag, itemsNamed, itemsOf, listOf, nobody, noItems, nothing, off, quantified, whole } from './values.ts';

const text = v.string();

/** `<bucket>.s3.<Region>.amazonaws.com`: other origins are none that there are here. */
export const BUCKET_ORIGIN = /^([a-z0-9][a-z0-9.-]{1,61}[a-z0-9])\.s3\.[a-z0-9-]+\.amazonaws\.com$/;

const origin = v.strictObject({
  Id: v.pipe(text, v.minLength(1), v.maxLength(128)),
  DomainName: v.pipe(text, v.regex(BUCKET_ORIGIN, 'An origin other than a bucket of S3 is not supported here.')),
  OriginPath: nothing,
  CustomHeaders: noItems,
  S3OriginConfig: v.strictObject({ OriginAccessIdentity: nothing, OriginReadTimeout: v.exactOptional(whole) }),
  ConnectionAttempts: v.optional(v.pipe(whole, v.minValue(1), v.maxValue(3)), 3),
  ConnectionTimeout: v.optional(v.pipe(whole, v.minValue(1), v.maxValue(10)), 10),
  OriginAccessControlId: v.optional(text, ''),
});

const METHODS = ['GET,HEAD', 'GET,HEAD,OPTIONS', 'DELETE,GET,HEAD,OPTIONS,PATCH,POST,PUT'];
const methods = listOf('Method', text);
const WRONG_METHODS = 'The parameter AllowedMethods contains methods that are not allowed together.';

const behavior = v.strictObject({
  TargetOriginId: text,
  ViewerProtocolPolicy: v.picklist(['allow-all', 'https-only', 'redirect-to-https']),
  TrustedSigners: nobody,
  TrustedKeyGroups: nobody,
  AllowedMethods: v.pipe(
    v.strictObject({ Quantity: whole, Items: itemsNamed('Method', text), CachedMethods: methods }),
    v.transform(({ Quantity, Items, CachedMethods }) => ({ ...quantified('Method', Quantity, Items), CachedMethods })),
    v.check((allowed) => METHODS.includes(itemsOf(allowed).sort().join()), WRONG_METHODS),
    v.check(({ CachedMethods }) => METHODS.slice(0, 2).includes(itemsOf(CachedMethods).sort().join()), WRONG_METHODS),
  ),
  SmoothStreaming: off,
  Compress: v.optional(flag, false),
  LambdaFunctionAssociations: noItems,
  FunctionAssociations: v.optional(
    listOf(
      'FunctionAssociation',
      v.strictObject({
        EventType: v.literal('viewer-request', 'A function for anything but viewer-request is not supported here.'),
        FunctionARN: text,
      }),
    ),
    { Quantity: 0 },
  ),
  FieldLevelEncryptionId: nothing,
  CachePolicyId: text,
  OriginRequestPolicyId: nothing,
  ResponseHeadersPolicyId: v.optional(text, ''),
  GrpcConfig: v.optional(v.strictObject({ Enabled: off }), { Enabled: false }),
});

const TLS_VERSIONS = [
  'TLSv1',
  'TLSv1_2016',
  'TLSv1.1_2016',
  'TLSv1.2_2018',
  'TLSv1.2_2019',
  'TLSv1.2_2021',
  'TLSv1.3_2025',
];
/** Who gives a certificate for its own name says what the answer has, whatever is asked. Source: API Reference, "ViewerCertificate". */
const OWN_CERTIFICATE = {
  CloudFrontDefaultCertificate: true,
  SSLSupportMethod: 'vip',
  MinimumProtocolVersion: 'TLSv1',
  CertificateSource: 'cloudfront',
} as const;

const viewerCertificate = v.union(
  [
    v.pipe(
      v.looseObject({ CloudFrontDefaultCertificate: v.pipe(flag, v.literal(true)) }),
      v.transform(() => OWN_CERTIFICATE),
    ),
    v.pipe(
      v.looseObject({
        ACMCertificateArn: v.pipe(text, v.regex(/^arn:aws:acm:us-east-1:\d{12}:certificate\/.+$/)),
        SSLSupportMethod: v.literal('sni-only'),
        MinimumProtocolVersion: v.optional(v.picklist(TLS_VERSIONS), 'TLSv1'),
      }),
      v.transform(({ ACMCertificateArn, SSLSupportMethod, MinimumProtocolVersion }) => ({
        ACMCertificateArn,
        Certificate: ACMCertificateArn,
        CertificateSource: 'acm' as const,
        CloudFrontDefaultCertificate: false as const,
        MinimumProtocolVersion,
        SSLSupportMethod,
      })),
    ),
  ],
  "Must be CloudFront's own certificate, or one of ACM in us-east-1 by sni-only.",
);

const NO_LOGS = { Enabled: false, IncludeCookies: false, Bucket: '', Prefix: '' } as const;

export const distributionConfig = v.strictObject({
  CallerReference: v.pipe(text, v.minLength(1)),
  Aliases: v.optional(listOf('CNAME', v.pipe(text, v.toLowerCase())), { Quantity: 0 }),
  DefaultRootObject: v.optional(text, ''),
  Origins: v.pipe(
    listOf('Origin', origin),
    v.check(({ Quantity }) => Quantity > 0, 'There must be an origin'),
  ),
  OriginGroups: noItems,
  DefaultCacheBehavior: behavior,
  CacheBehaviors: noItems,
  CustomErrorResponses: noItems,
  Comment: v.pipe(text, v.maxLength(128)),
  Logging: v.optional(v.strictObject({ Enabled: off, IncludeCookies: off, Bucket: nothing, Prefix: nothing }), NO_LOGS),
  PriceClass: v.optional(v.picklist(['PriceClass_100', 'PriceClass_200', 'PriceClass_All']), 'PriceClass_All'),
  Enabled: flag,
  ViewerCertificate: v.optional(viewerCertificate, OWN_CERTIFICATE),
  Restrictions: v.optional(
    v.strictObject({
      GeoRestriction: v.strictObject({
        RestrictionType: v.literal('none', 'A restriction by country is not supported here.'),
        Quantity: v.pipe(whole, v.literal(0)),
        Items: nothing,
      }),
    }),
    { GeoRestriction: { RestrictionType: 'none', Quantity: 0, Items: '' } },
  ),
  WebACLId: nothing,
  HttpVersion: v.optional(v.picklist(['http1.1', 'http2', 'http3', 'http2and3']), 'http2'),
  IsIPV6Enabled: v.optional(flag, false),
  ContinuousDeploymentPolicyId: nothing,
  Staging: off,
});
export type DistributionConfig = v.InferOutput<typeof distributionConfig>;
