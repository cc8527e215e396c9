import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { METRIC_NAME } from '../../shared/names.ts';
import { formatTime, fromMilliseconds, LATEST } from '../../shared/time.ts';
import { decode } from './decode.ts';

const receivedAt = Date.parse('2026-03-29T12:00:00Z');
const received = fromMilliseconds(receivedAt);
const at = (text: string) => fromMilliseconds(Date.parse(text));

function decodeText(text: string) {
  return decode(Buffer.from(text), receivedAt);
}
function decodeJson(message: unknown) {
  return decodeText(JSON.stringify(message));
}
/** Why a message that has one reading is refused. */
function reasonOf(message: unknown): string {
  const decoded = typeof message === 'string' ? decodeText(message) : decodeJson(message);
  if (typeof decoded === 'string') return decoded;
  expect(decoded.readings).toEqual([]);
  return decoded.invalid.map(({ reason }) => reason).join('; ');
}
const number = (metric: string, value: number, time = received) => ({ metric, time, value, text: null });
const text = (metric: string, text: string, time = received) => ({ metric, time, value: null, text });

describe('Sonde JSON', () => {
  it('holds numbers and texts by metric', () => {
    expect(decodeJson({ readings: { temperature: 21.5, zero: 0, state: 'open' } })).toEqual({
      readings: [number('temperature', 21.5), number('zero', 0), text('state', 'open')],
      invalid: [],
    });
  });

  it.each([
    ['2026-03-29T10:00:00.000000001Z', 1774778400000000001n],
    ['2026-03-29T12:00:00+02:00', 1774778400000000000n],
    [1774778400000, 1774778400000000000n],
    [1774778400000.25, 1774778400000250000n],
    ['1970-01-01T00:00:00Z', 0n],
  ])('has a time of %j', (time, expected) => {
    expect(decodeJson({ time, readings: { wind: 3 } })).toEqual({
      readings: [number('wind', 3, expected)],
      invalid: [],
    });
  });

  it('may be an array', () => {
    const message = [
      { time: '2026-03-29T10:00:00Z', readings: { wind: 3 } },
      { time: '2026-03-29T11:00:00Z', readings: { wind: 4 } },
    ];
    expect(decodeJson(message)).toEqual({
      readings: [number('wind', 3, at('2026-03-29T10:00:00Z')), number('wind', 4, at('2026-03-29T11:00:00Z'))],
      invalid: [],
    });
  });

  it('keeps what is valid beside what is not', () => {
    const decoded = decodeJson([{ readings: { wind: 3, on: true, nothing: null } }, 5, { readings: { 'a b': 1 } }]);
    expect(decoded).toMatchObject({ readings: [number('wind', 3)] });
    expect(typeof decoded === 'string' ? [] : decoded.invalid.map(({ reason }) => reason)).toEqual([
      '"on": true is neither a number nor a text; send 1 or 0, or "on" or "off"',
      '"nothing": null is neither a number nor a text; leave the metric out where there is no value',
      '5 is not an object with `readings`',
      '"a b": a metric name is a letter or digit, then letters, digits, `-`, `:`, `.`, `/` or `_`, at most 64 characters in all',
    ]);
  });

  it('refuses what is nested deeper than a stack holds', () => {
    const depth = 60_000;
    const deep = '['.repeat(depth) + ']'.repeat(depth);
    const decoded = (text: string) => decode(Buffer.from(text), 0);
    expect(decoded(`[${deep}]`)).toMatchObject({
      readings: [],
      invalid: [{ reason: 'an array is not an object with `readings`' }],
    });
    expect(decoded(`{"readings": {"t": ${deep}}}`)).toMatchObject({
      readings: [],
      invalid: [
        { reason: '"t": an array is neither a number nor a text; leave the metric out where there is no value' },
      ],
    });
    expect(decoded(`[{"n": ${deep}, "v": 1}]`)).toBe('an object: `n` is not a text');
  });

  it('takes a metric and a time once', () => {
    const same = { time: 1774778400000, readings: { wind: 3 } };
    expect(decodeJson([same, same])).toMatchObject({ readings: [{ value: 3 }], invalid: [] });
    expect(decodeJson([same, { ...same, readings: { wind: 4 } }])).toMatchObject({
      readings: [{ value: 3 }],
      invalid: [{ reason: '"wind": it has two values at 2026-03-29T10:00:00Z; the first is kept' }],
    });
  });

  it.each([
    ['{"readings": {"temperature": NaN}}', 'not JSON'],
    ['{"readings": {"temperature": Infinity}}', 'not JSON'],
    ['', 'not JSON'],
    ['21.5', '21.5 is neither an object'],
    ['null', 'null is neither an object'],
    ['"on"', '"on" is neither an object'],
    ['[]', 'empty array'],
    ['{"readings": {"temperature": 1e999}}', 'the size of a number'],
    [{ temperature: 21.5 }, '"temperature" is unknown'],
    [{ readings: [1] }, '`readings` is not an object of values by metric'],
    [{ readings: {} }, '`readings` is empty'],
    [{ readings: { a: 1 }, timestamp: 5 }, '"timestamp" is unknown'],
    [{ readings: { a: '' } }, 'its text is empty'],
    [{ readings: { a: '\ud800' } }, 'no valid Unicode'],
    [{ readings: { a: 'é'.repeat(513) } }, 'its text has 1026 bytes in UTF-8; it may have 1,024'],
    [{ readings: { a: { b: 1 } } }, 'an object is neither a number nor a text'],
    [{ readings: { a: 1e126 } }, 'the size of a number is 0 or from'],
    [{ readings: { a: 1e-131 } }, 'the size of a number is 0 or from'],
    ['{"readings": {"__proto__": 1}}', 'a metric name is'],
    [{ readings: { ['a'.repeat(65)]: 1 } }, 'a metric name is'],
    [{ time: '2026-03-29T12:15:00.000000001Z', readings: { a: 1 } }, 'more than 15 minutes after it was received'],
    [{ time: '1969-12-31T23:59:59Z', readings: { a: 1 } }, 'before 1970'],
    [{ time: -1, readings: { a: 1 } }, 'before 1970'],
    [{ time: '2262-04-11T23:47:16.854775808Z', readings: { a: 1 } }, 'the last one that can be stored'],
    [{ time: 1e300, readings: { a: 1 } }, formatTime(LATEST)],
    [{ time: '2026-03-29T12:00:00', readings: { a: 1 } }, 'is not one with an offset'],
    [{ time: 1774778400, readings: { a: 1 } }, 'looks like seconds; send milliseconds'],
    [{ time: true, readings: { a: 1 } }, 'neither an ISO 8601 text nor a number'],
    [{ time: null, readings: { a: 1 } }, 'neither an ISO 8601 text nor a number'],
    [{ n: 'a', v: 1 }, 'SenML is an array of records'],
  ])('refuses %j', (message, reason) => {
    expect(reasonOf(message)).toContain(reason);
  });

  it('takes a time 15 minutes ahead, and texts and names of full length', () => {
    const readings = { ['a'.repeat(64)]: 'é'.repeat(512) };
    expect(decodeJson({ time: '2026-03-29T12:15:00Z', readings })).toMatchObject({ invalid: [] });
  });
});

