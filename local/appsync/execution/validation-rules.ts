import {
  ExecutableDefinitionsRule,
  FieldsOnCorrectTypeRule,
  FragmentsOnCompositeTypesRule,
  GraphQLError,
  isListType,
  isNonNullType,
  Kind,
  KnownArgumentNamesRule,
  KnownDirectivesRule,
  KnownFragmentNamesRule,
  KnownTypeNamesRule,
  LoneAnonymousOperationRule,
  NoFragmentCyclesRule,
  NoUndefinedVariablesRule,
  NoUnusedFragmentsRule,
  NoUnusedVariablesRule,
  OverlappingFieldsCanBeMergedRule,
  PossibleFragmentSpreadsRule,
  ProvidedRequiredArgumentsRule,
  ScalarLeafsRule,
  specifiedRules,
  UniqueDirectivesPerLocationRule,
  UniqueOperationNamesRule,
  ValuesOfCorrectTypeRule,
  VariablesAreInputTypesRule,
  VariablesInAllowedPositionRule,
} from 'graphql';
import type { ASTNode, ValidationRule } from 'graphql';
import { conflictReason } from './field-conflict.ts';
import { literalText } from './literal.ts';
import type { Place, PlaceOf } from './places.ts';
import { wrongArgument } from './wrong-literal.ts';

/** An error in AppSync's words. */
export interface Described {
  type: string;
  text: string;
  /** What the error is about, where that is not the first node of graphql-js's error. */
  nodes?: readonly (ASTNode | undefined)[];
  /** Where AppSync says that it is, if not at the fields around its first node; empty for nowhere. */
  path?: string;
}

/** Puts an error of graphql-js in AppSync's words; `undefined` where it is not known what those are. */
export type Describe = (error: GraphQLError, node: ASTNode, place: Place, placeOf: PlaceOf) => Described | undefined;

const describe = (type: string, text: string, rest: Partial<Described> = {}): Described => ({ type, text, ...rest });

const nameOf = (node: ASTNode): string =>
  'name' in node && typeof node.name === 'object' && 'value' in node.name ? node.name.value : '';

/** What graphql-js's message has in quotes, without the `$` of variables and the `@` of directives. */
const quoted = ({ message }: GraphQLError, index: number): string =>
  [...message.matchAll(/"[$@]?([^"]*)"/g)][index]?.[1] ?? '';

const wrongValue: Describe = (_error, _node, { argument, variable }) => {
  if (argument) {
    const text = wrongArgument(argument.node.name.value, argument.node.value, argument.type);
    return text === undefined ? undefined : describe('WrongType', text, { nodes: [argument.node] });
  }
  if (!variable?.node.defaultValue) return undefined;
  // A type that wraps another has no name, and graphql-java prints that as Java prints null.
  const type = isNonNullType(variable.type) || isListType(variable.type) ? 'null' : variable.type.name;
  const text = `Bad default value ${literalText(variable.node.defaultValue)} for type ${type}`;
  return describe('BadValueForDefaultArg', text, { nodes: [variable.node] });
};

const wrongFragmentType: Describe = (_error, _node, { parent, path }, placeOf) => {
  const [type, what] =
    parent?.kind === Kind.INLINE_FRAGMENT ? ['InlineFragment', 'Inline fragment'] : ['Fragment', 'Fragment'];
  const text = `${what} type condition is invalid, must be on Object/Interface/Union`;
  return describe(`${type}TypeConditionInvalid`, text, { nodes: [parent], path: parent ? placeOf(parent).path : path });
};

const wrongSelection: Describe = (_error, node, { type, isComposite, parent }) => {
  if (isComposite)
    return describe('SubSelectionRequired', `Sub selection required for type ${type} of field ${nameOf(node)}`);
  const field = parent?.kind === Kind.FIELD ? parent.name.value : '';
  const text = `Sub selection not allowed on leaf type ${type} of field ${field}`;
  return describe('SubSelectionNotAllowed', text, { nodes: [parent] });
};

const wrongSpread: Describe = (error, node, { parentType }) => {
  const isNamed = node.kind === Kind.FRAGMENT_SPREAD;
  const fragment = isNamed ? `Fragment ${nameOf(node)}` : 'Fragment';
  const [parent, type] = isNamed ? [parentType, quoted(error, 2)] : [quoted(error, 0), quoted(error, 1)];
  const text = `${fragment} cannot be spread here as objects of type ${parent} can never be of type ${type}`;
  return describe('InvalidFragmentType', text);
};

const wrongVariable: Describe = (error, definition, _place, placeOf) => {
  const use = error.nodes?.[1];
  if (definition.kind !== Kind.VARIABLE_DEFINITION || !use || !error.message.includes('used in position'))
    return undefined;
  const hasDefault = definition.defaultValue && definition.defaultValue.kind !== Kind.NULL;
  const type = quoted(error, 1);
  const effective = hasDefault && !type.endsWith('!') ? `${type}!` : type;
  const text = `Variable type '${effective}' doesn't match expected type '${quoted(error, 2)}'`;
  return describe('VariableTypeMismatch', text, { nodes: [use], path: placeOf(use).path });
};

