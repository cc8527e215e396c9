import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { run, valueOf } from '../../testing/evaluate.ts';
import { formatTime } from './time-format/format.ts';
import { parseTime } from './time-format/parse.ts';

describe('the examples of "Time helpers in util.time"', () => {
  it.each([
    ['util.time.nowISO8601()', '2018-02-06T19:01:35.750Z'],
    ['util.time.nowEpochSeconds()', 1517943695],
    ['util.time.nowEpochMilliSeconds()', 1517943695750],
    ["util.time.nowFormatted('yyyy-MM-dd HH:mm:ssZ')", '2018-02-06 19:01:35+0000'],
    ["util.time.nowFormatted('yyyy-MM-dd HH:mm:ssZ', 'Australia/Perth')", '2018-02-07 03:01:35+0800'],
    ["util.time.parseFormattedToEpochMilliSeconds('2018-02-01 01:19:15+0800', 'yyyy-MM-dd HH:mm:ssZ')", 1517419155000],
    [
      "util.time.parseFormattedToEpochMilliSeconds('2018-02-01 01:19:15', 'yyyy-MM-dd HH:mm:ss', 'Australia/Perth')",
      1517419155000,
    ],
    ["util.time.parseISO8601ToEpochMilliSeconds('2018-02-01T17:21:05.180+08:00')", 1517476865180],
    ["util.time.parseISO8601ToEpochMilliSeconds('2018-02-01T17:21Z')", 1517505660000],
    ['util.time.epochMilliSecondsToSeconds(1517943695750)', 1517943695],
    ['util.time.epochMilliSecondsToISO8601(1517943695750)', '2018-02-06T19:01:35.750Z'],
    ["util.time.epochMilliSecondsToFormatted(1517943695750, 'yyyy-MM-dd HH:mm:ssZ')", '2018-02-06 19:01:35+0000'],
    [
      "util.time.epochMilliSecondsToFormatted(1517943695750, 'yyyy-MM-dd HH:mm:ssZ', 'Australia/Perth')",
      '2018-02-07 03:01:35+0800',
    ],
    [
      "util.time.epochMilliSecondsToFormatted(0, \"yyyy-MM-dd'T'HH:mm:ss.SSSXXX\", 'Europe/Paris')",
      '1970-01-01T01:00:00.000+01:00',
    ],
    ['util.time.epochMilliSecondsToFormatted(0, "yy\'\' d.M. H XXX")', "70' 1.1. 0 Z"],
  ])('%s', (expression, value) => {
    expect(valueOf(expression)).toBe(value);
  });
});

