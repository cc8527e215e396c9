import * as v from 'valibot';
import { functionArn, localArn } from '../shared/arns.ts';
import type { Functions } from './functions.ts';
import type { Mappings } from './mappings.ts';
import { invalidParameter, parseInput, tagKey, tags } from './schema.ts';

/** Tags of functions and of event source mappings, by the ARN of either. Source: AWS Lambda API Reference, "TagResource". */
export interface TagOperations {
  listTags(input: unknown): object;
  tagResource(input: unknown): Promise<void>;
  untagResource(input: unknown): Promise<void>;
}

type Tags = Readonly<Record<string, string>>;

interface Tagged {
  read: () => Tags;
  change: (change: (before: Tags) => Tags) => Promise<unknown>;
}

const resource = { Resource: v.string() };
const listTagsInput = v.strictObject(resource);
const tagResourceInput = v.strictObject({ ...resource, Tags: tags });
const untagResourceInput = v.strictObject({ ...resource, TagKeys: v.array(tagKey) });

export function tagOperations(functions: Functions, mappings: Mappings): TagOperations {
  function tagged(arn: string): Tagged {
    const name = after(functionArn(''), arn);
    if (name !== undefined) {
      return {
        read: () => functions.get(name).tags,
        change: (change) => functions.set(name, (definition) => ({ ...definition, tags: change(definition.tags) })),
      };
    }
    const id = after(localArn('lambda', 'event-source-mapping:'), arn);
    if (id !== undefined) {
      return { read: () => mappings.tagsOf(id), change: (change) => mappings.setTags(id, change(mappings.tagsOf(id))) };
    }
    throw invalidParameter(`${arn} is the ARN neither of a function here nor of an event source mapping here.`);
  }

  return {
    listTags: (input) => ({ Tags: tagged(parseInput(listTagsInput, input).Resource).read() }),
    async tagResource(input) {
      const { Resource, Tags } = parseInput(tagResourceInput, input);
      await tagged(Resource).change((before) => parseInput(tags, { ...before, ...Tags }));
    },
    async untagResource(input) {
      const { Resource, TagKeys } = parseInput(untagResourceInput, input);
      const gone = new Set(TagKeys);
      await tagged(Resource).change((before) =>
        Object.fromEntries(Object.entries(before).filter(([key]) => !gone.has(key))),
      );
    },
  };
}

/** What follows the prefix and has no qualifier of its own: versions and aliases have no tags. */
function after(prefix: string, arn: string): string | undefined {
  const rest = arn.slice(prefix.length);
  return arn.startsWith(prefix) && /^[\w-]+$/.test(rest) ? rest : undefined;
}
