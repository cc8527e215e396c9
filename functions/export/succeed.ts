import type { ExportFile } from '../shared/exports/row.ts';
import type { Hold } from './hold.ts';
import type { Ports } from './ports.ts';

const DAY = 86_400_000;

/** Ends an export well: from now on its files can be downloaded. */
export async function succeed(hold: Hold, { clock, settings }: Ports, files: ExportFile[]): Promise<void> {
  await hold.end({
    status: 'SUCCEEDED',
    files,
    rows: sum(files.map(({ rows }) => rows ?? 0)),
    bytes: sum(files.map(({ bytes }) => bytes)),
    expiresAt: new Date(clock() + settings.days * DAY).toISOString(),
  });
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