describe('limits', () => {
  it('refuses more than 1,000 readings as a whole', () => {
    const readings = (count: number) =>
      Object.fromEntries(Array.from({ length: count }, (_, index) => [`m${index}`, 1]));
    expect(decodeJson({ readings: readings(1000) })).toMatchObject({ invalid: [] });
    expect(decodeJson({ readings: readings(10_000) })).toBe('The message has 10,000 readings; it may have 1,000');
    expect(decodeJson([{ readings: readings(600) }, { readings: readings(401) }])).toContain('1,001 readings');
    expect(decodeJson(Array.from({ length: 1001 }, () => ({ n: 'a', v: 1 })))).toContain('1,001 readings');
  });

  it.each([0, -0, 1e-130, -1e-130, 9.9e125, -9.9e125, Number.MAX_SAFE_INTEGER])('takes the number %d', (value) => {
    const decodedNumber = decodeJson([{ readings: { a: value } }]);
    expect(decodedNumber).toMatchObject({ readings: [{ value: Number(JSON.stringify(value)) }], invalid: [] });
  });

  it.each([9.8e-131, -9.8e-131, 5e-324, 9.91e125, -9.91e125, Number.MAX_VALUE])('refuses the number %d', (value) => {
    expect(reasonOf({ readings: { a: value } })).toContain('the size of a number is 0 or from 1e-130 to 9.9e+125');
  });

  it('takes any time since 1970: how old one may be, the store says', () => {
    for (const time of ['1970-01-01T00:00:00Z', '1970-01-01T00:00:00.000000001Z', '2026-03-29T12:15:00Z'])
      expect(decodeJson({ time, readings: { a: 1 } })).toMatchObject({ invalid: [] });
    expect(reasonOf({ time: '1969-12-31T23:59:59.999999999Z', readings: { a: 1 } })).toContain('before 1970');
  });

  it('takes names of 1 to 64 characters of SenML, a letter or digit first', () => {
    for (const metric of ['a', '7', 'Z9-:./_', '2001:db8::2/temperature', 'a'.repeat(64)])
      expect(decodeJson({ readings: { [metric]: 1 } })).toMatchObject({ readings: [{ metric }] });
    for (const metric of ['', '-a', '/a', '.a', ':a', '_a', 'a b', 'a+b', 'é', 'a\n', 'a'.repeat(65)])
      expect(reasonOf({ readings: { [metric]: 1 } })).toContain('a metric name is');
  });

  it('takes a payload of 128 KB', () => {
    const message = JSON.stringify({ readings: { a: 1 } });
    const padded = message.padEnd(128 * 1024);
    expect(decodeText(padded)).toMatchObject({ invalid: [] });
    expect(decodeText(`${padded} `)).toBe('The message has 131073 bytes; it may have 131072');
  });

  it('refuses a payload over 128 KB, and one that is not UTF-8', () => {
    expect(decodeText(`"${'x'.repeat(128 * 1024)}"`)).toBe('The message has 131074 bytes; it may have 131072');
    expect(decode(Uint8Array.of(0x22, 0xff, 0x22), receivedAt)).toBe('The message is not JSON in UTF-8');
  });
});

