import * as v from 'valibot';
import { xmlAnswer } from '../answer.ts';
import { readXmlBody } from '../body/xml-body.ts';
import { invalidRequest, malformedXml } from '../errors.ts';
import type { Operation } from '../operation.ts';
import { repeated } from '../xml.ts';
import { checkWrite } from './conditions.ts';
import { NULL_VERSION } from './list-versions.ts';

const MAXIMUM_KEYS = 1000;

export const deleteObject: Operation = async ({ request, store }) => {
  const { bucket, key } = request;
  await store.requireBucket(bucket);
  await store.deleteObject({ bucket, key, check: checkWrite(request) });
  return { status: 204 };
};

const deletion = v.object({
  Object: repeated(v.object({ Key: v.pipe(v.string(), v.nonEmpty()), VersionId: v.optional(v.string()) })),
  Quiet: v.optional(v.picklist(['true', 'false']), 'false'),
});

export const deleteObjects: Operation = async (context) => {
  const { request, store } = context;
  await store.requireBucket(request.bucket);
  if (!['content-md5', 'x-amz-trailer'].some((name) => request.headers.has(name)) && !hasChecksum(request.headers))
    throw invalidRequest('Missing required header for this request: Content-MD5 OR x-amz-checksum-*');
  const { Object: objects, Quiet } = await readXmlBody(context, 'Delete', deletion);
  if (objects.length === 0 || objects.length > MAXIMUM_KEYS) throw malformedXml();
  const there = objects.filter(({ VersionId = NULL_VERSION }) => VersionId === NULL_VERSION);
  for (const { Key: key } of there) await store.deleteObject({ bucket: request.bucket, key });
  return xmlAnswer('DeleteResult', {
    Deleted: Quiet === 'true' ? [] : there,
    Error: objects
      .filter((object) => !there.includes(object))
      .map((object) => ({ ...object, Code: 'NoSuchVersion', Message: 'The specified version does not exist.' })),
  });
};

function hasChecksum(headers: Headers): boolean {
  return [...headers.keys()].some((name) => /^x-amz-checksum-(?!algorithm|mode|type)/.test(name));
}
