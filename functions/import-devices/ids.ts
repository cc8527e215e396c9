import { createHash } from 'node:crypto';
import { decodeTime, encodeTime } from 'ulid';
import { base32 } from '../shared/base32.ts';

const TIME_CHARACTERS = 10;
/** 32,768 rows. */
const ROW_CHARACTERS = 3;
const DIGEST_CHARACTERS = 13;

/**
 * The id of the device that row `row` of an import becomes: a ULID of the import's time, then the row, so that devices are listed in the order of the
 * file, then 65 bits of a digest instead of chance. The same row makes the same device, however often it is made.
 * @param row from 0
 */
export function deviceIdOf(importId: string, row: number): string {
  return ulidOf(decodeTime(importId), row, `device ${importId} ${row}`);
}

/**
 * The id of the audit event about that device, by the same rule. It is written with the device, and stays where the device is deleted: it tells that
 * the row has been made. @param startedAt when the import was, ISO 8601
 */
export function eventIdOf(importId: string, startedAt: string, row: number): string {
  return ulidOf(Date.parse(startedAt), row, `event ${importId} ${row}`);
}

function ulidOf(time: number, row: number, text: string): string {
  const digest = BigInt(`0x${createHash('sha256').update(text).digest('hex')}`);
  return encodeTime(time, TIME_CHARACTERS) + base32(BigInt(row), ROW_CHARACTERS) + base32(digest, DIGEST_CHARACTERS);
}
