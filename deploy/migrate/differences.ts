import { open, rm } from 'node:fs/promises';
import { stringify } from 'csv-stringify/sync';
import { formatTime } from '../../functions/shared/time.ts';
import type { Device } from './devices.ts';
import type { Difference } from './transfer.ts';

const HEADER = ['organization', 'device', 'kind', 'readings', 'first', 'last', 'reason'];

/** A CSV file of what differs, a line for readings of one device and month, and one reason. There is one only where anything does. */
export class DifferencesFile {
  readonly file: string;
  private bytes: number;
  private lines: string[][] = [];

  private constructor(file: string, bytes: number) {
    this.file = file;
    this.bytes = bytes;
  }

  /** @param bytes what of it belongs to this migration: more was written by a run that ended before it was said to be done */
  static async open(file: string, bytes: number): Promise<DifferencesFile> {
    if (bytes === 0) {
      await rm(file, { force: true });
      return new DifferencesFile(file, 0);
    }
    const handle = await open(file, 'r+');
    try {
      await handle.truncate(bytes);
    } finally {
      await handle.close();
    }
    return new DifferencesFile(file, bytes);
  }

  /** Written with the next {@link flush}. */
  add({ organizationId, deviceId }: Device, differences: readonly Difference[]): void {
    this.lines.push(
      ...differences.map(({ kind, count, first, last, reason }) => {
        return [organizationId, deviceId, kind, count.toString(), formatTime(first), formatTime(last), reason];
      }),
    );
  }

  /** @returns how many bytes there are then */
  async flush(): Promise<number> {
    if (this.lines.length === 0) return this.bytes;
    const text = stringify(this.bytes === 0 ? [HEADER, ...this.lines] : this.lines);
    this.lines = [];
    const handle = await open(this.file, 'a');
    try {
      await handle.appendFile(text);
      await handle.sync();
    } finally {
      await handle.close();
    }
    this.bytes += Buffer.byteLength(text);
    return this.bytes;
  }
}
