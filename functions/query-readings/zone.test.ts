import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isZone, offsetsOf } from './zone.ts';

describe('isZone', () => {
  it.each(['UTC', 'Europe/Paris', 'europe/paris', 'America/Argentina/Buenos_Aires', 'Etc/GMT+12', 'US/Pacific', 'GMT'])(
    'knows %s',
    (name) => {
      expect(isZone(name)).toBe(true);
    },
  );

  it.each([
    ...['', 'Mars/Olympus', '+01:00', '-08', 'Z', '2026-01-01T00:00:00Z', '2026-01-01T00:00:00+01:00[Europe/Paris]'],
    ...['Europe/Paris\n', ' UTC', 'Europe//Paris', '../etc/passwd', 'Europe/', `${'A/'.repeat(40)}A`],
  ])('does not know %j', (name) => {
    expect(isZone(name)).toBe(false);
  });

  it('knows no other text', () => {
    fc.assert(fc.property(fc.string({ unit: 'binary' }), (text) => !isZone(text) || /^[A-Za-z]+$/.test(text)));
  });
});

describe('offsetsOf', () => {
  const period = { from: 1_767_225_600_000_000_000n, to: 1_798_761_600_000_000_000n };

  it('gives the offset at the begin, and what changes before the end', () => {
    expect(offsetsOf('Europe/Paris', period)).toEqual([
      { from: period.from, seconds: 3600 },
      { from: 1_774_746_000_000_000_000n, seconds: 7200 },
      { from: 1_792_890_000_000_000_000n, seconds: 3600 },
    ]);
    expect(offsetsOf('Europe/Paris', { ...period, to: 1_774_746_000_000_000_000n })).toHaveLength(1);
  });

  it('gives one offset of a zone that never changes', () => {
    expect(offsetsOf('Asia/Kathmandu', period)).toEqual([{ from: period.from, seconds: 20_700 }]);
  });
});
