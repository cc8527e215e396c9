import { createHash } from 'node:crypto';
import type { Reading } from '../../functions/shared/readings/store.ts';

const BITS = 128;

/** How many readings there are, and their checksum: the same for the same readings, in whatever order and however they are parted. */
export interface Tally {
  count: number;
  /** The sum of a digest of each, modulo 2^128. */
  checksum: bigint;
}

export const NOTHING: Tally = { count: 0, checksum: 0n };

export function tallyOf(readings: readonly Reading[]): Tally {
  let checksum = 0n;
  for (const reading of readings) checksum += digestOf(reading);
  return { count: readings.length, checksum: BigInt.asUintN(BITS, checksum) };
}

export function addTallies(one: Tally, other: Tally): Tally {
  return { count: one.count + other.count, checksum: BigInt.asUintN(BITS, one.checksum + other.checksum) };
}

/** What is left of `one` without `other`, which is a part of it. */
export function subtractTally(one: Tally, other: Tally): Tally {
  return { count: one.count - other.count, checksum: BigInt.asUintN(BITS, one.checksum - other.checksum) };
}

export function sameTally(one: Tally, other: Tally): boolean {
  return one.count === other.count && one.checksum === other.checksum;
}

/** A checksum as 32 hexadecimal digits. */
export function formatChecksum({ checksum }: Tally): string {
  return checksum.toString(16).padStart(BITS / 4, '0');
}

/** Of all that a reading says. JSON has numbers as the shortest text that reads back to the same double; a zero has no sign, as some stores keep none. */
function digestOf({ organizationId, deviceId, metric, time, value, text }: Reading): bigint {
  const all = JSON.stringify([organizationId, deviceId, metric, time.toString(), value, text]);
  const digest = createHash('sha256').update(all).digest();
  return (digest.readBigUInt64BE(0) << 64n) | digest.readBigUInt64BE(8);
}
