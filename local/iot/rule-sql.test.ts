import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseRuleSql } from './rule-sql.ts';
import { isTopicFilter, matchesTopic } from './topic-filter.ts';

const message = {
  payload: Buffer.from('{"t":1}'),
  topic: 'dt/sonde/acme/probe-1',
  clientId: 'probe-1',
  principal: 'certificate',
  now: 1_700_000_000_000,
};

describe('the SQL of a topic rule', () => {
  it('selects what the readings rule needs', () => {
    const rule = parseRuleSql(
      `SELECT encode(*, 'base64') AS payload, topic(3) AS organization, topic(4) AS device, timestamp() AS receivedAt,
         principal() AS principal FROM 'dt/sonde/+/+'`,
    );
    expect(rule.filter).toBe('dt/sonde/+/+');
    expect(rule.select(message)).toEqual({
      payload: Buffer.from('{"t":1}').toString('base64'),
      organization: 'acme',
      device: 'probe-1',
      receivedAt: message.now,
      principal: 'certificate',
    });
  });

  it('knows literals, client and topic, and leaves out what is undefined', () => {
    const { select } = parseRuleSql(
      "select clientid() as client, topic() as topic, 'x' as text, -1.5 as number, topic(9) as none from '#'",
    );
    expect(select(message)).toEqual({ client: 'probe-1', topic: message.topic, text: 'x', number: -1.5 });
  });

  it('passes any bytes', () => {
    const { select } = parseRuleSql("SELECT encode(*, 'base64') AS payload FROM '#'");
    fc.assert(
      fc.property(fc.uint8Array(), (bytes) => {
        const { payload } = select({ ...message, payload: Buffer.from(bytes) });
        expect(Buffer.from(String(payload), 'base64')).toEqual(Buffer.from(bytes));
      }),
    );
  });

  it.each([
    ["SELECT * FROM 'a'", '* is not supported'],
    ["SELECT temperature AS t FROM 'a'", 'member temperature'],
    ["SELECT upper('x') AS t FROM 'a'", 'upper()'],
    ["SELECT topic() AS t FROM 'a' WHERE topic(1) = 'x'", 'clause WHERE'],
    ["SELECT topic() FROM 'a'", 'Expected AS'],
    ["SELECT encode(*, 'hex') AS t FROM 'a'", "scheme 'hex'"],
    ["SELECT encode(x, 'base64') AS t FROM 'a'", 'of * only'],
    ["SELECT topic(0) AS t FROM 'a'", 'levels count from 1'],
    ["SELECT topic() AS t, timestamp() AS t FROM 'a'", 't is given twice'],
    ["SELECT topic() AS t FROM 'a#'", 'not a topic filter'],
    ['SELECT topic() AS t', 'Expected FROM'],
    ["SELECT 'x AS t FROM", 'cannot be read'],
    ["SET @x = 1 SELECT topic() AS t FROM 'a'", 'Expected SELECT'],
  ])('refuses %s', (sql, reason) => {
    expect(() => parseRuleSql(sql)).toThrow(reason);
  });
});

describe('topic filters', () => {
  it.each([
    ['dt/sonde/+/+', 'dt/sonde/acme/probe', true],
    ['dt/sonde/+/+', 'dt/sonde/acme', false],
    ['dt/sonde/+/+', 'dt/sonde/acme/probe/x', false],
    ['dt/#', 'dt', true],
    ['dt/#', 'dt/a/b', true],
    ['#', '$aws/things', false],
    ['a/+', 'a/', true],
    ['a', 'b', false],
  ])('%s and %s: %s', (filter, topic, matches) => {
    expect(matchesTopic(filter, topic)).toBe(matches);
  });

  it.each(['', 'a+', '#/a', 'a#'])('%j is none', (filter) => {
    expect(isTopicFilter(filter)).toBe(false);
  });
});
