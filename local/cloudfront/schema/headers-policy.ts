import * as v from 'valibot';
import { flag, listOf, whole } from './values.ts';

const overriding = { Override: flag };

const security = v.strictObject({
  ContentSecurityPolicy: v.exactOptional(v.strictObject({ ...overriding, ContentSecurityPolicy: v.string() })),
  ContentTypeOptions: v.exactOptional(v.strictObject(overriding)),
  FrameOptions: v.exactOptional(v.strictObject({ ...overriding, FrameOption: v.picklist(['DENY', 'SAMEORIGIN']) })),
  ReferrerPolicy: v.exactOptional(v.strictObject({ ...overriding, ReferrerPolicy: v.string() })),
  StrictTransportSecurity: v.exactOptional(
    v.strictObject({
      ...overriding,
      AccessControlMaxAgeSec: whole,
      IncludeSubdomains: v.optional(flag, false),
      Preload: v.optional(flag, false),
    }),
  ),
});

/** Headers that have a setting of their own, and may be set by no other. */
const SECURITY_HEADERS = [
  'content-security-policy',
  'referrer-policy',
  'strict-transport-security',
  'x-content-type-options',
  'x-frame-options',
  'x-xss-protection',
];

const custom = v.strictObject({
  ...overriding,
  Header: v.pipe(
    v.string(),
    v.regex(/^[\w!#$%&'*+.^`|~-]+$/),
    v.check(
      (name) => !SECURITY_HEADERS.includes(name.toLowerCase()),
      'The parameter CustomHeaders contains a security header, which cannot be set as a custom header.',
    ),
  ),
  Value: v.string(),
});

export const headersPolicyConfig = v.strictObject({
  Name: v.pipe(v.string(), v.regex(/^[\w-]{1,128}$/)),
  Comment: v.optional(v.pipe(v.string(), v.maxLength(128)), ''),
  SecurityHeadersConfig: v.exactOptional(security),
  CustomHeadersConfig: v.exactOptional(listOf('ResponseHeadersPolicyCustomHeader', custom)),
});
export type HeadersPolicyConfig = v.InferOutput<typeof headersPolicyConfig>;
