import type { JsonOperations } from '../shared/json-service.ts';
import { pageOf } from '../shared/page.ts';
import { withoutTags, withTags, type Tags } from '../shared/tags.ts';
import { tagException } from './errors.ts';
import * as s from './schema.ts';
import type { Keys } from './state.ts';

/** The tags of keys. Source: AWS KMS API Reference. */
export function tagOperations(keys: Keys): JsonOperations {
  return {
    ListResourceTags: async (input) => {
      const { KeyId, Limit, Marker } = s.parseInput(s.listTagsInput, input);
      const { tags } = await keys.require(KeyId);
      const all = Object.entries(tags).sort(([a], [b]) => (a < b ? -1 : 1));
      const { items, next } = pageOf(all, ([key]) => key, { maximum: Limit, token: Marker });
      return {
        Tags: items.map(([TagKey, TagValue]) => ({ TagKey, TagValue })),
        Truncated: next !== undefined,
        NextMarker: next,
      };
    },
    TagResource: async (input) => {
      const { KeyId, Tags } = s.parseInput(s.tagInput, input);
      const key = await keys.requireOwn(KeyId);
      await keys.put({ ...key, tags: tagged(key.tags, Tags) });
      return {};
    },
    UntagResource: async (input) => {
      const { KeyId, TagKeys } = s.parseInput(s.untagInput, input);
      const key = await keys.requireOwn(KeyId);
      await keys.put({ ...key, tags: withoutTags(key.tags, TagKeys) });
      return {};
    },
  };
}

/** Throws `TagException` for keys of AWS, for one key twice, and for too many. */
export function tagged(tags: Tags, list: readonly { TagKey: string; TagValue: string }[]): Tags {
  const keys = list.map(({ TagKey }) => TagKey);
  if (keys.some((key) => /^aws:/i.test(key))) throw tagException('The prefix aws: is for AWS.');
  if (new Set(keys).size < keys.length) throw tagException('Duplicate tag keys found.');
  return withTags(tags, Object.fromEntries(list.map(({ TagKey, TagValue }) => [TagKey, TagValue])), 'TagException');
}
