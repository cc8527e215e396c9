import { expect, it } from 'vitest';
import { answerable } from './answerable.ts';
import { AwsError } from './aws-error.ts';
import { openLevel } from './level.ts';
import { temporaryDirectory } from './testing/temporary-directory.ts';

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
