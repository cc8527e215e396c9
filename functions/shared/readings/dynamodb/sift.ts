import { formatTime, type Nanoseconds } from '../../time.ts';
import type { ReceivedReading, WriteResult } from '../store.ts';

/** Twice what a reading from a device may have; a reading then always fits into an item. */
const MAX_TEXT_BYTES = 2048;

export interface Sifted {
  kept: { index: number; reading: ReceivedReading }[];
  rejected: WriteResult['rejected'];
}

/** Parts readings that can be stored from those that cannot. @param earliest what is kept begins with it */
export function sift(readings: readonly ReceivedReading[], earliest: Nanoseconds): Sifted {
  const kept: Sifted['kept'] = [];
  const rejected: { index: number; reason: string }[] = [];
  for (const [index, reading] of readings.entries()) {
    const reason = reasonAgainst(reading, earliest);
    if (reason === undefined) kept.push({ index, reading });
    else rejected.push({ index, reason });
  }
  return { kept, rejected };
}

function reasonAgainst({ time, text }: ReceivedReading, earliest: Nanoseconds): string | undefined {
  if (time < earliest)
    return `its time ${formatTime(time)} is before ${formatTime(earliest)}, and what is older than that is not kept`;
  const bytes = text === null ? 0 : Buffer.byteLength(text);
  return bytes > MAX_TEXT_BYTES
    ? `its text has ${bytes} bytes in UTF-8; it may have ${MAX_TEXT_BYTES.toLocaleString('en')}`
    : undefined;
}
