import { describe, expect, it } from 'vitest';
import { parseTime } from '../../shared/time.ts';
import { formatsOf } from './formats.ts';
import { languages } from './languages/index.ts';

const inEnglish = formatsOf(languages.en);
const inFrench = formatsOf(languages.fr);
/** Spaces that do not break, made visible. */
const visible = (text: string) => text.replaceAll('\u00a0', '_');
const time = (text: string) => parseTime(text) ?? 0n;

describe('formats', () => {
  it.each([
    [0, '0_bytes', '0_octet'],
    [1, '1_byte', '1_octet'],
    [999, '999_bytes', '999_octets'],
    [1000, '1_kB', '1_ko'],
    [1250, '1.3_kB', '1,3_ko'],
    [999_940, '999.9_kB', '999,9_ko'],
    [999_960, '1_MB', '1_Mo'],
    [50 * 2 ** 30, '53.7_GB', '53,7_Go'],
    [Number.MAX_SAFE_INTEGER, '9,007.2_TB', '9_007,2_To'],
  ])('size %i', (bytes, english, french) => {
    expect([inEnglish.size(bytes), inFrench.size(bytes)].map(visible)).toEqual([english, french]);
  });

  it.each([
    ['2026-01-01T00:00:00Z', '1_January_2026,_00:00', '1er_janvier_2026_à_00:00'],
    ['2026-12-31T23:59:59Z', '31_December_2026,_23:59:59', '31_décembre_2026_à_23:59:59'],
    ['2026-08-11T02:00:00+02:00', '11_August_2026,_00:00', '11_août_2026_à_00:00'],
    ['2026-01-01T00:00:00.000000001Z', '2026-01-01T00:00:00.000000001Z', '2026-01-01T00:00:00.000000001Z'],
  ])('the time %s', (text, english, french) => {
    expect([inEnglish.time(time(text)), inFrench.time(time(text))].map(visible)).toEqual([english, french]);
  });

  it('an instant to the minute', () => {
    expect(visible(inEnglish.instant('2026-03-08T09:30:59.999Z'))).toBe('8_March_2026,_09:30');
  });

  it.each([
    [1, '1_second', '1_seconde'],
    [90, '90_seconds', '90_secondes'],
    [900, '15_minutes', '15_minutes'],
    [3600, '1_hour', '1_heure'],
    [172_800, '2_days', '2_jours'],
    [366 * 86_400, '366_days', '366_jours'],
    [999_999_999, '999,999,999_seconds', '999_999_999_secondes'],
  ])('a duration of %i s', (seconds, english, french) => {
    const length = BigInt(seconds) * 1_000_000_000n;
    expect([inEnglish.duration(length), inFrench.duration(length)].map(visible)).toEqual([english, french]);
  });

  it.each([
    [0, '0_rows', '0_ligne'],
    [1, '1_row', '1_ligne'],
    [2_000_000, '2,000,000_rows', '2_000_000_lignes'],
  ])('%i rows', (rows, english, french) => {
    expect([inEnglish.rows(rows), inFrench.rows(rows)].map(visible)).toEqual([english, french]);
  });

  it('lists', () => {
    expect(inEnglish.list(['a', 'b', 'c'])).toBe('a, b and c');
    expect(inFrench.list(['a', 'b', 'c'])).toBe('a, b et c');
  });
});
