import { parse } from 'graphql';
import { expect, it } from 'vitest';
import { expandedSize } from './size.ts';

it.each<[document: string, fields: number, levels: number]>([
  ['{ a }', 1, 1],
  ['{ a b { c d: c } } query B { a }', 5, 2],
  ['{ ... on Query { a } ... { b } }', 2, 1],
  ['{ ...F ...F x { ...F } } fragment F on Query { a b ...G } fragment G on Query { c }', 10, 2],
  ['{ x { ...F } } fragment F on Query { a { ...G } } fragment G on Query { b { c } d }', 5, 4],
  ['{ a } fragment F on Query { a { b } }', 1, 1],
  ['{ ...Nothing a }', 1, 1],
  ['{ ...F } fragment F on Query { a ...F x { ...F } }', 2, 1],
])('%s selects %i fields on %i levels', (document, fields, levels) => {
  expect(expandedSize(parse(document))).toEqual({ fields, levels });
});
