import { readFile } from 'node:fs/promises';
import fc from 'fast-check';
import { buildSchema, Kind, parse } from 'graphql';
import { describe, expect, it } from 'vitest';
import { awsDefinitions } from '../api/definitions.ts';
import { awsScalars, installScalars } from './index.ts';

const scalar = (name: string) => {
  const found = awsScalars.find((each) => each.name === name);
  if (!found) throw new Error(name);
  return found;
};

describe.each<[name: string, valid: unknown[], invalid: unknown[]]>([
  [
    'AWSDateTime',
    [
      '2026-03-29T01:59:59Z',
      '2026-03-29T01:59:59.999999999Z',
      '2026-03-29T01:59:59.1+05:30',
      '2026-03-29T01:59-07:00:30',
      '2024-02-29T00:00:00Z',
    ],
    [
      '2026-03-29T01:59:59',
      '2026-02-29T00:00:00Z',
      '2026-13-01T00:00:00Z',
      '2026-03-29T24:00:00Z',
      '2026-03-29T01:59:60Z',
      '2026-03-29T1:59:59Z',
      '2026-03-29T01:59:59.1234567890Z',
      '2026-03-29T01:59:59+19:00',
      '2026-03-29 01:59:59Z',
      '2026-03-29T01:59:59z',
      '',
      0,
    ],
  ],
  [
    'AWSDate',
    ['1970-01-01', '1970-01-01Z', '1970-01-01-07:00', '1970-01-01+05:30'],
    ['1970-1-1', '1970-00-01', '1970-04-31', '2019-12-24T04:15:57.798Z'],
  ],
  ['AWSTime', ['12:30', '12:30Z', '12:30:24-07:00', '12:30:24.500+05:30'], ['25:00', '12:60', '12', '12:30:24.']],
  ['AWSTimestamp', [0, -1, 1714000000], ['0', 1.5, Number.NaN]],
  [
    'AWSEmail',
    ['username@example.com', 'a.b+c@d.example.org'],
    ['username', 'a b@example.com', '@example.com', 'a@example'],
  ],
  [
    'AWSURL',
    ['https://www.amazon.com/dp/B000NZW3KC/', 'mailto:example@example.com'],
    ['www.amazon.com', '/path', 'https://example.com//path'],
  ],
  [
    'AWSPhone',
    ['+1 206-555-0100', '(206) 555-0100', '2065550100', '+33 1 23 45 67 89'],
    ['555', 'phone', '+', '+1234567890123456'],
  ],
  [
    'AWSIPAddress',
    ['127.0.0.1', '127.0.0.1/22', '::1', '2001:db8::/32'],
    ['127.0.0', '127.0.0.1/33', '[::1]', '::1/129', '127.0.0.1/'],
  ],
])('%s', (name, valid, invalid) => {
  it.each(valid)('takes %j and gives it back as it is', (value) => {
    expect(scalar(name).parse(value)).toBe(value);
    expect(scalar(name).serialize(value)).toBe(value);
  });
  it.each(invalid)('does not take %j', (value) => {
    expect(scalar(name).parse(value)).toBeUndefined();
    expect(scalar(name).serialize(value)).toBeUndefined();
  });
});

it('AWSJSON is a value for resolvers and text for clients', () => {
  expect(scalar('AWSJSON').parse('{')).toBeUndefined();
  expect(scalar('AWSJSON').parse({})).toBeUndefined();
  fc.assert(
    fc.property(fc.jsonValue(), (value) => {
      const text = scalar('AWSJSON').serialize(value);
      expect(JSON.stringify(scalar('AWSJSON').parse(text))).toBe(JSON.stringify(value));
    }),
  );
});

it('every instant is an AWSDateTime', () => {
  fc.assert(
    fc.property(
      fc.date({ min: new Date('0000-01-01T00:00:00Z'), max: new Date('9999-12-31T23:59:59Z'), noInvalidDate: true }),
      (date) => {
        expect(scalar('AWSDateTime').parse(date.toISOString())).toBe(date.toISOString());
      },
    ),
  );
});

it('a scalar that is not one of AppSync is refused', () => {
  expect(() => {
    installScalars(buildSchema('scalar Money type Query { a: Money }'));
  }).toThrow('Scalar Money is not one of');
});

it('the definitions are those that the schema is written with', async () => {
  const text = await readFile(new URL('../../../schema/aws.graphql', import.meta.url), 'utf8');
  const names = (sdl: string) =>
    parse(sdl)
      .definitions.flatMap((node) =>
        node.kind === Kind.SCALAR_TYPE_DEFINITION || node.kind === Kind.DIRECTIVE_DEFINITION ? [node.name.value] : [],
      )
      .sort();
  expect(names(awsDefinitions)).toEqual(names(text));
});
