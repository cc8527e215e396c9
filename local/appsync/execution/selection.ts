import {
  getDirectiveValues,
  getNamedType,
  GraphQLIncludeDirective,
  GraphQLSkipDirective,
  isAbstractType,
  isCompositeType,
  isUnionType,
  Kind,
  print,
} from 'graphql';
import type {
  FieldNode,
  FragmentDefinitionNode,
  GraphQLCompositeType,
  GraphQLOutputType,
  GraphQLSchema,
  SelectionNode,
} from 'graphql';

export interface SelectionScope {
  schema: GraphQLSchema;
  fragments: Readonly<Record<string, FragmentDefinitionNode>>;
  /** After coercion. */
  variableValues: Readonly<Record<string, unknown>>;
}

/**
 * What a field's callers selected below it, as `ctx.info` has it. A field with an alias is named by its alias alone. Of an interface or a
 * union, there are only the fields that are its own: what fragments select of one of its types is left out.
 * Source: Resolver context reference, `selectionSetList`.
 */
export function selection(
  nodes: readonly FieldNode[],
  type: GraphQLOutputType,
  scope: SelectionScope,
): { selectionSetList: readonly string[]; selectionSetGraphQL: string } {
  const selections = nodes.flatMap((node) => node.selectionSet?.selections ?? []);
  if (selections.length === 0) return { selectionSetList: [], selectionSetGraphQL: '' };
  return {
    selectionSetList: paths(nodes, type, '', scope),
    selectionSetGraphQL: print({ kind: Kind.SELECTION_SET, selections }),
  };
}

/** The fields that are selected of a type below `nodes`, by the names they have in the answer, and in their order. */
export function fieldsBelow(
  nodes: readonly FieldNode[],
  type: GraphQLCompositeType,
  scope: SelectionScope,
): ReadonlyMap<string, readonly FieldNode[]> {
  const found = new Map<string, FieldNode[]>();
  for (const node of included(
    nodes.flatMap(({ selectionSet }) => selectionSet?.selections ?? []),
    type,
    scope,
  )) {
    const name = (node.alias ?? node.name).value;
    found.set(name, [...(found.get(name) ?? []), node]);
  }
  return found;
}

/** The type of a field; `undefined` for `__typename`. */
export function fieldType(type: GraphQLCompositeType, node: FieldNode): GraphQLOutputType | undefined {
  return isUnionType(type) ? undefined : type.getFields()[node.name.value]?.type;
}

function paths(nodes: readonly FieldNode[], type: GraphQLOutputType, prefix: string, scope: SelectionScope): string[] {
  const named = getNamedType(type);
  if (!isCompositeType(named)) return [];
  return [...fieldsBelow(nodes, named, scope)].flatMap(([name, fields]) => {
    const [first] = fields;
    const below = first && fieldType(named, first);
    return [`${prefix}${name}`, ...(below ? paths(fields, below, `${prefix}${name}/`, scope) : [])];
  });
}

function included(
  selections: readonly SelectionNode[],
  type: GraphQLCompositeType,
  scope: SelectionScope,
): FieldNode[] {
  return selections.flatMap((node) => {
    if (!isIncluded(node, scope.variableValues)) return [];
    if (node.kind === Kind.FIELD) return [node];
    const fragment = node.kind === Kind.FRAGMENT_SPREAD ? scope.fragments[node.name.value] : node;
    if (!fragment || !appliesTo(type, fragment.typeCondition?.name.value, scope.schema)) return [];
    return included(fragment.selectionSet.selections, type, scope);
  });
}

function appliesTo(type: GraphQLCompositeType, condition: string | undefined, schema: GraphQLSchema): boolean {
  if (condition === undefined || condition === type.name) return true;
  const wider = schema.getType(condition);
  return isAbstractType(wider) && !isUnionType(type) && schema.isSubType(wider, type);
}

function isIncluded(node: SelectionNode, variables: SelectionScope['variableValues']): boolean {
  if (getDirectiveValues(GraphQLSkipDirective, node, variables)?.if === true) return false;
  return getDirectiveValues(GraphQLIncludeDirective, node, variables)?.if !== false;
}
