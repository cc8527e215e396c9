import type { ExportRow } from '../shared/exports/row.ts';
import { formatTime } from '../shared/time.ts';

/** What some file system takes for something else than a letter of a name, and what nobody sees. */
const UNFIT = /[\p{C}\p{Z}"*/:<>?\\|.]+/gu;
const LONGEST_NAME = 80;

/** What a file is called where it is downloaded: `Acme-Weather_2026-01-01_2026-02-01.csv.gz`; the days are those of the period in UTC. */
export function fileName(
  organization: string,
  { from, to, format }: Pick<ExportRow['request'], 'from' | 'to' | 'format'>,
  { number, of }: { number: number; of: number },
): string {
  const name = Array.from(organization.replace(UNFIT, '-'))
    .slice(0, LONGEST_NAME)
    .join('')
    .replace(/^-+|-+$/g, '');
  const days = [from, to].map((time) => formatTime(time).slice(0, 10));
  const part = of > 1 ? [`${number}-of-${of}`] : [];
  return `${[name || 'export', ...days, ...part].join('_')}.${format === 'CSV' ? 'csv.gz' : 'parquet'}`;
}
