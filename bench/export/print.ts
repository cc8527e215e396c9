import { count } from '../shared/figures.ts';
import type { Outcome } from './child.ts';

export interface Figures {
  small: Outcome;
  large: Outcome;
  usual: Outcome;
  csvBytes: number;
  /** Milliseconds; null where there is no `gzip`. */
  floor: number | null;
}

/** Prints the figures, and what they are to be. */
export function print({ small, large, usual, csvBytes, floor }: Figures): void {
  const rate = ({ rows, milliseconds }: { rows: number; milliseconds: number }): number => (rows / milliseconds) * 1000;
  const seconds = (milliseconds: number): string => `${(milliseconds / 1000).toFixed(1)} s`;
  const megabytes = (bytes: number): string => `${(bytes / 1e6).toFixed(0)} MB`;
  const line = (what: string, figure: number, more: string): void => {
    console.log(`${what.padEnd(34)}${count(figure).padStart(11)} rows/s  ${more}`);
  };
  console.log(
    `Export of ${count(large.rows)} readings, ${megabytes(csvBytes)} of CSV, to one CSV.gz of ${megabytes(large.bytes)}`,
  );
  const ownMilliseconds = large.milliseconds - large.extractionMilliseconds;
  line('ours', rate(large), `(${seconds(large.milliseconds)})`);
  line('  without the UNLOAD', rate({ ...large, milliseconds: ownMilliseconds }), `(${seconds(ownMilliseconds)})`);
  line('the usual way', rate(usual), `(${seconds(usual.milliseconds)} for ${count(usual.rows)} rows)`);
  console.log(`ratio to the usual way: ${(rate(large) / rate(usual)).toFixed(1)}; the aim is 4`);
  if (floor === null) console.log('gzip is not on this machine: there is no ratio to the floor');
  else {
    line('gzip -1 of the same CSV alone', rate({ ...large, milliseconds: floor }), `(${seconds(floor)})`);
    const [whole, own] = [large.milliseconds, ownMilliseconds].map((ours) => (floor / ours).toFixed(2));
    console.log(`ratio to gzip -1: ${whole}, without the UNLOAD ${own}; the aim is 0.6`);
  }
  const peaks = [...new Set([small, large])].map(
    ({ rows, peakMemory }) => `${megabytes(peakMemory)} at ${count(rows)} rows`,
  );
  console.log(`peak memory of ours: ${peaks.join(', ')}; the aim is less than 256 MB, however many rows`);
}
