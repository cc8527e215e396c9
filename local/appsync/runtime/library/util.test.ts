import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { contextWith, run, valueOf } from '../../testing/evaluate.ts';

describe('"Utility helpers in util"', () => {
  it.each([
    ['util.escapeJavaScript(`He said "hi" it\'s </b>\\n é`)', 'He said \\"hi\\" it\\\'s <\\/b>\\n \\u00E9'],
    ["util.urlEncode('a b&c=é*~')", 'a+b%26c%3D%C3%A9*%7E'],
    ["util.urlDecode('a+b%26c%3D%C3%A9')", 'a b&c=é'],
    ["util.base64Encode('é')", 'w6k='],
    ["util.base64Decode('w6k=')", 'é'],
    ["util.matches('a*b', 'aaaaab')", true],
    ["util.str.normalize('e\\u0301', 'nfc')", 'é'],
    ['util.math.roundNum(2.5)', 3],
    ['util.math.minVal(2, 1)', 1],
    ['util.math.maxVal(2, 1)', 2],
    ['util.math.randomWithinRange(5, 6)', 5],
  ])('%s', (expression, value) => {
    expect(valueOf(expression)).toEqual(value);
  });

  it('makes ids of the host’s bytes and clock', () => {
    expect(valueOf('util.autoId()')).toBe('00010203-0405-4607-8809-0a0b0c0d0e0f');
    expect(valueOf('util.autoUlid()')).toBe('01C5P7XAC60000000000000000');
    expect(valueOf('util.autoKsuid()')).toMatch(/^10[0-9A-Za-z]{25}$/);
  });

  it('says how the caller came in', () => {
    const sourceIp = ['127.0.0.1'];
    const cognito = {
      sub: 's',
      issuer: 'i',
      username: 'u',
      claims: {},
      sourceIp,
      defaultAuthStrategy: 'ALLOW',
      groups: null,
    } as const;
    expect(valueOf('util.authType()', contextWith({ identity: cognito }))).toBe('User Pool Authorization');
    const iam = {
      accountId: '0',
      cognitoIdentityPoolId: null,
      cognitoIdentityId: null,
      cognitoIdentityAuthType: null,
      cognitoIdentityAuthProvider: null,
      sourceIp,
      username: 'u',
      userArn: 'a',
    };
    expect(valueOf('util.authType()', contextWith({ identity: iam }))).toBe('IAM Authorization');
    expect(valueOf('util.authType()')).toBe('API Key Authorization');
  });

  it('decodes what it encoded', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (text) => {
        const context = contextWith({ arguments: { text } });
        expect(valueOf('util.base64Decode(util.base64Encode(ctx.args.text))', context)).toBe(text);
        expect(valueOf('util.urlDecode(util.urlEncode(ctx.args.text))', context)).toBe(text);
      }),
      { numRuns: 30 },
    );
  });
});

describe('"Time helpers in util.time"', () => {
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

  it.each([
    ["util.time.nowFormatted('EEE')", 'not supported here: EEE'],
    ["util.time.nowFormatted('MMMM')", 'not supported here: MMMM'],
    ["util.time.nowFormatted('HH', 'Mars/Base')", 'unknown time zone Mars/Base'],
    ["util.time.parseISO8601ToEpochMilliSeconds('2018-02-01T17:21:05')", 'not an ISO 8601 timestamp'],
    ["util.time.parseISO8601ToEpochMilliSeconds('2018-13-01T17:21:05Z')", 'not an ISO 8601 timestamp'],
    ["util.time.parseFormattedToEpochMilliSeconds('2018-02-30', 'yyyy-MM-dd')", 'is not of the format'],
    ["util.time.parseFormattedToEpochMilliSeconds('x', 'yyyy-MM-dd')", 'is not of the format'],
    ['util.time.epochMilliSecondsToISO8601(1e300)', 'not a time'],
  ])('%s fails', (expression, message) => {
    const { error } = run(`return ${expression};`);
    expect(error?.errorType).toBe('Code');
    expect(error?.message).toContain(message);
  });
});

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
