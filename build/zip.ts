import { zipSync } from 'fflate';

/** A zip whose bytes depend on `files` alone: names in order, one time stamp, one mode. */
export function deterministicZip(files: Readonly<Record<string, string>>): Uint8Array {
  const entries = Object.keys(files)
    .sort()
    .map((name) => [name, [new TextEncoder().encode(files[name]), { mtime: EPOCH, attrs: MODE, os: UNIX }]] as const);
  return zipSync(Object.fromEntries(entries.map(([name, entry]) => [name, [...entry]])), { level: 9 });
}

/** The earliest time that a zip can hold, in local time as the format has it. */
const EPOCH = new Date(1980, 0, 1);
const UNIX = 3;
/** A regular file that everyone may read: Lambda runs the handler as another user. */
const MODE = 0o100644 << 16;
