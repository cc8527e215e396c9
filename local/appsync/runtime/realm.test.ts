import { createContext, Script } from 'node:vm';
import * as v from 'valibot';
import { describe, expect, it } from 'vitest';
import { contextWith, fixedHost } from '../testing/evaluate.ts';
import { builtIns, globalNames, type BuiltIn } from './features.ts';
import { library, type LibraryPart } from './library/index.ts';
import { sharedRealm } from './realm.ts';
import { startRun } from './run.ts';

const DYNAMODB = '@aws-appsync/utils/dynamodb';
const table: Readonly<Record<string, BuiltIn>> = builtIns;
const callable = v.pipe(v.function(), v.returns(v.unknown()));
const anyObject = v.custom<object>(
  (value) => (typeof value === 'object' && value !== null) || typeof value === 'function',
);

/** The value of an expression in the realm, past the rules for code. */
function inRealm(expression: string): unknown {
  return new Script(`'use strict'; ${expression}`).runInContext(sharedRealm().context);
}

/** What a handler has: its context, and what the library and an import give it. */
function handlerValues(): Readonly<Record<string, unknown>> {
  const got = inRealm(`(() => {
    const kept = {};
    const request = (ctx) => {
      kept.context = ctx;
      kept.arguments = ctx.args;
      kept.answer = util.dynamodb.toMapValues({ id: 'a' });
      return 1;
    };
    const factory = (guard, dynamodb) => {
      kept.dynamodb = dynamodb;
      return { request };
    };
    return { kept, factory };
  })()`);
  const { kept, factory } = v.parse(v.object({ kept: anyObject, factory: v.function() }), got);
  const realm = sharedRealm();
  realm.current = startRun('request', contextWith(), fixedHost);
  realm.run(factory, JSON.stringify([[DYNAMODB, '*']]), 'request', JSON.stringify(contextWith()));
  realm.current = undefined;
  return Object.fromEntries(Object.entries(kept));
}

const { dynamodb, ...ofHandler } = handlerValues();

/** Values of every kind that code can have, and what the language's list gives each. */
const kinds: Readonly<Record<string, { value: unknown; has: readonly string[] }>> = {
  object: { value: inRealm('({ a: 1 })'), has: [] },
  'object without a prototype': { value: inRealm('({ __proto__: null })'), has: [] },
  'parsed object': { value: inRealm('JSON.parse("{\\"__proto__\\":{\\"a\\":1}}")'), has: ['__proto__'] },
  array: { value: inRealm('[1, 2]'), has: ['length', ...builtIns.Array.methods] },
  'rest parameters': { value: inRealm('((...all) => all)(1)'), has: ['length', ...builtIns.Array.methods] },
  'parts of a template': {
    value: inRealm('((parts) => parts)`a`'),
    has: ['length', 'raw', ...builtIns.Array.methods],
  },
  string: { value: 'text', has: ['length', ...builtIns.String.methods] },
  number: { value: 1, has: [] },
  boolean: { value: true, has: [] },
  // What is declared with `function` could be a constructor, had the language `new`.
  function: { value: inRealm('(function (a) { return a; })'), has: ['length', 'name', 'prototype'] },
  arrow: { value: inRealm('((a) => a)'), has: ['length', 'name'] },
  'function of the library': { value: inRealm('util.autoId'), has: ['length', 'name'] },
  'built-in function': { value: inRealm('Object.keys'), has: ['length', 'name'] },
  method: { value: inRealm('[].map'), has: ['length', 'name'] },
  context: { value: ofHandler.context, has: ['arguments', 'source'] },
  'arguments of a handler': { value: ofHandler.arguments, has: [] },
  'answer of the library': { value: ofHandler.answer, has: [] },
};

/** Names of everything that a value of Node has or inherits. */
const namesOfJavaScript = [
  ...new Set(
    [{}, [], '', 1, true, 1n, Symbol.iterator, () => 1, new Map(), new Date(), Promise.resolve(), /a/, new Error()]
      .flatMap((value) => chainOf(v.parse(anyObject, Object(value))))
      .flatMap((object) => Object.getOwnPropertyNames(object))
      .concat('arguments', 'caller', 'callee', 'prototype', 'raw'),
  ),
];

function chainOf(object: object | null): object[] {
  return object === null ? [] : [object, ...chainOf(Reflect.getPrototypeOf(object))];
}

