import * as v from 'valibot';
import { AwsError } from './aws-error.ts';
import { anyNames } from './record.ts';

/** The tags of a resource, by their keys. */
export type Tags = Readonly<Record<string, string>>;

/** As most services have them on the wire in JSON, and as records keep them. */
export const tagMap: v.GenericSchema<unknown, Tags> = anyNames(v.string());

/** As others have them: a list. */
export const tagList = v.array(v.object({ Key: v.string(), Value: v.string() }));

/** A resource can have as many. Source: AWS General Reference, "Tag naming limits and requirements". */
const MAXIMUM = 50;

/** Of two tags with one key the later one counts. Throws `code` where there would be more than 50. */
export function withTags(tags: Tags, more: Tags, code = 'TooManyTagsException'): Tags {
  const all = { ...tags, ...more };
  if (Object.keys(all).length > MAXIMUM) throw new AwsError(code, `A resource can have at most ${MAXIMUM} tags.`);
  return all;
}

export function withoutTags(tags: Tags, keys: readonly string[]): Tags {
  return Object.fromEntries(Object.entries(tags).filter(([key]) => !keys.includes(key)));
}

export const fromTagList = (list: v.InferOutput<typeof tagList>): Tags =>
  Object.fromEntries(list.map(({ Key, Value }) => [Key, Value]));

export const toTagList = (tags: Tags): v.InferOutput<typeof tagList> =>
  Object.entries(tags).map(([Key, Value]) => ({ Key, Value }));
