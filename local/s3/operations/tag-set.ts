import * as v from 'valibot';
import { xmlAnswer, type Answer } from '../answer.ts';
import { readXmlBody } from '../body/xml-body.ts';
import { invalidArgument, s3Error } from '../errors.ts';
import type { OperationContext } from '../operation.ts';
import type { Tag } from '../store/records.ts';
import { orEmpty, repeated } from '../xml.ts';

/** What can have tags, and how many. Sources: Amazon S3 User Guide, "Using cost allocation S3 bucket tags", "Categorizing your objects using tags". */
interface Tagged {
  name: 'Bucket' | 'Object';
  maximum: number;
}
export const BUCKET: Tagged = { name: 'Bucket', maximum: 50 };
export const OBJECT: Tagged = { name: 'Object', maximum: 10 };

const MAXIMUM = { key: 128, value: 256 };

const tagging = v.object({
  TagSet: orEmpty(v.object({ Tag: repeated(v.object({ Key: v.string(), Value: v.string() })) })),
});

/** @throws AwsError MalformedXML, BadRequest, InvalidTag */
export async function readTags(context: OperationContext, tagged: Tagged): Promise<Tag[]> {
  const { TagSet } = await readXmlBody(context, 'Tagging', tagging);
  const tags = (TagSet.Tag ?? []).map(({ Key, Value }) => ({ key: Key, value: Value }));
  checkTags(tags, tagged);
  return tags;
}

/**
 * The tags of the header `x-amz-tagging`, which has them as a URL has parameters.
 * @throws AwsError InvalidArgument, BadRequest, InvalidTag
 */
export function parseTags(header: string): Tag[] {
  const pairs = [...new URLSearchParams(header)];
  if (header !== '' && pairs.some(([key]) => key === ''))
    throw invalidArgument(
      'x-amz-tagging',
      header,
      "The header 'x-amz-tagging' shall be encoded as UTF-8 then URLEncoded URL query parameters without tag name duplicates.",
    );
  const tags = pairs.map(([key, value]) => ({ key, value }));
  checkTags(tags, OBJECT);
  return tags;
}

export const tagsAnswer = (tags: readonly Tag[]): Answer =>
  xmlAnswer('Tagging', { TagSet: { Tag: tags.map(({ key, value }) => ({ Key: key, Value: value })) } });

function checkTags(tags: readonly Tag[], { name, maximum }: Tagged): void {
  if (tags.length > maximum) throw s3Error('BadRequest', tooMany(name, maximum));
  for (const { key, value } of tags) {
    if (key === '' || key.length > MAXIMUM.key) throw invalidTag('The TagKey you have provided is invalid', key);
    if (value.length > MAXIMUM.value) throw invalidTag('The TagValue you have provided is invalid', key);
    if (key.toLowerCase().startsWith('aws:')) throw invalidTag('System tags cannot be added/updated by requester', key);
  }
  const twice = tags.find(({ key }, index) => tags.findIndex((other) => other.key === key) < index);
  if (twice) throw invalidTag('Cannot provide multiple Tags with the same key', twice.key);
}

const tooMany = (name: Tagged['name'], maximum: number): string =>
  name === 'Bucket'
    ? `Bucket tag count cannot be greater than ${maximum}`
    : `Object tags cannot be greater than ${maximum}`;

const invalidTag = (message: string, key: string) => s3Error('InvalidTag', message, 400, { TagKey: key });
