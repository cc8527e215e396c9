import { fromTagList, toTagList, withoutTags, withTags, type Tags } from '../../shared/tags.ts';
import { invalidArgument, noSuch } from '../errors.ts';
import type { ControlContext, Distribution } from '../records.ts';
import { requireQuery, type XmlAnswer, type XmlOperations, type XmlRequest } from '../rest-xml.ts';
import { tagKeys, tags } from '../schema/others.ts';
import { distributionArn } from './distributions.ts';

/** Tags of distributions: nothing else here has any. */
export function tagOperations({ records: { distribution } }: ControlContext): XmlOperations {
  function find(request: XmlRequest): Distribution {
    const arn = requireQuery(request, 'Resource');
    const found = distribution.list().find(({ id }) => distributionArn(id) === arn);
    if (!found) throw noSuch('NoSuchResource', 'resource');
    return found;
  }

  async function change(request: XmlRequest, to: (before: Tags) => Tags): Promise<XmlAnswer> {
    const found = find(request);
    await distribution.put(found.id, { ...found, tags: to(found.tags) });
    return {};
  }

  return {
    'GET /tagging': (request) => {
      const list = toTagList(find(request).tags);
      return { document: ['Tags', { Items: list.length === 0 ? undefined : { Tag: list } }] };
    },
    'POST /tagging': async (request) => {
      const operation = requireQuery(request, 'Operation');
      if (operation === 'Tag') {
        const { Items } = await request.body('Tags', tags);
        return change(request, (before) => withTags(before, fromTagList(Items), 'InvalidTagging'));
      }
      if (operation !== 'Untag') throw invalidArgument(`The operation ${operation} is neither Tag nor Untag.`);
      const { Items } = await request.body('TagKeys', tagKeys);
      return change(request, (before) => withoutTags(before, Items));
    },
  };
}