/** Of the names that JavaScript knows for any value, those that `value` answers to. */
function answered(value: unknown): string[] {
  const ask = v.parse(
    callable,
    inRealm(`((value, names) => JSON.stringify(
    JSON.parse(names).filter((name) => value !== undefined && value[name] !== undefined)))`),
  );
  const names = ask(value, JSON.stringify(namesOfJavaScript));
  return v.parse(v.pipe(v.string(), v.parseJson(), v.array(v.string())), names);
}

/** Every function and object that names lead to from `roots`, with the path. Symbols lead nowhere: code cannot have one. */
function reachable(roots: Readonly<Record<string, unknown>>): Map<object, string> {
  const found = new Map<object, string>();
  const pending: [string, unknown][] = Object.entries(roots);
  for (let next = pending.shift(); next; next = pending.shift()) {
    const [path, value] = next;
    if ((typeof value !== 'object' && typeof value !== 'function') || value === null || found.has(value)) continue;
    found.set(value, path);
    const names = chainOf(value).flatMap((object) => Object.getOwnPropertyNames(object));
    for (const name of names) pending.push([`${path}.${name}`, v.parse(v.unknown(), Reflect.get(value, name))]);
  }
  return found;
}

/** Paths of the functions in a part of the library. */
function pathsOf(path: string, part: LibraryPart): string[] {
  if (typeof part === 'function') return [path];
  return Object.entries(part).flatMap(([name, member]) => pathsOf(`${path}.${name}`, member));
}

/** All that outlives a request: globals, modules, and what values inherit, each by one value of its kind. */
function lasting(): Record<string, unknown> {
  // Without `'use strict'`, a function that is called on a string is given an object that has what the string has.
  const box: unknown = new Script('(value) => [1].map(function () { return this; }, value)[0]').runInContext(
    sharedRealm().context,
  );
  const inherited = (value: unknown) => Reflect.getPrototypeOf(v.parse(anyObject, v.parse(callable, box)(value)));
  return {
    ...Object.fromEntries(globalNames.map((name) => [name, inRealm(name)])),
    dynamodb,
    array: inherited(inRealm('[]')),
    string: inherited(''),
    number: inherited(1),
    boolean: inherited(true),
    object: inherited(inRealm('({})')),
  };
}

describe('what handlers can reach', () => {
  it('are the globals of the list, and no other', () => {
    expect(Reflect.ownKeys(v.parse(anyObject, inRealm('this'))).sort()).toEqual([...globalNames].sort());
    const ofContext: unknown = new Script('Object.getOwnPropertyNames(globalThis)').runInContext(createContext({}));
    const all = [...Object.getOwnPropertyNames(globalThis), ...v.parse(v.array(v.string()), ofContext)];
    const others = all.filter((name) => !globalNames.includes(name));
    expect(others.length).toBeGreaterThan(60);
    for (const name of others) expect(inRealm(`typeof ${name}`), name).toBe('undefined');
  });

  it.each(Object.keys(table))('are the functions of %s in the list, and no other', (name) => {
    const object = v.parse(anyObject, inRealm(name));
    expect(Reflect.ownKeys(object).sort()).toEqual([...(table[name]?.statics ?? [])].sort());
    for (const key of Reflect.ownKeys(object)) expect(typeof Reflect.get(object, key)).toBe('function');
  });

  it.each(Object.entries(kinds))('are the methods of the list, and no other, of: %s', (_kind, { value, has }) => {
    expect(namesOfJavaScript).toEqual(expect.arrayContaining([...has]));
    expect(answered(value).sort()).toEqual([...has].sort());
  });

  it('are these functions alone, whatever the way to them', () => {
    const paths = [...reachable(lasting())].filter(([value]) => typeof value === 'function').map(([, path]) => path);
    const expected = [
      ...Object.entries(table).flatMap(([name, { statics }]) => statics.map((key) => `${name}.${key}`)),
      ...Object.entries(library['@aws-appsync/utils']).flatMap(([name, part]) => pathsOf(name, part)),
      ...pathsOf('dynamodb', library[DYNAMODB]),
      ...builtIns.Array.methods.map((name) => `array.${name}`),
      ...builtIns.String.methods.map((name) => `string.${name}`),
    ];
    expect(paths.sort()).toEqual(expected.sort());
  });

  it('are frozen where they outlive a request', () => {
    for (const [value, path] of reachable(lasting())) expect(Object.isFrozen(value), path).toBe(true);
    for (const [kind, { value }] of Object.entries(kinds)) {
      const inherited = typeof value === 'object' && value !== null ? chainOf(value).slice(1) : [];
      for (const object of inherited) expect(Object.isFrozen(object), kind).toBe(true);
    }
  });
});