const conflict: Describe = ({ message, nodes = [] }, _node, { path }) =>
  describe('FieldsConflict', conflictReason(message), { nodes, path: path.split('/').slice(0, -1).join('/') });

const repeatedDirective: Describe = (error, _node, _place, placeOf) => {
  const again = error.nodes?.[1];
  const on = again && placeOf(again).parent?.kind;
  if (!on) return undefined;
  const text = `Directives must be uniquely named within a location. The directive '${quoted(error, 0)}' used on a '${on}' is not unique.`;
  return describe('DuplicateDirectiveName', text, { nodes: [again], path: placeOf(again).path });
};

const repeatedOperation: Describe = (error, _node, _place, placeOf) => {
  const again = error.nodes?.[1];
  const text = `There can be only one operation named '${quoted(error, 0)}'`;
  return describe('DuplicateOperationName', text, { nodes: [again && placeOf(again).parent] });
};

/** As graphql-js's rule, with the operation that graphql-java complains of. */
const loneAnonymousOperation: ValidationRule = (context) => {
  let count = 0;
  let hasAnonymous = false;
  return {
    OperationDefinition(node) {
      if (!node.name && count > 0)
        context.reportError(new GraphQLError('Anonymous operation with other operations.', { nodes: node }));
      if (node.name && hasAnonymous)
        context.reportError(
          new GraphQLError(`Operation ${node.name.value} is following anonymous operation.`, { nodes: node }),
        );
      hasAnonymous ||= !node.name;
      count++;
    },
  };
};

/**
 * The words of AppSync, by rule, in the order in which it applies them at a node. Where no report of AppSync's own shows them, they are those of
 * graphql-java, whose form AppSync's messages have.
 */
const words: ReadonlyMap<ValidationRule, Describe> = new Map<ValidationRule, Describe>([
  [
    ExecutableDefinitionsRule,
    (_error, node) =>
      describe('NonExecutableDefinition', `The ${nameOf(node) || 'schema'} definition is not executable.`),
  ],
  [ValuesOfCorrectTypeRule, wrongValue],
  [FieldsOnCorrectTypeRule, (_error, node, { parentType }) => fieldUndefined(nameOf(node), parentType)],
  [FragmentsOnCompositeTypesRule, wrongFragmentType],
  [
    KnownArgumentNamesRule,
    (_error, node, { directive }) =>
      directive
        ? describe('UnknownDirective', `Unknown directive argument ${nameOf(node)}`)
        : describe('UnknownArgument', `Unknown field argument ${nameOf(node)}`),
  ],
  [
    KnownDirectivesRule,
    (error, node) =>
      error.message.startsWith('Unknown')
        ? describe('UnknownDirective', `Unknown directive ${nameOf(node)}`)
        : describe('MisplacedDirective', `Directive ${nameOf(node)} not allowed here`),
  ],
  [
    KnownFragmentNamesRule,
    (error, _node, { parent }) =>
      describe('UndefinedFragment', `Undefined fragment ${quoted(error, 0)}`, { nodes: [parent] }),
  ],
  [KnownTypeNamesRule, (_error, node) => describe('UnknownType', `Unknown type ${nameOf(node)}`)],
  [NoFragmentCyclesRule, ({ nodes = [] }) => describe('FragmentCycle', 'Fragment cycles not allowed', { nodes })],
  [NoUndefinedVariablesRule, (_error, node) => describe('UndefinedVariable', `Undefined variable ${nameOf(node)}`)],
  [
    NoUnusedFragmentsRule,
    (_error, node) => describe('UnusedFragment', `Unused fragment ${nameOf(node)}`, { path: '' }),
  ],
  [NoUnusedVariablesRule, (error) => describe('UnusedVariable', `Unused variable ${quoted(error, 0)}`)],
  [OverlappingFieldsCanBeMergedRule, conflict],
  [PossibleFragmentSpreadsRule, wrongSpread],
  [
    ProvidedRequiredArgumentsRule,
    (error, node) =>
      node.kind === Kind.DIRECTIVE
        ? describe('MissingDirectiveArgument', `Missing directive argument ${quoted(error, 1)}`)
        : describe('MissingFieldArgument', `Missing field argument ${quoted(error, 1)}`),
  ],
  [ScalarLeafsRule, wrongSelection],
  [
    VariablesAreInputTypesRule,
    (_error, _node, { variable, parent }) =>
      describe('NonInputTypeOnVariable', 'Wrong type for a variable', { nodes: [variable?.node ?? parent] }),
  ],
  [VariablesInAllowedPositionRule, wrongVariable],
  [loneAnonymousOperation, ({ message }) => describe('LoneAnonymousOperationViolation', message)],
  [UniqueOperationNamesRule, repeatedOperation],
  [UniqueDirectivesPerLocationRule, repeatedDirective],
]);

/** All rules; those that AppSync's words are not known of come last. */
export const rules: ReadonlyMap<ValidationRule, Describe | undefined> = new Map([
  ...words,
  ...specifiedRules
    .filter((rule) => rule !== LoneAnonymousOperationRule && !words.has(rule))
    .map((rule): [ValidationRule, undefined] => [rule, undefined]),
]);

export function fieldUndefined(field: string, type: string): Described {
  return describe('FieldUndefined', `Field '${field}' in type '${type}' is undefined`);
}