describe('formats, whose letters are those of Java’s DateTimeFormatter', () => {
  /** Tuesday 6 February 2018, 19:01:35.75 UTC, and the next day in Perth. */
  const AT = 1_517_943_695_750;

  it.each([
    ['yyyy uuuu yy uu y u', '2018 2018 18 18 2018 2018'],
    ['G GGGG GGGGG', 'AD Anno Domini A'],
    ['M MM MMM MMMM MMMMM LLL', '2 02 Feb February F Feb'],
    ['Q QQ QQQ QQQQ q', '1 01 Q1 1st quarter 1'],
    ['D DDD d dd', '37 037 6 06'],
    ['E EEE EEEE EEEEE', 'Tue Tue Tuesday T'],
    ['a h hh K KK H HH k kk', 'PM 7 07 7 07 19 19 19 19'],
    ['m mm s ss', '1 01 35 35'],
    ['S SSS SSSSSS SSSSSSSSS n A N', '7 750 750000 750000000 750000000 68495750 68495750000000'],
    ['Z ZZZ ZZZZ ZZZZZ', '+0000 +0000 GMT Z'],
    ['X XX XXX XXXX XXXXX', 'Z Z Z Z Z'],
    ['x xx xxx xxxx xxxxx', '+00 +0000 +00:00 +0000 +00:00'],
    ['VV O OOOO', 'UTC GMT GMT'],
    ["''yyyy'' 'at' 'o''clock' -/:,.", "'2018' at o'clock -/:,."],
    ['yyyy[-MM[-dd]]', '2018-02-06'],
    ['EEE, dd MMM yyyy HH:mm:ss Z', 'Tue, 06 Feb 2018 19:01:35 +0000'],
  ])('%s', (format, text) => {
    expect(formatTime(AT, format, 'UTC')).toBe(text);
  });

  it.each([
    [
      'Australia/Perth',
      'yyyy-MM-dd HH:mm XXX x O OOOO ZZZZ VV',
      '2018-02-07 03:01 +08:00 +08 GMT+8 GMT+08:00 GMT+08:00 Australia/Perth',
    ],
    ['Asia/Kolkata', 'HH:mm X XX XXX O', '00:31 +0530 +0530 +05:30 GMT+5:30'],
    ['America/New_York', 'dd HH:mm a XXX', '06 14:01 PM -05:00'],
    ['-04:00', 'HH:mm XXX VV', '15:01 -04:00 -04:00'],
    ['UTC+8', 'HH:mm XXX', '03:01 +08:00'],
    ['GMT-3', 'HH:mm XXX', '16:01 -03:00'],
  ])('in %s: %s', (zone, format, text) => {
    expect(formatTime(AT, format, zone)).toBe(text);
  });

  it('writes times before Christ and beyond four digits', () => {
    expect(formatTime(-62_198_755_200_000, 'uuuu yyyy G', 'UTC')).toBe('-0001 0002 BC');
    expect(formatTime(253_402_300_800_000, 'yyyy', 'UTC')).toBe('+10000');
    expect(formatTime(0, 'HH:mm:ss XXXXX O', 'Africa/Monrovia')).toBe('23:15:30 -00:44:30 GMT-0:44:30');
  });

  it.each([
    ['yyyy-MM-dd HH:mm:ss', '2018-02-01 01:19:15', 'Australia/Perth', 1_517_419_155_000],
    ['yyyyMMddHHmmssSSS', '20180201011915042', '+08:00', 1_517_419_155_042],
    ['d MMM uuuu h:mm a XXX', '31 Jan 2018 5:19 PM Z', undefined, 1_517_419_140_000],
    ['EEEE, d MMMM yyyy HH:mm O', 'Thursday, 1 February 2018 01:19 GMT+8', undefined, 1_517_419_140_000],
    ['yyyy-DDD HH VV', '2018-032 01 Australia/Perth', undefined, 1_517_418_000_000],
    ['yyyy-MM-dd[ HH:mm]xxx', '2018-02-01 01:19+08:00', undefined, 1_517_419_140_000],
    ['yy-MM-dd kk:mm', '18-01-31 24:00', 'UTC', 1_517_356_800_000],
    ['G yyyy-MM-dd HH', 'BC 0002-01-01 00', 'UTC', -62_198_755_200_000],
    // The last day of the month, as `ResolverStyle.SMART` reads it.
    ['yyyy-MM-dd HH', '2018-02-31 00', 'UTC', 1_519_776_000_000],
    // Clocks skipped the hour, and showed it twice.
    ['yyyy-MM-dd HH:mm', '2018-03-25 02:30', 'Europe/Paris', 1_521_941_400_000],
    ['yyyy-MM-dd HH:mm', '2018-10-28 02:30', 'Europe/Paris', 1_540_686_600_000],
  ])('reads %s: %s', (format, text, zone, milliseconds) => {
    expect(parseTime(text, format, zone)).toBe(milliseconds);
  });

  it.each([
    ['yyyy-MM-dd HH', '2018-02-32 00'],
    ['yyyy-MM-dd HH', '2018-13-01 00'],
    ['yyyy-MM-dd HH', '2018-02-01 25'],
    ['yyyy-MM-dd HH:mm', '2018-02-01 24:01'],
    ['yyyy-MM-dd HH', '2018-2-01 00'],
    ['yyyy-MM-dd HH', '2018-02-01 00 '],
    ['yyyy-MM-dd', '2018-02-01'],
    ['HH:mm', '01:19'],
    ['yyyy-MM-dd h', '2018-02-01 1'],
    ['EEE yyyy-MM-dd HH', 'Mon 2018-02-01 00'],
    ['d MMMMM yyyy HH', '1 J 2018 00'],
    ['d MMM yyyy HH', '1 feb 2018 00'],
    ['yyyy-DDD HH', '2018-366 00'],
  ])('refuses for %s: %s', (format, text) => {
    expect(() => parseTime(text, format, 'UTC')).toThrow('is not of the format');
  });

  it.each([
    'YYYY',
    'ww',
    'W',
    'e',
    'c',
    'F',
    'g',
    'z',
    'zzzz',
    'v',
    'B',
    'p',
    'MMMMMM',
    'ddd',
    'aa',
    'V',
    'SSSSSSSSSS',
  ])('refuses %s by name', (letters) => {
    expect(() => formatTime(AT, letters, 'UTC')).toThrow(`not supported here: ${letters} in a format of util.time`);
  });

  it.each([
    ['{yyyy}', 'UTC', 'reserved'],
    ['yyyy]', 'UTC', 'a ] without its ['],
    ["yyyy'", 'UTC', 'a quote that does not end'],
    ['HH', 'Mars/Base', 'unknown time zone Mars/Base'],
    ['HH', 'EST', 'unknown time zone EST'],
    ['HH', '+19:00', 'unknown time zone +19:00'],
  ])('refuses %s in %s', (format, zone, message) => {
    expect(() => formatTime(AT, format, zone)).toThrow(message);
  });
});

