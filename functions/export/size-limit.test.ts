import { expect, it } from 'vitest';
import { EXPORT_LIMITS } from '../../schema/limits.ts';
import { PART_BYTES } from './size-limit.ts';

it('leaves the parts that S3 takes room for the largest export', () => {
  expect(PART_BYTES).toBeGreaterThanOrEqual(5 * 2 ** 20);
  expect(PART_BYTES * 10_000).toBeGreaterThan(EXPORT_LIMITS.bytesADay + PART_BYTES);
});
