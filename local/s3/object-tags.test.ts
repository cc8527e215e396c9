import {
  CompleteMultipartUploadCommand,
  CopyObjectCommand,
  CreateMultipartUploadCommand,
  DeleteObjectTaggingCommand,
  GetObjectCommand,
  GetObjectTaggingCommand,
  PutObjectCommand,
  PutObjectTaggingCommand,
  UploadPartCommand,
} from '@aws-sdk/client-s3';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { BUCKET, startS3 } from './testing/start.ts';

let world: Awaited<ReturnType<typeof startS3>>;
beforeAll(async () => {
  world = await startS3();
});
afterAll(() => world.stop());

const at = (Key: string) => ({ Bucket: BUCKET, Key });
const put = (Key: string, Tagging?: string) =>
  world.client.send(new PutObjectCommand({ ...at(Key), Body: 'x', ...(Tagging !== undefined && { Tagging }) }));
const setTags = (Key: string, TagSet: { Key: string; Value: string }[]) =>
  world.client.send(new PutObjectTaggingCommand({ ...at(Key), Tagging: { TagSet } }));
const tagsOf = async (Key: string) => (await world.client.send(new GetObjectTaggingCommand(at(Key)))).TagSet;

it('are put with an object, changed and taken away without it', async () => {
  await put('a', 'Project=sonde&What=a%20b');
  expect(await tagsOf('a')).toEqual([
    { Key: 'Project', Value: 'sonde' },
    { Key: 'What', Value: 'a b' },
  ]);
  expect(await world.client.send(new GetObjectCommand(at('a')))).toMatchObject({ TagCount: 2 });
  await setTags('a', [{ Key: 'Project', Value: 'other' }]);
  expect(await tagsOf('a')).toEqual([{ Key: 'Project', Value: 'other' }]);
  await world.client.send(new DeleteObjectTaggingCommand(at('a')));
  expect(await tagsOf('a')).toEqual([]);
  const object = await world.client.send(new GetObjectCommand(at('a')));
  expect(await object.Body?.transformToString()).toBe('x');
});

it('go when an object is put anew without them', async () => {
  await put('b', 'Project=sonde');
  await put('b');
  expect(await tagsOf('b')).toEqual([]);
});

it('go along with a copy, unless it is given others', async () => {
  await put('from', 'Project=sonde');
  const copy = (Key: string, more: object = {}) =>
    world.client.send(new CopyObjectCommand({ ...at(Key), CopySource: `${BUCKET}/from`, ...more }));
  await copy('same');
  await copy('other', { TaggingDirective: 'REPLACE', Tagging: 'Project=other' });
  await copy('none', { TaggingDirective: 'REPLACE' });
  expect(await tagsOf('same')).toEqual([{ Key: 'Project', Value: 'sonde' }]);
  expect(await tagsOf('other')).toEqual([{ Key: 'Project', Value: 'other' }]);
  expect(await tagsOf('none')).toEqual([]);
  await expect(copy('odd', { TaggingDirective: 'DROP' })).rejects.toMatchObject({ name: 'InvalidArgument' });
});

it('are those that an upload in parts began with', async () => {
  const { UploadId } = await world.client.send(
    new CreateMultipartUploadCommand({ ...at('parts'), Tagging: 'Project=sonde' }),
  );
  const part = { ...at('parts'), UploadId, PartNumber: 1 };
  const { ETag } = await world.client.send(new UploadPartCommand({ ...part, Body: 'x' }));
  await world.client.send(
    new CompleteMultipartUploadCommand({
      ...at('parts'),
      UploadId,
      MultipartUpload: { Parts: [{ PartNumber: 1, ETag }] },
    }),
  );
  expect(await tagsOf('parts')).toEqual([{ Key: 'Project', Value: 'sonde' }]);
});

it.each([
  ['more than ten', Array.from({ length: 11 }, (_, index) => `k${index}=v`).join('&'), 'BadRequest'],
  ['two of one key', 'a=1&a=2', 'InvalidTag'],
  ['a key of AWS', 'aws:a=1', 'InvalidTag'],
  ['a key without a name', '=1', 'InvalidArgument'],
  ['a value that is too long', `a=${'v'.repeat(257)}`, 'InvalidTag'],
])('are refused: %s', async (_what, tagging, name) => {
  await expect(put('refused', tagging)).rejects.toMatchObject({ name });
});

it('are of an object that is there', async () => {
  await expect(tagsOf('missing')).rejects.toMatchObject({ name: 'NoSuchKey' });
  await expect(setTags('missing', [])).rejects.toMatchObject({ name: 'NoSuchKey' });
});
