import { getDirectiveValues, GraphQLIncludeDirective, GraphQLSkipDirective, Kind, print } from 'graphql';
import type { FieldNode, FragmentDefinitionNode, SelectionNode } from 'graphql';

export interface SelectionScope {
  fragments: Readonly<Record<string, FragmentDefinitionNode>>;
  variables: Readonly<Record<string, unknown>>;
}

/**
 * What a field's callers selected below it, as `ctx.info` has it. A field with an alias is named by its alias alone.
 * Source: Resolver context reference, `selectionSetList`.
 */
export function selection(
  nodes: readonly FieldNode[],
  scope: SelectionScope,
): { selectionSetList: readonly string[]; selectionSetGraphQL: string } {
  const selections = nodes.flatMap((node) => node.selectionSet?.selections ?? []);
  if (selections.length === 0) return { selectionSetList: [], selectionSetGraphQL: '' };
  return {
    selectionSetList: [...new Set(paths(selections, '', scope))],
    selectionSetGraphQL: print({ kind: Kind.SELECTION_SET, selections }),
  };
}

function paths(selections: readonly SelectionNode[], prefix: string, scope: SelectionScope): string[] {
  return selections.flatMap((node) => {
    if (!isIncluded(node, scope.variables)) return [];
    if (node.kind === Kind.FIELD) {
      const path = `${prefix}${(node.alias ?? node.name).value}`;
      return [path, ...paths(node.selectionSet?.selections ?? [], `${path}/`, scope)];
    }
    const fragment = node.kind === Kind.FRAGMENT_SPREAD ? scope.fragments[node.name.value] : node;
    return fragment ? paths(fragment.selectionSet.selections, prefix, scope) : [];
  });
}

function isIncluded(node: SelectionNode, variables: SelectionScope['variables']): boolean {
  if (getDirectiveValues(GraphQLSkipDirective, node, variables)?.if === true) return false;
  return getDirectiveValues(GraphQLIncludeDirective, node, variables)?.if !== false;
}
