import * as v from 'valibot';
import type { RestOperations } from '../../shared/rest-service.ts';
import { fromTagList, toTagList, withoutTags, withTags, type Tags } from '../../shared/tags.ts';
import { invalidRequest, notFound } from './errors.ts';
import { parseInput } from './input.ts';
import { policyArn, ruleArn, thingTypeArn, type IotRecords } from './records.ts';

const tag = v.object({
  Key: v.pipe(v.string(), v.minLength(1), v.maxLength(128)),
  Value: v.optional(v.pipe(v.string(), v.maxLength(256)), ''),
});

/** The tags of a new resource, as its input lists them. */
export const tagsInput = v.optional(v.pipe(v.array(tag), v.transform(fromTagList)), []);

/** Of the header `x-amz-tagging`, which has them as a query has its parameters. Source: AWS IoT API Reference, "CreateTopicRule". */
export function parseTagging(text: string): Tags {
  const list = [...new URLSearchParams(text)].map(([Key, Value]) => ({ Key, Value }));
  return checkTags(parseInput(tagsInput, list));
}

/** Throws `InvalidRequestException` for more tags than a resource can have. */
export const checkTags = (tags: Tags): Tags => withTags({}, tags, 'InvalidRequestException');

const taggedInput = v.object({ resourceArn: v.string() });
const tagInput = v.object({ resourceArn: v.string(), tags: tagsInput });
const untagInput = v.object({ resourceArn: v.string(), tagKeys: v.array(v.string()) });

/** Tags of rules, policies and thing types. A list of them has no pages: there are at most 50. */
export function tagOperations(records: IotRecords): RestOperations {
  function tagsOf(resourceArn: string): Tags {
    const [kind, name = ''] = resourceArn.split(':').slice(5).join(':').split('/');
    const found =
      (records.rule.has(name) && kind === 'rule' && ruleArn(name) === resourceArn) ||
      (records.policy.has(name) && kind === 'policy' && policyArn(name) === resourceArn) ||
      (records.thingType.has(name) && kind === 'thingtype' && thingTypeArn(name) === resourceArn);
    if (!resourceArn.startsWith('arn:')) throw invalidRequest(`${resourceArn} is not an ARN`);
    if (!found) throw notFound(`${resourceArn} does not exist`);
    return records.tags.get(resourceArn) ?? {};
  }

  return {
    ListTagsForResource: {
      route: 'GET /tags',
      run: (input) => ({ tags: toTagList(tagsOf(parseInput(taggedInput, input).resourceArn)) }),
    },
    TagResource: {
      route: 'POST /tags',
      async run(input) {
        const { resourceArn, tags } = parseInput(tagInput, input);
        await records.tags.put(resourceArn, withTags(tagsOf(resourceArn), tags, 'InvalidRequestException'));
        return {};
      },
    },
    UntagResource: {
      route: 'POST /untag',
      async run(input) {
        const { resourceArn, tagKeys } = parseInput(untagInput, input);
        await records.tags.put(resourceArn, withoutTags(tagsOf(resourceArn), tagKeys));
        return {};
      },
    },
  };
}
