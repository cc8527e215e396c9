/**
 * The script that turns a fresh `node:vm` context into APPSYNC_JS, run once in it. Its value is a function of:
 * the language's table and limits (`features.ts`) as JSON, the library's shape as JSON (numbers where functions are),
 * and the host's `call(number, argumentsJson)` and `replace(text, pattern, replacement, all)`.
 *
 * Everything that handlers can reach is made here, in their realm, and frozen: no request can leave anything for the next.
 */
export const realmScript = `(function (featuresText, limitsText, libraryText, call, replaceText) {
  'use strict';
  const { parse, stringify } = JSON;
  const { assign, defineProperty, entries, freeze, getOwnPropertyNames, getPrototypeOf, isFrozen, keys } = Object;
  const { apply, ownKeys } = Reflect;
  const { isArray } = Array;
  const iterator = Symbol.iterator;
  const { flat, sort } = Array.prototype;
  const [Failure, Limit] = [TypeError, RangeError];
  const features = parse(featuresText);
  const { loop: loopLimit, steps: stepLimit, length: lengthLimit, functionTakers } = parse(limitsText);
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

  let steps = 0;
  function spend(count) {
    steps += count;
    if (steps > stepLimit) throw new Limit('The code makes more than ' + stepLimit + ' steps');
  }
  const tooLong = (what) => new Limit(what + ' is longer than ' + lengthLimit);
  // A character costs little of what a member of a list does.
  const spendOn = (value) => {
    if (value.length > lengthLimit) {
      throw tooLong(typeof value === 'string' ? 'A string' : 'A list');
    }
    spend(typeof value === 'string' ? value.length >> 6 : value.length);
  };
  const tooOften = () => new Limit('A loop makes more than ' + loopLimit + ' iterations');

  // What is there once can be in JSON any number of times, and a list of nothing as long as its length. What has no end ends by the size of the stack.
  const checkSize = (value, what) => {
    let left = lengthLimit;
    const visit = (part) => {
      left -= typeof part === 'string' ? part.length >> 6 : 1;
      if (isArray(part)) left -= part.length;
      if (left < 0) throw tooLong(what);
      if (typeof part === 'object' && part !== null) for (const key in part) visit(part[key]);
    };
    try {
      visit(value);
    } catch (error) {
      if (left < 0) throw error;
    }
  };

  const library = (shape) => {
    if (typeof shape === 'number') {
      return (...values) => {
        checkSize(values, 'What a function is given');
        const argumentsText = stringify(values);
        spend(1 + (argumentsText.length >> 6));
        const text = call(shape, argumentsText);
        return text === undefined ? undefined : parse(text);
      };
    }
    const part = {};
    for (const [name, value] of entries(shape)) part[name] = library(value);
    return part;
  };
  const modules = freezeAll(library(parse(libraryText)));

  const replacing = (text, name, [pattern, replacement], all) => {
    if (typeof pattern !== 'string' || typeof replacement !== 'string') {
      throw new Failure('String.prototype.' + name + ' takes two strings in APPSYNC_JS');
    }
    return replaceText(text, pattern, replacement, all);
  };
  const replacements = {
    String: {
      replace(...values) {
        return replacing('' + this, 'replace', values, false);
      },
      replaceAll(...values) {
        return replacing('' + this, 'replaceAll', values, true);
      },
    },
    Array: {
      sort(...values) {
        if (values.length > 0) throw new Failure('Array.prototype.sort takes no argument in APPSYNC_JS');
        return apply(sort, this, []);
      },
      flat(...values) {
        checkSize(this, 'A list');
        return apply(flat, this, values);
      },
    },
  };
  const withLoopLimit = (method) => function (callback, ...rest) {
    let made = 0;
    const counted = (...values) => {
      made += 1;
      if (made > loopLimit) throw tooOften();
      return callback(...values);
    };
    const isLong = typeof callback === 'function' && this.length > loopLimit;
    return apply(method, this, [isLong ? counted : callback, ...rest]);
  };
  const guarded = (name, key, method) => {
    if (name === 'Array' && (key === 'push' || key === 'pop')) return method;
    const inner = name === 'Array' && functionTakers.indexOf(key) >= 0 ? withLoopLimit(method) : method;
    // A function that is written as a method has no prototype.
    const holder = {
      [key](...values) {
        spendOn(this);
        return apply(inner, this, values);
      },
    };
    return holder[key];
  };
  const statics = {
    'JSON.parse': (text) => {
      if (typeof text === 'string') spendOn(text);
      try {
        return parse(text);
      } catch {
        return '';
      }
    },
    'JSON.stringify': (...values) => {
      checkSize(values[0], 'What is made JSON');
      const text = apply(stringify, JSON, values);
      if (text !== undefined) spendOn(text);
      return text;
    },
  };

  const objects = {};
  for (const [name, feature] of entries(features)) {
    const part = name === 'console' ? assign({}, modules.console) : {};
    for (const key of feature.statics) part[key] ??= statics[name + '.' + key] ?? originals[name][key];
    objects[name] = freezeAll(part);
  }
  const requireList = (value) => {
    if (typeof value === 'string' || isArray(value)) return;
    const named = value === null || value === undefined;
    const what = named ? value : (typeof value === 'object' ? 'an ' : 'a ') + typeof value;
    throw new Failure(what + ' is not iterable');
  };
  const guard = freezeAll({
    step: () => {
      spend(1);
    },
    of: (values) => {
      requireList(values);
      const inner = values[iterator]();
      let count = 0;
      const next = () => {
        const step = inner.next();
        if (!step.done) {
          count += 1;
          spend(1);
        }
        if (count > loopLimit) throw tooOften();
        return step;
      };
      const bounded = { next };
      bounded[iterator] = () => bounded;
      return bounded;
    },
    in: (value) => {
      if (value === null || value === undefined) return value;
      const { length } = keys(value);
      if (length > loopLimit) throw tooOften();
      spend(length);
      return value;
    },
    all: (values) => {
      requireList(values);
      spendOn(values);
      return values;
    },
  });

  for (const [name, prototype] of entries(prototypes)) {
    const methods = features[name]?.methods;
    for (const key of getOwnPropertyNames(prototype)) {
      if (key === 'length' || (methods ?? kept[name] ?? []).indexOf(key) >= 0) continue;
      delete prototype[key];
    }
    for (const key of methods ?? []) {
      const value = guarded(name, key, replacements[name]?.[key] ?? prototype[key]);
      defineProperty(prototype, key, { value, enumerable: false });
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

  const toJson = (value, what) => {
    checkSize(value, what);
    try {
      return stringify(value);
    } catch (error) {
      if (error instanceof Limit) throw error;
      throw new Failure(what + ' refers to itself, which JSON cannot say');
    }
  };
  // "Resolver context reference": what is read by its name alone, and left out of JSON.
  const hide = (object, name, value) => defineProperty(object, name, { value, enumerable: false });
  let stash;
  return {
    // Top-level code runs again for every request, so that its variables live no longer than one.
    run(factory, importsText, handler, contextText) {
      steps = 0;
      const context = parse(contextText);
      const { info } = context;
      hide(context, 'args', context.arguments);
      hide(context, 'env', context.env);
      hide(info, 'selectionSetList', info.selectionSetList);
      hide(info, 'selectionSetGraphQL', info.selectionSetGraphQL);
      stash = context.stash;
      const values = [guard];
      for (const [module, name] of parse(importsText)) {
        values.push(name === '*' ? modules[module] : modules[module][name]);
      }
      const handlers = apply(factory, undefined, values);
      return toJson(handlers[handler](freeze(context)), 'What the handler returns');
    },
    takeStash() {
      const left = stash;
      stash = undefined;
      return toJson(left, 'The stash');
    },
  };
})`;
