import { join } from 'node:path';
import { expect, it } from 'vitest';
import { AwsError } from './aws-error.ts';
import { answerable, openLevel } from './level.ts';
import { temporaryDirectory } from './testing/temporary-directory.ts';

it('opens a folder that is not there, once at a time, and finds what was written', async () => {
  const { directory, remove } = await temporaryDirectory();
  const folder = join(directory, 'not', 'there');
  const level = await openLevel<{ value: number }>(folder, 'json');
  await level.put('key', { value: 1 });
  await expect(openLevel(folder)).rejects.toThrow(`${folder} is in use: another Sonde is running there.`);
  await level.close();

  const reopened = await openLevel<{ value: number }>(folder, 'json');
  expect(await reopened.get('key')).toEqual({ value: 1 });
  await reopened.close();
  await remove();
});

it('has an answer for AWS errors and for what a closed database refuses, and for nothing else', async () => {
  const { directory, remove } = await temporaryDirectory();
  const level = await openLevel(directory);
  await level.close();
  const refused: unknown = await level.get('key').catch((error: unknown) => error);
  await remove();
  expect(answerable(refused)).toMatchObject({ code: 'ServiceUnavailable', statusCode: 503 });
  const known = new AwsError('NoSuchBucket', 'The specified bucket does not exist', {}, 404);
  expect(answerable(known)).toBe(known);
  expect(answerable(new Error('anything else'))).toBeUndefined();
});
