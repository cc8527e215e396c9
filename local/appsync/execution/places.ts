import { getNamedType, isCompositeType, Kind, TypeInfo, visit, visitWithTypeInfo } from 'graphql';
import type {
  ArgumentNode,
  ASTNode,
  DirectiveNode,
  DocumentNode,
  GraphQLInputType,
  GraphQLSchema,
  VariableDefinitionNode,
} from 'graphql';

/** Where a node of a document stands: what a message about it needs. */
export interface Place {
  /** Names of the fields from the operation or fragment down to the node; empty outside of all fields. */
  path: string;
  parentType: string;
  /** Name of the type that the field or fragment around the node has. */
  type: string;
  isComposite: boolean;
  /** The argument that the node is or is in, and the type that it should have. */
  argument?: { node: ArgumentNode; type: GraphQLInputType };
  /** The directive that the node is or is in. */
  directive?: DirectiveNode;
  /** The definition of a variable that the node is in. */
  variable?: { node: VariableDefinitionNode; type: GraphQLInputType };
  /** What the node stands in. */
  parent?: ASTNode;
}

const nowhere: Place = { path: '', parentType: '', type: '', isComposite: false };

export type PlaceOf = (node: ASTNode) => Place;

/** The places of all nodes of a document. */
export function findPlaces(schema: GraphQLSchema, document: DocumentNode): PlaceOf {
  const places = new Map<ASTNode, Place>();
  const info = new TypeInfo(schema);
  const path: string[] = [];
  const around: Pick<Place, 'argument' | 'directive' | 'variable'> = {};

  visit(
    document,
    visitWithTypeInfo(info, {
      enter(node, _key, container, _nodePath, ancestors) {
        if (node.kind === Kind.FIELD || node.kind === Kind.FRAGMENT_DEFINITION) path.push(node.name.value);
        const inputType = info.getInputType();
        if (node.kind === Kind.ARGUMENT && inputType) around.argument = { node, type: inputType };
        if (node.kind === Kind.DIRECTIVE) around.directive = node;
        if (node.kind === Kind.VARIABLE_DEFINITION && inputType) around.variable = { node, type: inputType };
        const type = info.getType();
        const named = type ? getNamedType(type) : undefined;
        const place: Place = {
          path: path.join('/'),
          parentType: info.getParentType()?.name ?? '',
          type: named?.name ?? '',
          isComposite: named !== undefined && isCompositeType(named),
          ...around,
        };
        const parent = [...ancestors, ...(container ? [container] : [])].findLast((each) => 'kind' in each);
        if (parent) place.parent = parent;
        places.set(node, place);
      },
      leave(node) {
        if (node.kind === Kind.FIELD || node.kind === Kind.FRAGMENT_DEFINITION) path.pop();
        if (node.kind === Kind.ARGUMENT) delete around.argument;
        if (node.kind === Kind.DIRECTIVE) delete around.directive;
        if (node.kind === Kind.VARIABLE_DEFINITION) delete around.variable;
      },
    }),
  );
  return (node) => places.get(node) ?? nowhere;
}
