import * as v from 'valibot';
import { tagMap, withoutTags, withTags, type Tags } from '../../shared/tags.ts';
import { listInQuery } from '../../shared/wire-values.ts';
import { requireApi, type Control, type ControlOperations } from './control.ts';
import { apiArn } from './graphql-apis.ts';
import { domainArn } from './domains.ts';
import { badRequest, notFound, parseInput } from './refusals.ts';

const named = v.object({ resourceArn: v.string() });
const tagging = v.object({ ...named.entries, tags: tagMap });
const untagging = v.object({ ...named.entries, tagKeys: listInQuery(v.string()) });

/** The tags of APIs and domain names. */
export const tagOperations: ControlOperations = (control) => {
  const route = '/v1/tags/:resourceArn{.+}';
  return {
    ListTagsForResource: {
      route: `GET ${route}`,
      run: (input) => ({ tags: tagged(control, parseInput(named, input).resourceArn).tags }),
    },
    TagResource: {
      route: `POST ${route}`,
      async run(input) {
        const { resourceArn, tags } = parseInput(tagging, input);
        const resource = tagged(control, resourceArn);
        await resource.put(withTags(resource.tags, tags, 'BadRequestException'));
        return {};
      },
    },
    UntagResource: {
      route: `DELETE ${route}`,
      async run(input) {
        const { resourceArn, tagKeys } = parseInput(untagging, input);
        const resource = tagged(control, resourceArn);
        await resource.put(withoutTags(resource.tags, tagKeys));
        return {};
      },
    },
  };
};

function tagged(control: Control, arn: string): { tags: Tags; put: (tags: Tags) => Promise<void> } {
  const { apis, domains } = control.records;
  const [, kind, id = ''] = /^arn:aws:appsync:[^:]*:\d{12}:(apis|domainnames)\/([^/]+)$/.exec(arn) ?? [];
  if (kind === 'apis' && arn === apiArn(id)) {
    const api = requireApi(control, id);
    return { tags: api.tags, put: (tags) => apis.put(id, { ...api, tags }) };
  }
  const domain = kind === 'domainnames' && arn === domainArn(id) ? domains.get(id) : undefined;
  if (domain) return { tags: domain.tags, put: (tags) => domains.put(id, { ...domain, tags }) };
  throw kind === undefined
    ? badRequest(`${arn} is no ARN of an API or a domain name.`)
    : notFound(`${arn} was not found.`);
}
