import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseTime } from '../shared/time.ts';
import { fileName } from './file-name.ts';

const time = (text: string): bigint => parseTime(text) ?? 0n;
const request = { from: time('2026-04-01T00:00:00Z'), to: time('2026-05-01T02:00:00+02:00'), format: 'CSV' as const };
const only = { number: 1, of: 1 };

describe('the name of a file', () => {
  it('tells the organization, and the days of the period in UTC', () => {
    expect(fileName('Météo du Léman', request, only)).toBe('Météo-du-Léman_2026-04-01_2026-05-01.csv.gz');
  });

  it('tells the file from the others', () => {
    const parquet = { ...request, format: 'PARQUET' as const };
    expect(fileName('Harbour', parquet, { number: 2, of: 3 })).toBe('Harbour_2026-04-01_2026-05-01_2-of-3.parquet');
  });

  it('is one of an organization whose name has nothing that a file may be called', () => {
    expect(fileName('.. / ..', request, only)).toBe('export_2026-04-01_2026-05-01.csv.gz');
  });

  it('never leads out of its folder, and never has what no name may have', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 200 }), (organization) => {
        const name = fileName(organization, request, only);
        expect(name).not.toMatch(/[\p{C}\p{Z}"*/:<>?\\|]/u);
        expect(name).not.toMatch(/^[.-]/);
        expect(name.endsWith('_2026-04-01_2026-05-01.csv.gz')).toBe(true);
        expect(Array.from(name).length).toBeLessThan(120);
      }),
    );
  });
});