describe('what is written is read back', () => {
  const zones = fc.constantFrom(...Intl.supportedValuesOf('timeZone'), 'UTC', 'Z', '+05:45', '-18:00', 'UTC+3');
  const times = fc.integer({ min: -3_000_000_000_000, max: 5_000_000_000_000 });
  /** Days, times and offsets in every way to write them. */
  const formats = fc
    .tuple(
      fc.constantFrom(
        'yyyy-MM-dd',
        'u/M/d',
        'yyyyMMdd',
        'EEE, d MMM uuuu',
        'yyyy-DDD',
        'G y QQQ MMMM dd',
        'EEEE d LLLL y',
      ),
      fc.constantFrom('HH:mm:ss.SSS', 'hh:mm:ss.SSS a', 'k:m:s n', 'K:m:s a SSSSSSSSS', 'A', 'N', 'HHmmssSSS'),
      fc.constantFrom('XXXXX', 'ZZZZZ', 'xxxxx', 'ZZZZ', 'O', 'OOOO', 'xxxx'),
    )
    .map((parts) => parts.join(' '));

  it('with any format that has an offset', () => {
    fc.assert(
      fc.property(times, formats, zones, (milliseconds, format, zone) => {
        expect(parseTime(formatTime(milliseconds, format, zone), format, undefined)).toBe(milliseconds);
      }),
    );
  });

  it('as the same text, where the zone is not in it', () => {
    fc.assert(
      fc.property(times, zones, (milliseconds, zone) => {
        const text = formatTime(milliseconds, 'yyyy-MM-dd HH:mm:ss.SSS', zone);
        expect(formatTime(parseTime(text, 'yyyy-MM-dd HH:mm:ss.SSS', zone), 'yyyy-MM-dd HH:mm:ss.SSS', zone)).toBe(
          text,
        );
      }),
    );
  });

  it('in ISO 8601', () => {
    fc.assert(
      fc.property(times, (milliseconds) => {
        const expression = `util.time.parseISO8601ToEpochMilliSeconds(util.time.epochMilliSecondsToISO8601(${milliseconds}))`;
        expect(valueOf(expression)).toBe(milliseconds);
      }),
      { numRuns: 30 },
    );
  });
});

describe('a wrong use of util.time', () => {
  it.each([
    ["util.time.nowFormatted('YYYY')", 'not supported here: YYYY'],
    ["util.time.nowFormatted('HH', 'Mars/Base')", 'unknown time zone Mars/Base'],
    ["util.time.parseISO8601ToEpochMilliSeconds('2018-02-01T17:21:05')", 'not an ISO 8601 timestamp'],
    ["util.time.parseISO8601ToEpochMilliSeconds('2018-13-01T17:21:05Z')", 'not an ISO 8601 timestamp'],
    ["util.time.parseFormattedToEpochMilliSeconds('x', 'yyyy-MM-dd')", 'is not of the format'],
    [
      "util.time.parseFormattedToEpochMilliSeconds('2018-02-01 01:19', 'yyyy-MM-dd HH:mm')",
      'neither the format nor an argument names a time zone',
    ],
    ['util.time.epochMilliSecondsToISO8601(1e300)', 'not a time'],
    ["util.time.epochMilliSecondsToSeconds('1')", 'util.time.epochMilliSecondsToSeconds: '],
  ])('%s fails', (expression, message) => {
    const { error } = run(`return ${expression};`);
    expect(error?.errorType).toBe('Code');
    expect(error?.message).toContain(message);
  });
});
