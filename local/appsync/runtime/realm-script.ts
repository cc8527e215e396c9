/**
 * The script that turns a fresh `node:vm` context into APPSYNC_JS, run once in it. Its value is a function of:
 * the language's table (`features.ts`) as JSON, the library's shape as JSON (numbers where functions are), the loop limit,
 * and the host's `call(number, argumentsJson)` and `replace(text, pattern, replacement, all)`.
 *
 * Everything that handlers can reach is made here, in their realm, and frozen: no request can leave anything for the next.
 */
export const realmScript = `(function (featuresText, libraryText, loopLimit, call, replaceText) {
  'use strict';
  const { parse, stringify } = JSON;
  const { assign, defineProperty, entries, freeze, getOwnPropertyNames, getPrototypeOf, isFrozen, keys } = Object;
  const { apply, ownKeys } = Reflect;
  const iterator = Symbol.iterator;
  const { sort } = Array.prototype;
  const [Failure, Limit] = [TypeError, RangeError];
  const features = parse(featuresText);
  const originals = { Object, String, Number, Array, Math, JSON };
  const prototypes = {
    Object: Object.prototype, Array: Array.prototype, String: String.prototype, Number: Number.prototype,
    Boolean: Boolean.prototype, Function: Function.prototype,
    ArrayIterator: getPrototypeOf([][iterator]()), StringIterator: getPrototypeOf(''[iterator]()),
    Iterator: getPrototypeOf(getPrototypeOf([][iterator]())),
  };
  const kept = { Function: ['length', 'name'], ArrayIterator: ['next'], StringIterator: ['next'], Iterator: [] };

  function freezeAll(value) {
    const freezable = (typeof value === 'object' && value !== null) || typeof value === 'function';
    if (freezable && !isFrozen(value)) {
      freeze(value);
      for (const key of ownKeys(value)) freezeAll(value[key]);
    }
    return value;
  }

  const library = (shape) => {
    if (typeof shape === 'number') {
      return (...values) => {
        const text = call(shape, stringify(values));
        return text === undefined ? undefined : parse(text);
      };
    }
    const part = {};
    for (const [name, value] of entries(shape)) part[name] = library(value);
    return part;
  };
  const modules = freezeAll(library(parse(libraryText)));

  const replacing = (name, all) => function (pattern, replacement) {
    if (typeof pattern !== 'string' || typeof replacement !== 'string') {
      throw new Failure('String.prototype.' + name + ' takes two strings in APPSYNC_JS');
    }
    return replaceText('' + this, pattern, replacement, all);
  };
  const replacements = {
    'String.replace': replacing('replace', false),
    'String.replaceAll': replacing('replaceAll', true),
    'Array.sort': function (...values) {
      if (values.length > 0) throw new Failure('Array.prototype.sort takes no argument in APPSYNC_JS');
      return apply(sort, this, []);
    },
  };
  const statics = {
    'JSON.parse': (text) => {
      try {
        return parse(text);
      } catch {
        return '';
      }
    },
  };

  const objects = {};
  for (const [name, feature] of entries(features)) {
    const part = name === 'console' ? assign({}, modules.console) : {};
    for (const key of feature.statics) part[key] ??= statics[name + '.' + key] ?? originals[name][key];
    objects[name] = freezeAll(part);
  }
  const loop = freezeAll({
    of: (values) => {
      const inner = values[iterator]();
      let count = 0;
      const next = () => {
        const step = inner.next();
        if (!step.done) count += 1;
        if (count > loopLimit) throw new Limit('A loop makes more than ' + loopLimit + ' iterations');
        return step;
      };
      const bounded = { next };
      bounded[iterator] = () => bounded;
      return bounded;
    },
    in: (value) => {
      if (value !== null && typeof value === 'object' && keys(value).length > loopLimit) {
        throw new Limit('A loop makes more than ' + loopLimit + ' iterations');
      }
      return value;
    },
  });

  for (const [name, prototype] of entries(prototypes)) {
    const methods = features[name]?.methods ?? kept[name] ?? [];
    for (const key of getOwnPropertyNames(prototype)) {
      if (key === 'length' || methods.indexOf(key) >= 0) continue;
      delete prototype[key];
    }
    for (const key of methods) {
      const method = replacements[name + '.' + key];
      if (method) defineProperty(prototype, key, { value: method, enumerable: false });
    }
  }
  for (const name of getOwnPropertyNames(globalThis)) {
    if (name !== 'NaN' && name !== 'Infinity' && name !== 'undefined' && name !== 'globalThis') delete globalThis[name];
  }
  const { util, extensions, runtime } = modules['@aws-appsync/utils'];
  for (const [name, value] of entries(assign({}, objects, { util, extensions, runtime }))) {
    defineProperty(globalThis, name, { value, enumerable: false });
  }
  delete globalThis.globalThis;
  for (const prototype of ownKeys(prototypes)) freezeAll(prototypes[prototype]);

  let stash;
  return {
    // Top-level code runs again for every request, so that its variables live no longer than one.
    run(factory, importsText, handler, contextText) {
      const context = parse(contextText);
      context.args = context.arguments;
      stash = context.stash;
      const values = [loop];
      for (const [module, name] of parse(importsText)) {
        values.push(name === '*' ? modules[module] : modules[module][name]);
      }
      const handlers = apply(factory, undefined, values);
      return stringify(handlers[handler](freeze(context)));
    },
    takeStash() {
      const text = stringify(stash);
      stash = undefined;
      return text;
    },
  };
})`;
