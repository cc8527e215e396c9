import type { AnyNode, CallExpression } from 'acorn';
import { builtIns, functionTakers, globalNames, nodeTypes, type BuiltIn } from './features.ts';
import { bindingOf, functionNamed, globalName, isFunction, type ParsedProgram } from './program.ts';

/** One thing that AppSync refuses to save, and how a syntax node shows it. */
export interface SyntaxRule {
  readonly name: string;
  readonly message: string;
  matches(node: AnyNode, code: ParsedProgram): boolean;
}

/**
 * What one node is enough to see. `no-…` are the names of the rules of `@aws-appsync/eslint-plugin`, by which the service itself refuses code
 * (aws/aws-appsync-community issue 325); the others follow from the AWS AppSync developer guide, "Supported runtime features".
 */
export const syntaxRules: readonly SyntaxRule[] = [
  ofType('no-try', 'try, catch and finally are not supported', 'TryStatement'),
  ofType('throw', 'throw is not supported: use util.error()', 'ThrowStatement'),
  ofType('no-while', 'while is not supported: use for-of', 'WhileStatement', 'DoWhileStatement'),
  ofType('no-for', 'for(initialization; condition; afterthought) is not supported: use for-of', 'ForStatement'),
  ofType('no-continue', 'continue is not supported', 'ContinueStatement'),
  ofType('no-labels', 'Labeled statements are not supported', 'LabeledStatement'),
  ofType('no-classes', 'Classes are not supported', 'ClassDeclaration', 'ClassExpression'),
  ofType('no-this', 'this is not supported', 'ThisExpression'),
  ofType('no-await', 'await is not supported', 'AwaitExpression'),
  ofType('no-yield', 'Generators are not supported', 'YieldExpression'),
  ofType('dynamic-import', 'import() is not supported', 'ImportExpression'),
  {
    name: 'no-promise',
    message: 'Promises are not supported',
    matches: (node) =>
      node.type === 'NewExpression' && node.callee.type === 'Identifier' && node.callee.name === 'Promise',
  },
  ofType('new', 'Constructors are not supported', 'NewExpression'),
  {
    name: 'no-async',
    message: 'Async functions are not supported',
    matches: (node) => ('async' in node && node.async) || (node.type === 'ForOfStatement' && node.await),
  },
  {
    name: 'no-generators',
    message: 'Generators are not supported',
    matches: (node) => 'generator' in node && node.generator,
  },
  {
    name: 'no-disallowed-unary-operators',
    message: 'The operators ++, -- and ~ are not supported: use += 1',
    matches: (node) => node.type === 'UpdateExpression' || (node.type === 'UnaryExpression' && node.operator === '~'),
  },
  {
    name: 'no-disallowed-binary-operators',
    message: 'The operator instanceof is not supported',
    matches: (node) => node.type === 'BinaryExpression' && node.operator === 'instanceof',
  },
  {
    name: 'no-in-operator',
    message: 'The operator in is not supported: use Object.hasOwn',
    matches: (node) => node.type === 'BinaryExpression' && node.operator === 'in',
  },
  {
    name: 'no-regex',
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
    name: 'no-function-passing',
    message: `Passing a function as an argument is not supported, but for ${functionTakers.join(', ')} of arrays`,
    matches: (node, code) =>
      node.type === 'CallExpression' &&
      !isFunctionTaker(node) &&
      node.arguments.some((argument) => isFunction(argument) || functionNamed(argument, code)),
  },
  {
    name: 'no-function-return',
    message: 'Returning a function is not supported',
    matches: (node, code) => {
      const returned = node.type === 'ReturnStatement' ? node.argument : undefined;
      const value = node.type === 'ArrowFunctionExpression' && node.expression ? node.body : returned;
      return isFunction(value) || functionNamed(value, code) !== undefined;
    },
  },
  {
    name: 'no-function-reassign',
    message: 'Giving a function another name is not supported',
    matches: (node, code) =>
      (node.type === 'VariableDeclarator' && functionNamed(node.init, code) !== undefined) ||
      (node.type === 'AssignmentExpression' && functionNamed(node.right, code) !== undefined),
  },
  {
    name: 'function-assignment',
    message: 'Assigning to a function is not supported',
    matches: (node, code) => code.references.get(node)?.isWrite === true && functionNamed(node, code) !== undefined,
  },
  {
    name: 'import-assignment',
    message: 'What is imported cannot be assigned to',
    matches: (node, code) => code.references.get(node)?.isWrite === true && bindingOf(node, code)?.kind === 'import',
  },
  {
    name: 'accessor',
    message: 'Getters and setters are not supported',
    matches: (node) => node.type === 'Property' && node.kind !== 'init',
  },
  {
    name: 'prototype',
    message: 'Setting a prototype is not supported',
    matches: (node, code) =>
      node.type === 'Property' &&
      code.parents.get(node)?.type === 'ObjectExpression' &&
      !node.computed &&
      !node.shorthand &&
      !node.method &&
      keyOf(node.key) === '__proto__',
  },
  {
    name: 'conversion',
    message: 'Methods that convert an object are not called',
    matches: (node) =>
      (node.type === 'Property' && !node.computed && isConversion(keyOf(node.key)) && isFunction(node.value)) ||
      (node.type === 'AssignmentExpression' &&
        node.left.type === 'MemberExpression' &&
        isConversion(keyOf(node.left.property)) &&
        isFunction(node.right)),
  },
  {
    name: 'tagged-template',
    message: 'Templates with a tag other than String.raw are not supported',
    matches: (node, code) =>
      node.type === 'TaggedTemplateExpression' &&
      !(
        node.tag.type === 'MemberExpression' &&
        globalName(node.tag.object, code) === 'String' &&
        keyOf(node.tag.property) === 'raw'
      ),
  },
  {
    name: 'no-disallowed-methods',
    message: 'Not among the built-in functions that are supported',
    matches: (node, code) => {
      if (node.type === 'CallExpression') return builtIn(globalName(node.callee, code)) !== undefined;
      const owner = node.type === 'MemberExpression' ? builtIn(globalName(node.object, code)) : undefined;
      if (!owner || node.type !== 'MemberExpression') return false;
      return node.property.type !== 'Identifier' || node.computed || !owner.statics.includes(node.property.name);
    },
  },
  {
    name: 'global',
    message: 'Not among the names that exist in APPSYNC_JS',
    matches: (node, code) => {
      const name = globalName(node, code);
      return name !== undefined && !globalNames.includes(name);
    },
  },
  {
    name: 'global-assignment',
    message: 'What APPSYNC_JS gives cannot be assigned to',
    matches: (node, code) =>
      globalNames.includes(globalName(node, code) ?? '') && code.references.get(node)?.isWrite === true,
  },
];

/** For whatever no other rule knows, so that what JavaScript is yet to get is refused as well. */
export const unknownSyntax: SyntaxRule = {
  name: 'unsupported',
  message: 'Not among the syntax that is supported',
  matches: ({ type }) => !nodeTypes.includes(type),
};

/** The name of a property where it is written down. */
export function keyOf(key: AnyNode): string {
  if (key.type === 'Identifier') return key.name;
  return key.type === 'Literal' ? String(key.value) : '';
}

function ofType(name: string, message: string, ...types: readonly AnyNode['type'][]): SyntaxRule {
  return { name, message, matches: (node) => types.includes(node.type) };
}

function builtIn(name: string | undefined): BuiltIn | undefined {
  const table: Readonly<Record<string, BuiltIn>> = builtIns;
  return name !== undefined && Object.hasOwn(table, name) ? table[name] : undefined;
}

function isConversion(name: string): boolean {
  return name === 'toJSON' || name === 'toString' || name === 'valueOf';
}

function isFunctionTaker({ callee }: CallExpression): boolean {
  return (
    callee.type === 'MemberExpression' &&
    callee.property.type === 'Identifier' &&
    !callee.computed &&
    functionTakers.includes(callee.property.name)
  );
}
