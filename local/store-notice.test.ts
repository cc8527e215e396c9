import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { temporaryDirectory } from './shared/testing/temporary-directory.ts';
import { storeNotice } from './store-notice.ts';

it('says which state is used, and that the other store has one of its own', async () => {
  const { directory, remove } = await temporaryDirectory();
  onTestFinished(remove);
  expect(storeNotice({ directory, store: 'timestream' })).toBe(
    `Readings are kept in Timestream; the state is in ${directory}.`,
  );
  await mkdir(join(directory, 'held'));
  const own = join(directory, 'on-dynamodb');
  expect(storeNotice({ directory, store: 'dynamodb' })).toBe(
    `Readings are kept in DynamoDB; the state is in ${own}. That of STORE=timestream, in ${directory}, is another one and stays as it is.`,
  );
  await mkdir(join(own, 'held'), { recursive: true });
  expect(storeNotice({ directory, store: 'timestream' })).toContain(
    `That of STORE=dynamodb, in ${own}, is another one`,
  );
});
