import { noSuch } from '../errors.ts';
import type { XmlOperations } from '../rest-xml.ts';
import { listed } from '../schema/values.ts';

/** A cache policy that AWS manages, as far as it decides what viewers get: nothing is cached here. */
export interface CachePolicy {
  id: string;
  name: string;
  comment: string;
  /** Seconds. */
  ttl: { minimum: number; usual: number; maximum: number };
  /** Whether answers are compressed. */
  compresses: boolean;
}

/** Source: Amazon CloudFront Developer Guide, "Use managed cache policies". */
const MANAGED: readonly CachePolicy[] = [
  {
    id: '658327ea-f89d-4fab-a63d-7e88639e58f6',
    name: 'Managed-CachingOptimized',
    comment: 'Policy with caching enabled. Supports Gzip and Brotli compression.',
    ttl: { minimum: 1, usual: 86_400, maximum: 31_536_000 },
    compresses: true,
  },
  {
    id: '4135ea2d-6df8-44a3-9df3-4b5a84be39ad',
    name: 'Managed-CachingDisabled',
    comment: 'Policy with caching disabled',
    ttl: { minimum: 0, usual: 0, maximum: 0 },
    compresses: false,
  },
];

/** @throws AwsError NoSuchCachePolicy */
export function requireCachePolicy(id: string): CachePolicy {
  const found = MANAGED.find((policy) => policy.id === id);
  if (!found) throw noSuch('NoSuchCachePolicy', 'cache policy');
  return found;
}

/** Policies of AWS's own; none can be made. */
export function cachePolicyOperations(): XmlOperations {
  return {
    'GET /cache-policy': (request) => {
      const items = request.query('Type') === 'custom' ? [] : MANAGED;
      const summaries = items.map((policy) => ({ Type: 'managed', CachePolicy: content(policy) }));
      return { document: ['CachePolicyList', { MaxItems: 100, ...listed('CachePolicySummary', summaries) }] };
    },
    'GET /cache-policy/:id': (request) => {
      const policy = requireCachePolicy(request.path('id'));
      return { headers: { etag: ETAG }, document: ['CachePolicy', content(policy)] };
    },
  };
}

/** They never change. */
const ETAG = 'E23ZP02F085DFQ';

const content = ({ id, name, comment, ttl, compresses }: CachePolicy) => ({
  Id: id,
  LastModifiedTime: '1970-01-01T00:00:00Z',
  CachePolicyConfig: {
    Name: name,
    Comment: comment,
    MinTTL: ttl.minimum,
    DefaultTTL: ttl.usual,
    MaxTTL: ttl.maximum,
    ParametersInCacheKeyAndForwardedToOrigin: {
      EnableAcceptEncodingBrotli: compresses,
      EnableAcceptEncodingGzip: compresses,
      CookiesConfig: { CookieBehavior: 'none' },
      HeadersConfig: { HeaderBehavior: 'none' },
      QueryStringsConfig: { QueryStringBehavior: 'none' },
    },
  },
});