describe('SenML', () => {
  it('resolves base fields', () => {
    const message = [
      { bn: 'station:', bt: 1774778400, bu: 'Cel', bver: 5, n: 'temperature', v: 23.1 },
      { n: 'humidity', u: '%RH', t: 60.5, v: 67 },
      { n: 'state', vs: 'open', t: -1 },
      { n: 'door', vb: true },
      { n: 'window', vb: false },
    ];
    const noon = at('2026-03-29T10:00:00Z');
    expect(decodeJson(message)).toEqual({
      readings: [
        number('station:temperature', 23.1, noon),
        number('station:humidity', 67, noon + 60_500_000_000n),
        text('station:state', 'open', noon - 1_000_000_000n),
        number('station:door', 1, noon),
        number('station:window', 0, noon),
      ],
      invalid: [],
    });
  });

  it('reads a measurement at a time with fractions exactly', () => {
    const message = [{ n: 'urn:dev:ow:10e2073a01080063', u: 'Cel', t: 1.276020076001e9, v: 23.1 }];
    expect(decodeJson(message)).toEqual({
      readings: [number('urn:dev:ow:10e2073a01080063', 23.1, 1276020076001000000n)],
      invalid: [],
    });
  });

  it('takes small times as relative to when the message was received', () => {
    const message = [{ bn: 'a', v: 1, t: -5 }, { v: 2, t: -4 }, { v: 3 }, { v: 4, t: 600 }];
    const decoded = decodeJson(message);
    expect(
      typeof decoded === 'string' ? [] : decoded.readings.map(({ time }) => (time - received) / 1_000_000_000n),
    ).toEqual([-5n, -4n, 0n, 600n]);
  });

  it('adds values to their base, from its record on', () => {
    const decoded = decodeJson([
      { n: 'a', v: 1 },
      { bv: 10, n: 'b', v: 2 },
      { n: 'c', v: -3 },
      { bv: 0, n: 'd', v: 4 },
    ]);
    expect(typeof decoded === 'string' ? [] : decoded.readings.map(({ value }) => value)).toEqual([1, 12, 7, 4]);
  });

  it('lets a record set a base and nothing else', () => {
    expect(decodeJson([{ bn: 'a:' }, { n: 'b', v: 1 }])).toEqual({ readings: [number('a:b', 1)], invalid: [] });
  });

  it.each([
    [[{ n: 'a', s: 12 }], '"a": sums (`s`) are not supported'],
    [[{ n: 'a', vd: 'aGk' }], '"a": data values (`vd`) are not supported'],
    [[{ n: 'a', u: 'Cel' }], '"a": the record has no value'],
    [[{ n: 'a', v: 1, vs: 'x' }], 'this one has more'],
    [[{ n: '/temperature', v: 1 }], 'a metric name is'],
    [[{ v: 1 }], '"": a metric name is'],
    [[{ bn: 'a', bt: 5 }], 'base fields only'],
    [[{ bver: 11, n: 'a', v: 1 }], 'SenML version 11 is not understood'],
    [[{ n: 'a', v: 1, x_: 1 }], 'the SenML label "x_" is not understood'],
    [
      [
        { n: 'a', v: 1 },
        { n: 'b', v: '2' },
      ],
      '`v` is not a number',
    ],
    [[{ n: 'a', v: 1 }, 5], '5: is not a SenML record'],
    ['[{"n": "a", "v": 1e999}]', 'is too large'],
  ])('refuses %j', (message, reason) => {
    expect(reasonOf(message)).toContain(reason);
  });
});

