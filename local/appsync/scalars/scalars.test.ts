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

/** Whether a scalar takes a value, and gives it unchanged where it does. */
const takes = (name: string, value: unknown): boolean => {
  const parsed = scalar(name).parse(value);
  expect(scalar(name).serialize(value)).toBe(parsed);
  return parsed === value;
};
const two = (value: number) => String(value).padStart(2, '0');
const upTo = (max: number) => fc.integer({ min: 0, max });

describe('times', () => {
  it.each([
    ['AWSDateTime', '2026-03-29T24:00:00Z'],
    ['AWSDateTime', '2026-03-29T01:59:60Z'],
    ['AWSDateTime', '2026-03-29T01:59:59z'],
    ['AWSDateTime', '2026-03-29T01:59:59+19:00'],
    ['AWSDateTime', ''],
    ['AWSTime', '12:30:24.'],
    ['AWSTimestamp', Number.NaN],
    ['AWSTimestamp', 2 ** 53],
  ])('%s is not %j', (name, value) => {
    expect(takes(name, value)).toBe(false);
  });

  it('are days that the calendar has, and no others', () => {
    fc.assert(
      fc.property(upTo(9999), upTo(13), upTo(32), (year, month, day) => {
        const date = new Date(0);
        date.setUTCFullYear(year, month - 1, day);
        const isDay = date.getUTCFullYear() === year && date.getUTCMonth() === month - 1 && date.getUTCDate() === day;
        expect(takes('AWSDate', `${String(year).padStart(4, '0')}-${two(month)}-${two(day)}`)).toBe(isDay);
      }),
      {
        examples: [
          [2000, 2, 29],
          [1900, 2, 29],
          [2024, 2, 29],
          [2023, 2, 29],
          [0, 2, 29],
        ],
      },
    );
  });

  it('have one to nine digits of a second', () => {
    fc.assert(
      fc.property(fc.stringMatching(/^[0-9]{0,12}$/), (digits) => {
        const isFraction = digits.length >= 1 && digits.length <= 9;
        expect(takes('AWSTime', `12:00:00.${digits}`)).toBe(isFraction);
        expect(takes('AWSDateTime', `2026-01-01T12:00:00.${digits}Z`)).toBe(isFraction);
      }),
    );
  });

  it('have an offset of at most 18 hours', () => {
    fc.assert(
      fc.property(
        fc.constantFrom('+', '-'),
        upTo(30),
        upTo(70),
        fc.option(upTo(70)),
        (sign, hours, minutes, seconds) => {
          const offset = `${sign}${two(hours)}:${two(minutes)}${seconds === null ? '' : `:${two(seconds)}`}`;
          const isOffset =
            minutes < 60 && (seconds ?? 0) < 60 && hours * 3600 + minutes * 60 + (seconds ?? 0) <= 18 * 3600;
          for (const [name, text] of [
            ['AWSDate', '2026-01-01'],
            ['AWSTime', '12:00'],
            ['AWSDateTime', '2026-01-01T12:00'],
          ] as const)
            expect(takes(name, `${text}${offset}`)).toBe(isOffset);
        },
      ),
    );
  });
});

describe('addresses', () => {
  it('of networks have a prefix of as many bits as they have at most', () => {
    const ip = fc.oneof(fc.tuple(fc.ipV4(), fc.constant(32)), fc.tuple(fc.ipV6(), fc.constant(128)));
    fc.assert(
      fc.property(ip, upTo(200), ([address, bits], prefix) => {
        expect(takes('AWSIPAddress', address)).toBe(true);
        expect(takes('AWSIPAddress', `${address}/${prefix}`)).toBe(prefix <= bits);
        expect(takes('AWSIPAddress', `${address}/`)).toBe(false);
        expect(takes('AWSIPAddress', `[${address}]`)).toBe(false);
      }),
    );
  });

  it('of the web are those that people write', () => {
    fc.assert(
      fc.property(fc.webUrl({ withQueryParameters: true, withFragments: true }), (url) => {
        fc.pre(!new URL(url).pathname.includes('//'));
        expect(takes('AWSURL', url)).toBe(true);
      }),
    );
  });

  it('of telephones may have spaces and hyphens between digits, one at a time', () => {
    expect(takes('AWSPhone', '(206) 555-0100')).toBe(true);
    expect(takes('AWSPhone', '1-206-555-0100')).toBe(true);
    expect(takes('AWSPhone', '206--555-0100')).toBe(false);
    expect(takes('AWSPhone', '+1 111 000 4444')).toBe(false);
    expect(takes('AWSPhone', '206-555-0100-')).toBe(false);
  });

  it.each(['a@example', 'a@ex_ample.com', '.a@example.com', 'a@example..com', 'é@example.com', ' a@example.com'])(
    '%j is none of mail',
    (text) => {
      expect(takes('AWSEmail', text)).toBe(false);
    },
  );
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
  // Those of modes that the API does not have: the build refuses them.
  const idle = ['aws_api_key', 'aws_auth'];
  expect(names(awsDefinitions)).toEqual([...names(text), ...idle].sort());
});
