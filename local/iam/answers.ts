import { pageOf } from '../shared/page.ts';
import { fromTagList, toTagList, withTags, type tagList, type Tags } from '../shared/tags.ts';
import type * as v from 'valibot';
import type { XmlElements } from '../shared/xml.ts';
import { invalidInput } from './errors.ts';

/** A policy document as answers have it. Source: IAM API Reference, "GetRole": URL-encoded as RFC 3986 has it. */
export function encodedDocument(text: string): string {
  return encodeURIComponent(text).replace(/[!'()*]/g, (each) => `%${each.charCodeAt(0).toString(16).toUpperCase()}`);
}

/** As XML has moments: ISO 8601 in UTC, to the second. @param moment milliseconds since the epoch */
export function dateTime(moment: number): string {
  return new Date(moment).toISOString().replace(/\.\d+Z$/, 'Z');
}

/** The members of an answer that has a page of a list under `name`. */
export function listAnswer<Item>(
  name: string,
  items: readonly Item[],
  keyOf: (item: Item) => string,
  { Marker, MaxItems }: { Marker?: string | undefined; MaxItems: number },
  answer: (item: Item) => XmlElements | string,
): XmlElements {
  const page = pageOf(items, keyOf, { maximum: MaxItems, token: Marker });
  return {
    [name]: { member: page.items.map(answer) },
    IsTruncated: page.next !== undefined,
    Marker: page.next,
  };
}

/** The members of an answer that has a page of a resource's tags. */
export function tagsAnswer(tags: Tags, paging: Parameters<typeof listAnswer>[3]): XmlElements {
  const list = toTagList(tags).sort((a, b) => (a.Key < b.Key ? -1 : 1));
  return listAnswer(
    'Tags',
    list,
    ({ Key }) => Key,
    paging,
    (tag) => tag,
  );
}

/** The member of an answer that has all of a resource's tags; none where there are none. */
export function tagsOf({ tags }: { tags: Tags }): XmlElements {
  const list = toTagList(tags);
  return list.length > 0 ? { Tags: { member: list } } : {};
}

/**
 * A resource's tags with more of them.
 * @throws `InvalidInput` for keys that differ in case alone, which are the same to IAM; `LimitExceeded`
 */
export function tagged(tags: Tags, list: v.InferOutput<typeof tagList>): Tags {
  const keys = list.map(({ Key }) => Key.toLowerCase());
  if (new Set(keys).size < keys.length)
    throw invalidInput('Duplicate tag keys found. Please note that Tag keys are case insensitive.');
  const kept = Object.entries(tags).filter(([key]) => !keys.includes(key.toLowerCase()));
  return withTags(Object.fromEntries(kept), fromTagList(list), 'LimitExceeded');
}
