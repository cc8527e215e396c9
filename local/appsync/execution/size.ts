import { Kind } from 'graphql';
import type { DocumentNode, FragmentDefinitionNode, SelectionNode, SelectionSetNode } from 'graphql';

export interface Size {
  readonly fields: number;
  /** How many fields there are one in the other. */
  readonly levels: number;
}

const NOTHING: Size = { fields: 0, levels: 0 };
const both = (one: Size, other: Size): Size => ({
  fields: one.fields + other.fields,
  levels: Math.max(one.levels, other.levels),
});

/**
 * How much the operations of a document select once every fragment is put in its place: a few fragments that spread one another can make
 * more of it than there is memory for. Fragments that spread themselves count once.
 */
export function expandedSize({ definitions }: DocumentNode): Size {
  const fragments = new Map<string, FragmentDefinitionNode>();
  for (const node of definitions) if (node.kind === Kind.FRAGMENT_DEFINITION) fragments.set(node.name.value, node);
  const known = new Map<string, Size>();

  const ofSet = (set: SelectionSetNode | undefined): Size =>
    set?.selections.reduce((sum, node) => both(sum, ofSelection(node)), NOTHING) ?? NOTHING;

  function ofSelection(node: SelectionNode): Size {
    if (node.kind === Kind.FRAGMENT_SPREAD) return ofFragment(node.name.value);
    const { fields, levels } = ofSet(node.selectionSet);
    const own = node.kind === Kind.FIELD ? 1 : 0;
    return { fields: fields + own, levels: levels + own };
  }

  function ofFragment(name: string): Size {
    const found = known.get(name);
    if (found) return found;
    known.set(name, NOTHING);
    const size = ofSet(fragments.get(name)?.selectionSet);
    known.set(name, size);
    return size;
  }

  return definitions.reduce(
    (sum, node) => (node.kind === Kind.OPERATION_DEFINITION ? both(sum, ofSet(node.selectionSet)) : sum),
    NOTHING,
  );
}
