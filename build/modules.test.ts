import { expect, it } from 'vitest';
import { reachable, startPaths } from './modules.ts';

const modules = {
  'index.mjs':
    'import{a}from"./chunk-A.mjs";import"node:fs";const b=await(c?import("./one-B.mjs"):import("./other-C.mjs"));',
  'chunk-A.mjs': 'import"./chunk-D.mjs";const d=()=>import("./later-E.mjs");export{d as a};',
  'one-B.mjs': 'import{a}from"./chunk-A.mjs";import{f}from"./chunk-F.mjs";',
  'other-C.mjs': 'const text="from\\"./nothing.mjs\\"";',
  'chunk-D.mjs': '',
  'later-E.mjs': '',
  'chunk-F.mjs': '',
  'orphan-G.mjs': 'import"./chunk-F.mjs";',
};

it('knows what a start may read, by what it imports dynamically', () => {
  expect(startPaths(modules)).toEqual([
    ['chunk-A.mjs', 'chunk-D.mjs', 'index.mjs'],
    ['chunk-A.mjs', 'chunk-D.mjs', 'chunk-F.mjs', 'index.mjs', 'one-B.mjs'],
    ['chunk-A.mjs', 'chunk-D.mjs', 'index.mjs', 'other-C.mjs'],
    ['chunk-A.mjs', 'chunk-D.mjs', 'index.mjs', 'later-E.mjs'],
  ]);
});

it('leaves out what nothing imports', () => {
  const { 'orphan-G.mjs': _orphan, ...others } = modules;
  expect(reachable(modules)).toEqual(others);
});
