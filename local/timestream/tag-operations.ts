import * as v from 'valibot';
import type { JsonOperations } from '../shared/json-service.ts';
import { resourceOf } from './arns.ts';
import { invalid, parseInput } from './errors.ts';
import { existingDatabase, existingTable } from './existing.ts';
import type { Catalog } from './storage/catalog.ts';

const MAX_TAGS = 200;

const key = v.pipe(v.string(), v.minLength(1), v.maxLength(128));
export const tagList = v.pipe(
  v.array(v.object({ Key: key, Value: v.pipe(v.string(), v.maxLength(256)) })),
  v.maxLength(MAX_TAGS),
);

const listInput = v.object({ ResourceARN: v.string() });
const tagInput = v.object({ ResourceARN: v.string(), Tags: tagList });
const untagInput = v.object({ ResourceARN: v.string(), TagKeys: v.pipe(v.array(key), v.maxLength(MAX_TAGS)) });

/** The operations on the tags of databases and tables. */
export function tagOperations(catalog: Catalog): JsonOperations {
  return {
    ListTagsForResource(input) {
      const { ResourceARN } = parseInput(listInput, input);
      checkResource(catalog, ResourceARN);
      const tags = [...catalog.tags(ResourceARN)].map(([Key, Value]) => ({ Key, Value }));
      return Promise.resolve({ Tags: tags });
    },

    async TagResource(input) {
      const { ResourceARN, Tags } = parseInput(tagInput, input);
      checkResource(catalog, ResourceARN);
      const tags = new Map([
        ...catalog.tags(ResourceARN),
        ...Tags.map(({ Key, Value }): [string, string] => [Key, Value]),
      ]);
      if (tags.size > MAX_TAGS) throw invalid(`A resource has at most ${MAX_TAGS} tags`);
      await catalog.setTags(ResourceARN, tags);
      return {};
    },

    async UntagResource(input) {
      const { ResourceARN, TagKeys } = parseInput(untagInput, input);
      checkResource(catalog, ResourceARN);
      await catalog.setTags(
        ResourceARN,
        new Map([...catalog.tags(ResourceARN)].filter(([name]) => !TagKeys.includes(name))),
      );
      return {};
    },
  };
}

function checkResource(catalog: Catalog, arn: string): void {
  const resource = resourceOf(arn);
  if (!resource) throw invalid(`${arn} is no ARN of a database or table`);
  const { database, table } = resource;
  if (table === undefined) existingDatabase(catalog, database);
  else existingTable(catalog, database, table);
}
