import type { AnyNode } from 'acorn';

/**
 * What the language of APPSYNC_JS 1.0.0 has. Whatever is not here does not exist in the realm that handlers run in.
 *
 * Source: AWS AppSync developer guide, "Supported runtime features" (sections "Primitive objects",
 * "Built-in objects and functions" and "Globals"). The guide lists `delete` and `length` as well, which the syntax and every string and list have.
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

/** Syntax ("Core features"). What is not here is refused, by a rule of its own or as unknown. */
export const nodeTypes: readonly AnyNode['type'][] = [
  'Program',
  'ImportDeclaration',
  'ImportSpecifier',
  'ImportDefaultSpecifier',
  'ImportNamespaceSpecifier',
  'ExportNamedDeclaration',
  'ExportSpecifier',
  'VariableDeclaration',
  'VariableDeclarator',
  'FunctionDeclaration',
  'FunctionExpression',
  'ArrowFunctionExpression',
  'BlockStatement',
  'EmptyStatement',
  'ExpressionStatement',
  'IfStatement',
  'SwitchStatement',
  'SwitchCase',
  'ReturnStatement',
  'BreakStatement',
  'ForInStatement',
  'ForOfStatement',
  'Identifier',
  'Literal',
  'TemplateLiteral',
  'TemplateElement',
  'TaggedTemplateExpression',
  'ArrayExpression',
  'ObjectExpression',
  'Property',
  'SpreadElement',
  'RestElement',
  'ObjectPattern',
  'ArrayPattern',
  'AssignmentPattern',
  'UnaryExpression',
  'BinaryExpression',
  'LogicalExpression',
  'AssignmentExpression',
  'ConditionalExpression',
  'SequenceExpression',
  'CallExpression',
  'MemberExpression',
  'ChainExpression',
];

/** Characters of code that a resolver or function may have ("AWS AppSync endpoints and quotas"). */
export const CODE_LIMIT = 32_768;

/**
 * Iterations that one loop may make, be it for-of, for-in, or an array method that is given a function. AppSync ends a longer one without a word
 * (aws/aws-appsync-community issue 371); here it is an error, for no resolver can want half of its answer.
 */
export const LOOP_LIMIT = 1_000;

/** Bytes that a request or a response may have as JSON (quota "Evaluated resolver mapping template size"). */
export const EVALUATED_LIMIT = 5 * 1024 * 1024;

/**
 * Iterations and calls of functions that one evaluation may make, and members that a list, or characters that a text may have that a method is
 * called on. AppSync documents only that a request ends after 30 s; these end, by name, what would hold up this process or use up its memory.
 */
export const STEP_LIMIT = 10_000_000;
export const LENGTH_LIMIT = 5_000_000;
