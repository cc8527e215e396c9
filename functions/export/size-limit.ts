import { EXPORT_LIMITS } from '../../schema/limits.ts';
import { SondeError } from '../shared/errors.ts';

/**
 * How large a part of an upload is at least, in bytes: of the 10,000 parts that S3 takes, more than enough for {@link checkSize}. Source: Amazon S3 User
 * Guide, "Amazon S3 multipart upload limits".
 */
export const PART_BYTES = 8 * 2 ** 20;

/** @throws SondeError `LimitExceededError` where the files of one export have more bytes than it may have */
export function checkSize(bytes: number): void {
  if (bytes <= EXPORT_LIMITS.bytesADay) return;
  const gibibytes = EXPORT_LIMITS.bytesADay / 2 ** 30;
  throw new SondeError(
    'LimitExceededError',
    `The export would be larger than ${gibibytes} GiB. Ask for a shorter period, for fewer devices or metrics, or for statistics of windows.`,
  );
}
