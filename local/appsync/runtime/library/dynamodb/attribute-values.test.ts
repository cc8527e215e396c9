import { unmarshall } from '@aws-sdk/util-dynamodb';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { contextWith, run, valueOf } from '../../../testing/evaluate.ts';

describe('"DynamoDB helpers in util.dynamodb"', () => {
  it.each([
    ["toDynamoDB('foo')", { S: 'foo' }],
    ['toDynamoDB(12345)', { N: 12345 }],
    ['toDynamoDB(true)', { BOOL: true }],
    ['toDynamoDB(null)', { NULL: null }],
    [
      "toDynamoDB({ foo: 'bar', baz: 1234, beep: ['boop'] })",
      { M: { foo: { S: 'bar' }, baz: { N: 1234 }, beep: { L: [{ S: 'boop' }] } } },
    ],
    ["toString('foo')", { S: 'foo' }],
    ['toString(null)', null],
    ["toStringSet(['foo', 'bar', 'baz'])", { SS: ['foo', 'bar', 'baz'] }],
    ['toNumber(12345)', { N: 12345 }],
    ['toNumberSet([1, 23, 4.56])', { NS: [1, 23, 4.56] }],
    ["toBinary('foo')", { B: 'foo' }],
    ["toBinarySet(['foo', 'bar', 'baz'])", { BS: ['foo', 'bar', 'baz'] }],
    ['toBoolean(true)', { BOOL: true }],
    ['toNull()', { NULL: null }],
    ["toList(['foo', 123, { bar: 'baz' }])", { L: [{ S: 'foo' }, { N: 123 }, { M: { bar: { S: 'baz' } } }] }],
    ["toMap({ foo: 'bar' })", { M: { foo: { S: 'bar' } } }],
    [
      "toMapValues({ foo: 'bar', baz: 1234, beep: ['boop'] })",
      { foo: { S: 'bar' }, baz: { N: 1234 }, beep: { L: [{ S: 'boop' }] } },
    ],
    [
      "toMapValues({ a: 0, b: false, c: '', d: null, e: undefined })",
      { a: { N: 0 }, b: { BOOL: false }, c: { S: '' }, d: { NULL: null } },
    ],
    ['toMapValues({ constructor: 1, prototype: 2 })', { constructor: { N: 1 }, prototype: { N: 2 } }],
    ["toS3Object('foo', 'bar', 'baz')", { S: '{"s3":{"key":"foo","bucket":"bar","region":"baz"}}' }],
    [
      "toS3Object('foo', 'bar', 'baz', 'beep')",
      { S: '{"s3":{"key":"foo","bucket":"bar","region":"baz","version":"beep"}}' },
    ],
    [
      `fromS3ObjectJson('{"s3":{"key":"foo","bucket":"bar","region":"baz"}}')`,
      { key: 'foo', bucket: 'bar', region: 'baz' },
    ],
  ])('util.dynamodb.%s', (expression, value) => {
    expect(valueOf(`util.dynamodb.${expression}`)).toEqual(value);
  });
});

describe('values that DynamoDB reads', () => {
  const values = fc.letrec((tie) => ({
    value: fc.oneof(
      { depthSize: 'small' },
      fc.string(),
      fc.double({ noNaN: true, noDefaultInfinity: true }).map((number) => (Object.is(number, -0) ? 0 : number)),
      fc.boolean(),
      fc.constant(null),
      fc.array(tie('value')),
      fc.dictionary(
        fc.string().filter((name) => name !== '__proto__'),
        tie('value'),
      ),
    ),
  })).value;

  /** Numbers and nulls as the service has them on the wire. */
  function onTheWire(value: unknown): unknown {
    if (Array.isArray(value)) return value.map(onTheWire);
    if (typeof value !== 'object' || value === null) return value;
    return Object.fromEntries(
      Object.entries(value).map(([type, inner]: [string, unknown]) => {
        if (type === 'N' && typeof inner === 'number') return [type, String(inner)];
        return type === 'NULL' && inner === null ? [type, true] : [type, onTheWire(inner)];
      }),
    );
  }

  it('are those that were given', () => {
    fc.assert(
      fc.property(values, (value) => {
        const context = contextWith({ arguments: { value } });
        const written = onTheWire({ value: valueOf('util.dynamodb.toDynamoDB(ctx.args.value)', context) });
        expect(unmarshall(written as Parameters<typeof unmarshall>[0], { wrapNumbers: Number })).toEqual({ value });
      }),
      { numRuns: 100 },
    );
  });

  it('are the same one by one', () => {
    fc.assert(
      fc.property(
        fc.dictionary(
          fc.string().filter((name) => name !== '__proto__'),
          values,
        ),
        (map) => {
          const context = contextWith({ arguments: { map } });
          const both = valueOf(
            '[util.dynamodb.toMap(ctx.args.map).M, util.dynamodb.toMapValues(ctx.args.map)]',
            context,
          );
          const [whole, each] = both as [unknown, unknown];
          expect(each).toEqual(whole);
        },
      ),
      { numRuns: 50 },
    );
  });

  it('keep an S3 object', () => {
    const text = fc.string();
    fc.assert(
      fc.property(text, text, text, fc.option(text, { nil: undefined }), (key, bucket, region, version) => {
        const context = contextWith({ arguments: { key, bucket, region, version } });
        const call = 'util.dynamodb.toS3Object(ctx.args.key, ctx.args.bucket, ctx.args.region, ctx.args.version)';
        const given = version === undefined ? { key, bucket, region } : { key, bucket, region, version };
        expect(valueOf(`util.dynamodb.fromS3ObjectJson(${call}.S)`, context)).toEqual(given);
      }),
      { numRuns: 30 },
    );
  });

  it.each([
    ["toNumber('1')", 'util.dynamodb.toNumber: '],
    ['toString(1)', 'util.dynamodb.toString: '],
    ['toStringSet([1])', 'util.dynamodb.toStringSet: '],
    ['toList({})', 'util.dynamodb.toList: '],
    ["fromS3ObjectJson('x')", 'not JSON'],
  ])('%s is refused', (call, message) => {
    expect(run(`return util.dynamodb.${call};`).error?.message).toContain(message);
  });
});
