import * as v from 'valibot';
import { localArn } from '../../shared/arns.ts';
import type { RestOperations } from '../../shared/rest-service.ts';
import { toTagList, withTags, withoutTags, type Tags } from '../../shared/tags.ts';
import { listInQuery } from '../../shared/wire-values.ts';
import type { ConfigurationSets } from '../configuration-sets.ts';
import { notFound, parseInput } from '../errors.ts';
import type { Identities } from '../identities.ts';
import { tags } from './schema.ts';

const ofResource = { ResourceArn: v.pipe(v.string(), v.startsWith('arn:')) };
const schema = {
  resource: v.object(ofResource),
  tag: v.object({ ...ofResource, Tags: tags }),
  untag: v.object({ ...ofResource, TagKeys: listInQuery(v.string()) }),
};

const IDENTITY_ARN = localArn('ses', 'identity/');
const CONFIGURATION_SET_ARN = localArn('ses', 'configuration-set/');
const PATH = '/v2/email/tags';

interface Tagged {
  readonly tags: Tags;
  setTags(changed: Tags): Promise<void>;
}

/** Tags by the ARN of a resource. */
export function tagOperations(identities: Identities, configurationSets: ConfigurationSets): RestOperations {
  function resource(arn: string): Tagged {
    const identity = arn.startsWith(IDENTITY_ARN) && identities.get(arn.slice(IDENTITY_ARN.length));
    if (identity)
      return { tags: identity.tags, setTags: (changed) => identities.update({ ...identity, tags: changed }) };
    const set =
      arn.startsWith(CONFIGURATION_SET_ARN) && configurationSets.find(arn.slice(CONFIGURATION_SET_ARN.length));
    if (set) return { tags: set.tags, setTags: (changed) => configurationSets.update({ ...set, tags: changed }) };
    throw notFound(`Resource ${arn}`);
  }

  return {
    ListTagsForResource: {
      route: `GET ${PATH}`,
      run: (input) => ({ Tags: toTagList(resource(parseInput(schema.resource, input).ResourceArn).tags) }),
    },
    TagResource: {
      route: `POST ${PATH}`,
      run: async (input) => {
        const { ResourceArn, Tags: more } = parseInput(schema.tag, input);
        const tagged = resource(ResourceArn);
        await tagged.setTags(withTags(tagged.tags, more, 'BadRequestException'));
        return {};
      },
    },
    UntagResource: {
      route: `DELETE ${PATH}`,
      run: async (input) => {
        const { ResourceArn, TagKeys } = parseInput(schema.untag, input);
        const tagged = resource(ResourceArn);
        await tagged.setTags(withoutTags(tagged.tags, TagKeys));
        return {};
      },
    },
  };
}
