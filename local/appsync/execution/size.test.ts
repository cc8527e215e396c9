import { parse } from 'graphql';
import { expect, it } from 'vitest';
import { expandedFields } from './size.ts';

it.each<[document: string, fields: number]>([
  ['{ a }', 1],
  ['{ a b { c d: c } } query B { a }', 5],
  ['{ ... on Query { a } ... { b } }', 2],
  ['{ ...F ...F x { ...F } } fragment F on Query { a b ...G } fragment G on Query { c }', 10],
  ['{ a } fragment F on Query { a b }', 1],
  ['{ ...Nothing a }', 1],
  ['{ ...F } fragment F on Query { a ...F x { ...F } }', 2],
])('%s selects %i fields', (document, fields) => {
  expect(expandedFields(parse(document))).toBe(fields);
});
