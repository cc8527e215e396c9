import type { RestOperations } from '../../shared/rest-service.ts';
import { LOCAL_REGION } from '../../shared/service.ts';
import { withoutTags, withTags, type Tags } from '../../shared/tags.ts';
import { notFound } from '../errors.ts';
import { getApi, getStage } from './context.ts';
import type { Context } from './context.ts';
import { getDomain } from './domain-names.ts';
import { parseInput, tagInput, tagsInput, untagInput } from './input.ts';
import { putStage } from './deploy.ts';

const route = '/v2/tags/:resourceArn{.+}';
const PREFIX = `arn:aws:apigateway:${LOCAL_REGION}::`;

interface Tagged {
  tags: Tags;
  put: (tags: Tags) => Promise<void>;
}

export function tagOperations(context: Context): RestOperations {
  const { records } = context;

  function find(arn: string): Tagged {
    const [, kind, id = '', stages, stageName] = arn.startsWith(PREFIX) ? arn.slice(PREFIX.length).split('/') : [];
    if (kind === 'apis' && stages === undefined) {
      const api = getApi(context, id);
      return { tags: api.tags, put: (tags) => records.api.put(id, { ...api, tags }) };
    }
    if (kind === 'apis' && stages === 'stages' && stageName !== undefined) {
      const stage = getStage(context, id, stageName);
      return { tags: stage.tags, put: (tags) => putStage(context, id, { ...stage, tags }) };
    }
    if (kind === 'domainnames') {
      const domain = getDomain(context, id);
      return { tags: domain.tags, put: (tags) => records.domainName.put(id, { ...domain, tags }) };
    }
    throw notFound('Invalid resource ARN specified', 'Resource');
  }

  return {
    GetTags: { route: `GET ${route}`, run: (input) => ({ tags: find(parseInput(tagsInput, input).resourceArn).tags }) },
    TagResource: {
      route: `POST ${route}`,
      status: 201,
      async run(input) {
        const { resourceArn, tags } = parseInput(tagInput, input);
        const tagged = find(resourceArn);
        await tagged.put(withTags(tagged.tags, tags, 'BadRequestException'));
        return {};
      },
    },
    UntagResource: {
      route: `DELETE ${route}`,
      async run(input) {
        const { resourceArn, tagKeys } = parseInput(untagInput, input);
        const tagged = find(resourceArn);
        await tagged.put(withoutTags(tagged.tags, tagKeys));
        return undefined;
      },
    },
  };
}
