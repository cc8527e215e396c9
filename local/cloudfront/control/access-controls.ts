import { alreadyExists, inUse, noSuch } from '../errors.ts';
import type { ControlContext, Records } from '../records.ts';
import { newId, requireVersion, type XmlAnswer, type XmlOperations } from '../rest-xml.ts';
import { accessControlConfig, type AccessControlConfig } from '../schema/others.ts';
import { itemsOf, listed } from '../schema/values.ts';

type AccessControl = NonNullable<ReturnType<Records['accessControl']['get']>>;

export function accessControlOperations({
  records: { accessControl, distribution },
  clock,
}: ControlContext): XmlOperations {
  function find(id: string): AccessControl {
    const found = accessControl.get(id);
    if (!found) throw noSuch('NoSuchOriginAccessControl', 'origin access control');
    return found;
  }

  async function put(id: string, config: AccessControlConfig): Promise<AccessControl> {
    if (accessControl.list().some((other) => other.id !== id && other.config.Name === config.Name))
      throw alreadyExists(
        'OriginAccessControlAlreadyExists',
        'An origin access control with the same name already exists.',
      );
    const made = { id, etag: newId(), changedAt: clock(), config };
    await accessControl.put(id, made);
    return made;
  }

  return {
    'POST /origin-access-control': async (request) => {
      const config = await request.body('OriginAccessControlConfig', accessControlConfig);
      return { ...answer(await put(newId(), config)), status: 201 };
    },
    'GET /origin-access-control/:id': (request) => answer(find(request.path('id'))),
    'PUT /origin-access-control/:id/config': async (request) => {
      const { id, etag } = find(request.path('id'));
      requireVersion(request.ifMatch, etag);
      return answer(await put(id, await request.body('OriginAccessControlConfig', accessControlConfig)));
    },
    'DELETE /origin-access-control/:id': async (request) => {
      const { id, etag } = find(request.path('id'));
      requireVersion(request.ifMatch, etag);
      const users = distribution.list().flatMap(({ config }) => itemsOf(config.Origins));
      if (users.some(({ OriginAccessControlId }) => OriginAccessControlId === id))
        throw inUse('OriginAccessControlInUse', 'origin access control');
      await accessControl.delete(id);
      return {};
    },
    'GET /origin-access-control': () => {
      const items = accessControl.list().map(({ id, config }) => ({ Id: id, ...config }));
      const list = listed('OriginAccessControlSummary', items);
      const content = { Marker: '', MaxItems: 100, IsTruncated: false, ...list };
      return { document: ['OriginAccessControlList', content] };
    },
  };
}

function answer({ id, etag, config }: AccessControl): XmlAnswer {
  return { headers: { etag }, document: ['OriginAccessControl', { Id: id, OriginAccessControlConfig: { ...config } }] };
}
