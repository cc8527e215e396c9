import type { Totals } from './progress.ts';
import { formatChecksum } from './tally.ts';

const many = (count: number, noun: string): string => `${count.toLocaleString('en')} ${noun}${count === 1 ? '' : 's'}`;

/** How far it is, in a line. @param underWay readings that were read of months that are not done */
export function progressLine({ devices, read, verified }: Totals, underWay: number): string {
  return `${many(devices, 'device')} done, ${many(read.count + underWay, 'reading')} read, ${verified.count.toLocaleString('en')} verified`;
}

export interface Outcome {
  totals: Totals;
  from: string;
  to: string;
  copies: boolean;
  /** The list of what differs. */
  file: string;
}

/** Whether all readings of the source are in the target as they are. */
export function isComplete({ rejected, missing, other }: Totals): boolean {
  return rejected + missing + other === 0;
}

/** What a migration did, for a person. */
export function report({ totals, from, to, copies, file }: Outcome): string {
  const { devices, months, read, verified, extra, rejected, missing, other } = totals;
  const lines = [
    `${many(devices, 'device')}, in all ${many(months, 'month')} with readings.`,
    `${from}: ${many(read.count, 'reading')}, checksum ${formatChecksum(read)}`,
    `${to}: ${verified.count.toLocaleString('en')} of them${copies ? ' after copying' : ''}, checksum ${formatChecksum(verified)}`,
  ];
  const differences = [
    ...(rejected > 0 ? [`${many(rejected, 'reading')} ${to} does not take or keep: too old, for the most part.`] : []),
    ...(missing > 0 ? [`${many(missing, 'reading')} ${to} does not have.`] : []),
    ...(other > 0
      ? [
          `${many(other, 'reading')} ${to} has with another value, received later than what is copied counts as. If ${from} has the right ones, give SWITCHED.`,
        ]
      : []),
  ];
  if (extra > 0)
    lines.push(`${to} has ${many(extra, 'reading')} more in these months, such as what was written since the switch.`);
  if (differences.length === 0) lines.push('Nothing differs.');
  else lines.push(...differences, `Device by device: ${file}`);
  return lines.join('\n');
}
