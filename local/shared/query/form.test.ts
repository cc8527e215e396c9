import fc from 'fast-check';
import * as v from 'valibot';
import { expect, it } from 'vitest';
import { asForm, members, parseForm } from './form.ts';

const list = v.object({ Names: members(v.string()) });

it('nests parameters by the parts of their names', () => {
  const form = 'Action=Send&To.member.1=a&To.member.2=b%26c&Message.Body.Text=d+e&Empty=';
  expect(parseForm(form)).toEqual({
    Action: 'Send',
    To: { member: { 1: 'a', 2: 'b&c' } },
    Message: { Body: { Text: 'd e' } },
    Empty: '',
  });
});

it('takes names that objects inherit for names like any other', () => {
  expect(JSON.stringify(parseForm('__proto__.a=1&constructor=2'))).toBe('{"__proto__":{"a":"1"},"constructor":"2"}');
});

it('reads a list as a client writes it, however many items it has and in whatever order they come', () => {
  fc.assert(
    fc.property(fc.array(fc.string(), { maxLength: 25 }), fc.boolean(), (items, backwards) => {
      const pairs = items.map((item, index): [string, string] => [`Names.member.${index + 1}`, item]);
      const form = new URLSearchParams(backwards ? pairs.reverse() : pairs).toString();
      const input = parseForm(form);
      expect(v.parse(list, items.length === 0 ? {} : input)).toEqual({ Names: items });
    }),
  );
});

it.each([
  ['an empty one', 'Names=', []],
  ['one with a gap', 'Names.member.7=b&Names.member.2=a', ['a', 'b']],
])('reads a list: %s', (_what, form, expected) => {
  expect(v.parse(list, parseForm(form))).toEqual({ Names: expected });
});

it.each(['Names=a', 'Names.member.a=b', 'Names.member.1.Key=a', 'Names.entry.1=a'])(
  'refuses for a list: %s',
  (form) => {
    expect(v.is(list, parseForm(form))).toBe(false);
  },
);

it('has in process what a form would have', () => {
  expect(asForm({ Names: ['a', 1], Deep: { Count: 3600, Flag: false, Left: undefined }, Text: 'b' })).toEqual({
    Names: ['a', '1'],
    Deep: { Count: '3600', Flag: 'false' },
    Text: 'b',
  });
});