describe('any message', () => {
  it('is decoded or refused, never thrown at; what is decoded can be stored', () => {
    const name = fc.oneof(fc.stringMatching(METRIC_NAME), fc.string());
    const measured = fc.oneof(fc.double(), fc.string(), fc.boolean(), fc.constant(null), fc.jsonValue());
    const time = fc.oneof(
      fc.double(),
      fc.date({ noInvalidDate: true }).map((date) => date.toISOString()),
      fc.jsonValue(),
    );
    const entry = fc.record({ time, readings: fc.dictionary(name, measured) }, { requiredKeys: [] });
    const label = fc.constantFrom('bn', 'bt', 'bv', 'bver', 'n', 't', 'v', 'vs', 'vb', 'vd', 's', 'u');
    const record = fc.dictionary(label, fc.oneof(measured, name));
    const message = fc.oneof(entry, fc.array(fc.oneof(entry, fc.jsonValue())), fc.array(record), fc.jsonValue());
    fc.assert(
      fc.property(message, (message) => {
        const decoded = decodeJson(message);
        if (typeof decoded === 'string') return;
        expect(decoded.readings.length + decoded.invalid.length).toBeGreaterThan(0);
        for (const { metric, time, value, text } of decoded.readings) {
          expect(metric).toMatch(METRIC_NAME);
          expect(time >= 0n && time <= received + 900_000_000_000n).toBe(true);
          expect(value === null).toBe(text !== null);
          expect(value === null || Number.isFinite(value)).toBe(true);
        }
      }),
      { numRuns: 500 },
    );
  });

  it('may be any bytes', () => {
    fc.assert(
      fc.property(fc.uint8Array(), (bytes) => {
        expect(() => decode(bytes, receivedAt)).not.toThrow();
      }),
    );
  });
});
