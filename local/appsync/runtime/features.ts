/**
 * What the language of APPSYNC_JS 1.0.0 has. Whatever is not here does not exist in the realm that handlers run in.
 *
 * Source: AWS AppSync developer guide, "Supported runtime features" (sections "Primitive objects",
 * "Built-in objects and functions" and "Globals").
 */
export interface BuiltIn {
  /** Functions of the object itself, such as `Object.keys`. */
  readonly statics: readonly string[];
  /** Methods of its instances. */
  readonly methods: readonly string[];
}

export const builtIns = {
  Object: { statics: ['assign', 'entries', 'hasOwn', 'keys', 'values'], methods: [] },
  String: {
    statics: ['raw'],
    methods: [
      'charAt',
      'concat',
      'endsWith',
      'indexOf',
      'lastIndexOf',
      'replace',
      'replaceAll',
      'slice',
      'split',
      'startsWith',
      'toLowerCase',
      'toUpperCase',
      'trim',
      'trimEnd',
      'trimStart',
    ],
  },
  Number: { statics: ['isFinite', 'isNaN'], methods: [] },
  Math: { statics: ['random', 'min', 'max', 'round', 'floor', 'ceil'], methods: [] },
  Array: {
    statics: [],
    methods: [
      'concat',
      'fill',
      'flat',
      'indexOf',
      'join',
      'lastIndexOf',
      'pop',
      'push',
      'reverse',
      'shift',
      'slice',
      'sort',
      'splice',
      'unshift',
      'forEach',
      'map',
      'flatMap',
      'filter',
      'reduce',
      'reduceRight',
      'find',
      'some',
      'every',
      'findIndex',
      'findLast',
      'findLastIndex',
    ],
  },
  JSON: { statics: ['parse', 'stringify'], methods: [] },
  console: { statics: ['error', 'log'], methods: [] },
} as const satisfies Record<string, BuiltIn>;

/** Constants and objects that code sees without an import. */
export const globalNames: readonly string[] = [
  'NaN',
  'Infinity',
  'undefined',
  'util',
  'extensions',
  'runtime',
  ...Object.keys(builtIns),
];

/** Array methods that may be given a function; nothing else may (eslint-plugin of AppSync, rule `no-function-passing`). */
export const functionTakers: readonly string[] = [
  'map',
  'find',
  'filter',
  'findIndex',
  'findLast',
  'findLastIndex',
  'forEach',
  'reduce',
  'reduceRight',
  'every',
  'some',
  'flatMap',
];

/** Characters of code that a resolver or function may have ("AWS AppSync endpoints and quotas"). */
export const CODE_LIMIT = 32_768;

/** Iterations that one loop may make. */
export const LOOP_LIMIT = 1_000;
