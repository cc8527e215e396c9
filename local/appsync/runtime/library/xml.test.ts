import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { contextWith, run, valueOf } from '../../testing/evaluate.ts';

function toMap(text: string): unknown {
  return valueOf('util.xml.toMap(ctx.args.text)', contextWith({ arguments: { text } }));
}

const post = (id: number, title: string) => `<post>\n  <id>${id}</id>\n  <title>${title}</title>\n</post>`;
const posts = (...all: string[]) => `<?xml version="1.0" encoding="UTF-8"?>\n<posts>\n${all.join('\n')}\n</posts>`;

describe('util.xml ("XML helpers in util.xml")', () => {
  it('makes a map of elements, and a list of those that repeat', () => {
    expect(toMap(posts(post(1, 'Getting started with GraphQL')))).toEqual({
      posts: { post: { id: 1, title: 'Getting started with GraphQL' } },
    });
    expect(toMap(posts(post(1, 'Getting started with GraphQL'), post(2, 'Getting started with AppSync')))).toEqual({
      posts: {
        post: [
          { id: 1, title: 'Getting started with GraphQL' },
          { id: 2, title: 'Getting started with AppSync' },
        ],
      },
    });
  });

  it('makes JSON, string-encoded where that is asked for', () => {
    const context = contextWith({ arguments: { text: '<a><b>1</b></a>' } });
    expect(valueOf('util.xml.toJsonString(ctx.args.text)', context)).toBe('{"a":{"b":1}}');
    expect(valueOf('util.xml.toJsonString(ctx.args.text, false)', context)).toBe('{"a":{"b":1}}');
    expect(valueOf('util.xml.toJsonString(ctx.args.text, true)', context)).toBe('"{\\"a\\":{\\"b\\":1}}"');
  });

  it.each([
    ['<a/>', { a: '' }],
    ['<a>true</a>', { a: true }],
    ['<a>-1.5</a>', { a: -1.5 }],
    ['<a>007</a>', { a: '007' }],
    ['<a>12345678901234567890</a>', { a: '12345678901234567890' }],
    ['<a>&lt;&amp;&gt; &#233;&#x41;</a>', { a: '<&> éA' }],
    ['<a><![CDATA[<b>&amp;]]></a>', { a: '<b>&amp;' }],
    ['<!-- a --><a id="1" name="&quot;">text</a>', { a: { id: 1, name: '"', content: 'text' } }],
    ['<n:a xmlns:n="u"><n:b>1</n:b></n:a>', { 'n:a': { 'xmlns:n': 'u', 'n:b': 1 } }],
  ])('reads %s', (text, map) => {
    expect(toMap(text)).toEqual(map);
  });

  it('gives null for none', () => {
    expect(valueOf('util.xml.toMap(ctx.args.none)')).toBeNull();
  });

  it.each([
    [''],
    ['text'],
    ['<a>'],
    ['<a>1</b>'],
    ['<a/><b/>'],
    ['<a/>text'],
    ['<a'],
    ['<a>&nbsp;</a>'],
    ['<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>'],
    ['<a><__proto__>1</__proto__></a>'],
  ])('refuses %s', (text) => {
    const { error } = run('return util.xml.toMap(ctx.args.text);', contextWith({ arguments: { text } }));
    expect(error).toMatchObject({ errorType: 'Code', message: expect.stringContaining('util.xml.toMap: ') as string });
  });

  it('reads back what was escaped', () => {
    const escaped = (text: string) => text.replace(/[<>&"']/g, (character) => `&#${character.charCodeAt(0)};`);
    fc.assert(
      fc.property(
        fc.string({
          unit: fc.constantFrom('<', '>', '&', '"', "'", 'a', 'é', '😀', ' ', ']', '-', '!', '?', '/'),
          minLength: 1,
        }),
        (text) => {
          expect(toMap(`<a>_${escaped(text)}_</a>`)).toEqual({ a: `_${text}_` });
        },
      ),
      { numRuns: 50 },
    );
  });
});
