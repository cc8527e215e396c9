import { Kind, visit, type ASTNode, type DirectiveNode, type DocumentNode, type ValueNode } from 'graphql';

/** What AppSync has and the stand-in has not, by the directive, and what would be right here. */
const notHere = new Map([
  ['aws_oidc', 'its mode OPENID_CONNECT'],
  ['aws_lambda', 'its mode AWS_LAMBDA'],
]);
const INSTEAD = 'use @aws_cognito_user_pools, @aws_iam or @aws_api_key';

/** The first thing in AppSync's directives in a schema that would not be what it says, and where it is. */
export function directiveProblem(document: DocumentNode): { message: string; node: ASTNode } | undefined {
  const found: { message: string; node: ASTNode }[] = [];
  visit(document, {
    Directive(node) {
      const message = problemOf(node);
      if (message !== undefined) found.push({ message, node });
    },
    ObjectTypeExtension(node) {
      const name = node.name.value;
      found.push({ message: `AppSync knows no extensions: put what extends ${name} into type ${name}`, node });
    },
  });
  return found[0];
}

function problemOf({ name, arguments: given }: DirectiveNode): string | undefined {
  const mode = notHere.get(name.value);
  if (mode !== undefined) return `not supported here: @${name.value} with ${mode}; ${INSTEAD}`;
  const value = (argument: string) => given?.find((each) => each.name.value === argument)?.value;
  const mutations = name.value === 'aws_subscribe' ? value('mutations') : undefined;
  if (mutations && !isNames(mutations)) return 'mutations of @aws_subscribe is a list of names of mutations';
  const groups = value('cognito_groups');
  return groups && groupsProblem(name.value, groups);
}

/** One text is a list of it, as everywhere in GraphQL. */
function isNames(value: ValueNode): boolean {
  return value.kind === Kind.LIST ? value.values.every(isText) : isText(value);
}

const isText = ({ kind }: ValueNode): boolean => kind === Kind.STRING;

function groupsProblem(directive: string, value: ValueNode): string | undefined {
  const where = `cognito_groups of @${directive}`;
  if (value.kind === Kind.NULL) return undefined;
  if (!isNames(value)) return `${where} is a list of names of groups`;
  // AWS does not document whether such a list is for nobody or for everybody.
  if (value.kind === Kind.LIST && value.values.length === 0)
    return `not supported here: an empty list as ${where}; name a group, or leave the list out`;
  return undefined;
}
