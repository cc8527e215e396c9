import type { AnyNode, CallExpression } from 'acorn';
import { builtIns, functionTakers, globalNames, type BuiltIn } from './features.ts';
import { isFunction, type ParsedProgram } from './program.ts';

/** One thing that AppSync refuses to save, and how a syntax node shows it. */
export interface SyntaxRule {
  readonly name: string;
  readonly message: string;
  matches(node: AnyNode, code: ParsedProgram): boolean;
}

/**
 * Source: AWS AppSync developer guide, "Supported runtime features" ("Core features", "Function", "Promises"), and
 * `@aws-appsync/eslint-plugin`, which refuses what the service refuses. `program-rules.ts` has the rules that need the whole module.
 */
export const syntaxRules: readonly SyntaxRule[] = [
  ofType('try', 'try, catch and finally are not supported', 'TryStatement'),
  ofType('throw', 'throw is not supported: use util.error()', 'ThrowStatement'),
  ofType('while', 'while is not supported: use for-of', 'WhileStatement'),
  ofType('do-while', 'do-while is not supported: use for-of', 'DoWhileStatement'),
  ofType('for', 'for(initialization; condition; afterthought) is not supported: use for-of', 'ForStatement'),
  ofType('continue', 'continue is not supported', 'ContinueStatement'),
  ofType('label', 'Labeled statements are not supported', 'LabeledStatement'),
  ofType('class', 'Classes are not supported', 'ClassDeclaration', 'ClassExpression'),
  ofType('this', 'this is not supported', 'ThisExpression'),
  ofType('new', 'Constructors are not supported', 'NewExpression'),
  ofType('await', 'await is not supported', 'AwaitExpression'),
  ofType('yield', 'Generators are not supported', 'YieldExpression'),
  ofType('update', 'The operators ++ and -- are not supported: use += 1', 'UpdateExpression'),
  ofType('dynamic-import', 'import() is not supported', 'ImportExpression'),
  {
    name: 'async',
    message: 'Async functions are not supported',
    matches: (node) => ('async' in node && node.async) || (node.type === 'ForOfStatement' && node.await),
  },
  {
    name: 'generator',
    message: 'Generators are not supported',
    matches: (node) => 'generator' in node && node.generator,
  },
  {
    name: 'bitwise-not',
    message: 'The operator ~ is not supported',
    matches: (node) => node.type === 'UnaryExpression' && node.operator === '~',
  },
  {
    name: 'in',
    message: 'The operator in is not supported: use Object.hasOwn',
    matches: (node) => node.type === 'BinaryExpression' && node.operator === 'in',
  },
  {
    name: 'instanceof',
    message: 'The operator instanceof is not supported',
    matches: (node) => node.type === 'BinaryExpression' && node.operator === 'instanceof',
  },
  {
    name: 'regex',
    message: 'Regular expression literals are not supported: use util.matches, or a string with replace',
    matches: (node) => node.type === 'Literal' && Boolean(node.regex),
  },
  {
    name: 'bigint',
    message: 'BigInt is not supported',
    matches: (node) => node.type === 'Literal' && typeof node.bigint === 'string',
  },
  {
    name: 'immediate-call',
    message: 'Calling a function expression is not supported',
    matches: (node) => node.type === 'CallExpression' && isFunction(node.callee),
  },
  {
    name: 'function-argument',
    message: `Passing a function as an argument is not supported, but for ${functionTakers.join(', ')} of arrays`,
    matches: (node, code) =>
      node.type === 'CallExpression' &&
      !isFunctionTaker(node) &&
      node.arguments.some((argument) => isFunction(argument) || namesFunction(argument, code)),
  },
  {
    name: 'function-return',
    message: 'Returning a function is not supported',
    matches: (node, code) =>
      node.type === 'ReturnStatement'
        ? isFunction(node.argument) ||
          (node.argument !== null && node.argument !== undefined && namesFunction(node.argument, code))
        : node.type === 'ArrowFunctionExpression' && node.expression && isFunction(node.body),
  },
  {
    name: 'function-reassignment',
    message: 'Assigning to a function is not supported',
    matches: (node, code) =>
      node.type === 'AssignmentExpression' && node.left.type === 'Identifier' && code.functions.has(node.left.name),
  },
  {
    name: 'built-in',
    message: 'Not among the built-in functions that are supported',
    matches: (node, code) => {
      if (node.type !== 'MemberExpression' || node.object.type !== 'Identifier') return false;
      const owner = builtIn(node.object.name);
      if (!owner || code.declared.has(node.object.name)) return false;
      return node.property.type !== 'Identifier' || node.computed || !owner.statics.includes(node.property.name);
    },
  },
  {
    name: 'global',
    message: 'Not among the names that exist in APPSYNC_JS',
    matches: (node, code) =>
      node.type === 'Identifier' && !code.declared.has(node.name) && !globalNames.includes(node.name),
  },
];

function ofType(name: string, message: string, ...types: readonly AnyNode['type'][]): SyntaxRule {
  return { name, message, matches: (node) => types.includes(node.type) };
}

function builtIn(name: string): BuiltIn | undefined {
  const table: Readonly<Record<string, BuiltIn>> = builtIns;
  return Object.hasOwn(table, name) ? table[name] : undefined;
}

function isFunctionTaker({ callee }: CallExpression): boolean {
  return (
    callee.type === 'MemberExpression' &&
    callee.property.type === 'Identifier' &&
    !callee.computed &&
    functionTakers.includes(callee.property.name)
  );
}

function namesFunction(node: AnyNode, code: ParsedProgram): boolean {
  return node.type === 'Identifier' && code.functions.has(node.name);
}
