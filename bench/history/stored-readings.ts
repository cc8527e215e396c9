import { join } from 'node:path';
import { TIMESTREAM } from '../export/data.ts';
import { fill } from '../export/fill.ts';
import { keptData } from '../shared/kept-data.ts';

/** What the files of the readings depend on, beside their number. */
const SOURCES = ['bench/export/data.ts', 'bench/export/fill.ts', 'local/timestream/storage', 'package-lock.json'];

/** A folder for the stand-ins in which so many readings are stored. */
export async function storedReadings(rows: number): Promise<string> {
  return keptData({ name: 'history', variant: String(rows), sources: SOURCES }, (directory) =>
    fill(join(directory, TIMESTREAM), rows),
  );
}
