import { expect, it } from 'vitest';
import { AwsError, unlessThere } from './aws-error.ts';

it('says whether a thing was made or was there, and hides no other failure', async () => {
  const there = new AwsError('ConflictException', 'It is there already');
  expect(await unlessThere('ConflictException', () => Promise.resolve())).toBe(true);
  expect(await unlessThere('ConflictException', () => Promise.reject(there))).toBe(false);
  await expect(unlessThere('ResourceInUseException', () => Promise.reject(there))).rejects.toBe(there);
  await expect(unlessThere('Error', () => Promise.reject(new Error('broken')))).rejects.toThrow('broken');
});
