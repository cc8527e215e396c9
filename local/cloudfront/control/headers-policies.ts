import { alreadyExists, inUse, noSuch } from '../errors.ts';
import type { ControlContext, Records } from '../records.ts';
import { newId, requireVersion, type XmlAnswer, type XmlOperations } from '../rest-xml.ts';
import { headersPolicyConfig, type HeadersPolicyConfig } from '../schema/headers-policy.ts';
import { listed } from '../schema/values.ts';

type HeadersPolicy = NonNullable<ReturnType<Records['headersPolicy']['get']>>;

export function headersPolicyOperations({
  records: { headersPolicy, distribution },
  clock,
}: ControlContext): XmlOperations {
  function find(id: string): HeadersPolicy {
    const found = headersPolicy.get(id);
    if (!found) throw noSuch('NoSuchResponseHeadersPolicy', 'response headers policy');
    return found;
  }

  async function put(id: string, config: HeadersPolicyConfig): Promise<HeadersPolicy> {
    if (headersPolicy.list().some((other) => other.id !== id && other.config.Name === config.Name))
      throw alreadyExists(
        'ResponseHeadersPolicyAlreadyExists',
        'A response headers policy with this name already exists.',
      );
    const made = { id, etag: newId(), changedAt: clock(), config };
    await headersPolicy.put(id, made);
    return made;
  }

  return {
    'POST /response-headers-policy': async (request) => {
      const config = await request.body('ResponseHeadersPolicyConfig', headersPolicyConfig);
      return { ...answer(await put(crypto.randomUUID(), config)), status: 201 };
    },
    'GET /response-headers-policy/:id': (request) => answer(find(request.path('id'))),
    'PUT /response-headers-policy/:id': async (request) => {
      const { id, etag } = find(request.path('id'));
      requireVersion(request.ifMatch, etag);
      return answer(await put(id, await request.body('ResponseHeadersPolicyConfig', headersPolicyConfig)));
    },
    'DELETE /response-headers-policy/:id': async (request) => {
      const { id, etag } = find(request.path('id'));
      requireVersion(request.ifMatch, etag);
      if (distribution.list().some(({ config }) => config.DefaultCacheBehavior.ResponseHeadersPolicyId === id))
        throw inUse('ResponseHeadersPolicyInUse', 'response headers policy');
      await headersPolicy.delete(id);
      return {};
    },
    'GET /response-headers-policy': () => {
      const items = headersPolicy.list().map((policy) => ({ Type: 'custom', ResponseHeadersPolicy: content(policy) }));
      return {
        document: ['ResponseHeadersPolicyList', { MaxItems: 100, ...listed('ResponseHeadersPolicySummary', items) }],
      };
    },
  };
}

const content = ({ id, changedAt, config }: HeadersPolicy) => ({
  Id: id,
  LastModifiedTime: new Date(changedAt).toISOString(),
  ResponseHeadersPolicyConfig: { ...config },
});

function answer(policy: HeadersPolicy): XmlAnswer {
  return { headers: { etag: policy.etag }, document: ['ResponseHeadersPolicy', content(policy)] };
}
