import fc from 'fast-check';
import * as v from 'valibot';
import { describe, expect, it } from 'vitest';
import { readXml } from '../shared/xml-reader.ts';
import { parseXml, repeated, xmlDocument } from './xml.ts';

describe('XML', () => {
  it('comes back as it was written, whatever the text', () => {
    const schema = v.object({ Key: repeated(v.string()) });
    fc.assert(
      fc.property(fc.array(fc.string({ unit: 'binary', minLength: 1 }), { maxLength: 5 }), (keys) => {
        const document = xmlDocument('Delete', { Key: keys });
        expect(parseXml(document, 'Delete', schema)).toEqual({ Key: keys });
      }),
    );
  });

  it('may have declarations, comments, prefixes, attributes, CDATA and references', () => {
    const text = `\ufeff<?xml version="1.0"?><!-- a > b --><s:Delete xmlns:s='urn:x' a="1>0">
      <s:Key> a&amp;b&#x1f321;&#10;</s:Key><Key><![CDATA[<&>]]></Key><Quiet/></s:Delete>\n`;
    expect(readXml(text)).toEqual({
      root: 'Delete',
      content: { Key: [' a&b\u{1f321}\n', '<&>'], Quiet: '' },
    });
    expect(JSON.stringify(readXml('<a><__proto__>1</__proto__></a>').content)).toBe('{"__proto__":"1"}');
  });

  it.each([
    '',
    'text',
    '<a>',
    '<a></b>',
    '<a/><b/>',
    '<a>&unknown;</a>',
    '<a>&amp</a>',
    '<a b=1/>',
    '<!DOCTYPE a [<!ENTITY x "y">]><a>&x;</a>',
    '<a>1 < 2</a>',
    `${'<a>'.repeat(100)}${'</a>'.repeat(100)}`,
  ])('that is not well-formed is refused: %s', (text) => {
    expect(() => parseXml(text, 'a', v.object({}))).toThrow(expect.objectContaining({ code: 'MalformedXML' }));
  });
});
