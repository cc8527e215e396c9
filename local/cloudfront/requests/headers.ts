import type { HeadersPolicyConfig } from '../schema/headers-policy.ts';
import { itemsOf } from '../schema/values.ts';

/** Adds to an answer what a response headers policy says; what the origin says stays, unless the policy overrides it. */
export function addHeaders(
  headers: Headers,
  { SecurityHeadersConfig = {}, CustomHeadersConfig }: HeadersPolicyConfig,
): void {
  const add = (name: string, value: string, { Override }: { Override: boolean }): void => {
    if (Override || !headers.has(name)) headers.set(name, value);
  };
  const {
    ContentSecurityPolicy: policy,
    ContentTypeOptions: typeOptions,
    FrameOptions: frame,
    ReferrerPolicy: referrer,
    StrictTransportSecurity: transport,
  } = SecurityHeadersConfig;
  if (policy) add('content-security-policy', policy.ContentSecurityPolicy, policy);
  if (typeOptions) add('x-content-type-options', 'nosniff', typeOptions);
  if (frame) add('x-frame-options', frame.FrameOption, frame);
  if (referrer) add('referrer-policy', referrer.ReferrerPolicy, referrer);
  if (transport) add('strict-transport-security', transportOf(transport), transport);
  for (const custom of CustomHeadersConfig ? itemsOf(CustomHeadersConfig) : [])
    add(custom.Header, custom.Value, custom);
}

function transportOf(
  given: NonNullable<NonNullable<HeadersPolicyConfig['SecurityHeadersConfig']>['StrictTransportSecurity']>,
) {
  const parts = [`max-age=${given.AccessControlMaxAgeSec}`];
  if (given.IncludeSubdomains) parts.push('includeSubDomains');
  if (given.Preload) parts.push('preload');
  return parts.join('; ');
}
