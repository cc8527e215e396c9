import { appendFile, rm } from 'node:fs/promises';
import { stringify } from 'csv-stringify/sync';
import { isThere } from '../is-there.ts';
import type { Line } from './lines.ts';

const HEADER = ['line', 'device', 'metric', 'time', 'value', 'text', 'reason'];

export interface RefusedLine {
  line: Pick<Line, 'number' | 'cells'>;
  reason: string;
}

/** A CSV file of the lines that were refused, with the reasons: there is one only where there are any. */
export interface RefusedLines {
  readonly file: string;
  add(lines: readonly RefusedLine[]): Promise<void>;
}

/** @param keep whether the file goes on, where an earlier run made one */
export async function refusedLines(file: string, keep: boolean): Promise<RefusedLines> {
  if (!keep) await rm(file, { force: true });
  let written = await isThere(file);
  return {
    file,
    async add(lines) {
      if (lines.length === 0) return;
      const rows = lines.map(({ line: { number, cells }, reason }) => {
        return [number, cells.device, cells.metric, cells.time, cells.value, cells.text, reason];
      });
      const text = stringify(written ? rows : [HEADER, ...rows]);
      written = true;
      await appendFile(file, text);
    },
  };
}
