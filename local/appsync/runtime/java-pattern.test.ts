import { describe, expect, it } from 'vitest';
import { matches, replaceMatches, toRegExp } from './java-pattern.ts';

const source = 'java.util.regex.Pattern';

describe(source, () => {
  it.each([
    ['a*b', 'aaaaab', true],
    ['^\\d{4}-\\d{2}$', '2024-05', true],
    ['^\\Qa.b\\E$', 'a.b', true],
    ['^\\Qa.b\\E$', 'axb', false],
    ['^\\p{Alpha}+$', 'abc', true],
    ['^[\\p{Digit}_]+$', '1_2', true],
    ['^\\P{Digit}+$', 'a1', false],
    ['^\\p{L}+$', 'é', true],
    ['(?i)^ABC$', 'abc', true],
    ['^[a-z\\-]+$', 'a-b', true],
    ['^(\\w)\\1$', 'aa', true],
    ['^(?<a>x)\\k<a>$', 'xx', true],
    ['^[^/]+/.$', 'a/b', true],
    ['^a}$', 'a}', true],
    ['^\\s$', '\u00a0', false],
    ['^\\h$', '\u00a0', true],
    ['x', 'y', false],
  ])('%s on %j: %s', (pattern, text, expected) => {
    expect(matches(pattern, text)).toBe(expected);
  });

  it('refuses a pattern whose answer depends on whether the whole text must match', () => {
    expect(() => matches('b', 'abc')).toThrow('anchor it');
    expect(() => matches('^\\d{4}$', '2024\n')).toThrow('anchor it');
  });

  it.each(['a++', '(?>a)', '[a&&b]', '[a[b]]', '(?x)a', '\\G', '(?d)a', 'a\\'])('refuses %s by name', (pattern) => {
    expect(() => toRegExp(pattern, '')).toThrow('not supported here');
  });

  it.each(['(', '[', 'a{2,1}', '*'])('says that %s is no pattern', (pattern) => {
    expect(() => toRegExp(pattern, '')).toThrow('Invalid pattern');
  });
});

describe('replacement text of java.util.regex.Matcher', () => {
  it.each([
    ['a.c', '.', 'x', false, 'x.c'],
    ['a.c', '\\.', 'x', true, 'axc'],
    ['ab', '(a)(b)', '$2$1', false, 'ba'],
    ['ab', '(?<first>a)', '[${first}]', false, '[a]b'],
    ['ab', 'a', '\\$1', false, '$1b'],
    ['ab', 'a', '$0$0', false, 'aab'],
    ['ab', '(x)?a', '<$1>', false, '<>b'],
  ])('%s %s %s', (text, pattern, replacement, all, expected) => {
    expect(replaceMatches(text, pattern, replacement, all)).toBe(expected);
  });

  it('refuses a group that is not there', () => {
    expect(() => replaceMatches('a', 'a', '$1', false)).toThrow('names no group');
  });
});
