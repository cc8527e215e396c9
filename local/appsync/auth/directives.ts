import { isObjectType, valueFromAST } from 'graphql';
import type { ConstDirectiveNode, GraphQLObjectType, GraphQLSchema } from 'graphql';
import * as v from 'valibot';
import type { AuthorizationMode, Caller } from './caller.ts';

interface Grant {
  mode: AuthorizationMode;
  /** `undefined`: every caller of the mode. */
  groups?: readonly string[];
}

/** Says whether a caller may have a field. */
export interface AccessRules {
  allows(caller: Caller, typeName: string, fieldName: string): boolean;
}

/** The modes of an API and what they let through by themselves. */
export interface Authorization {
  /** The default one first, one for each of the API's providers. */
  modes: readonly AuthorizationMode[];
  /** `DENY`: users of the default user pool have no field without a directive; `ALLOW` unless given. */
  defaultAction?: 'ALLOW' | 'DENY' | undefined;
}

/** The mode that each directive lets callers in by; `@aws_auth` names none. */
export const modeOfDirective: ReadonlyMap<string, AuthorizationMode> = new Map<string, AuthorizationMode>([
  ['aws_api_key', 'API_KEY'],
  ['aws_cognito_user_pools', 'AMAZON_COGNITO_USER_POOLS'],
  ['aws_iam', 'AWS_IAM'],
]);
const SINGLE_MODE_DIRECTIVE = 'aws_auth';
const Groups = v.nullish(v.array(v.string()));

/**
 * Reads who may have each field: a field's directives beat its type's, which beat the default mode. Directives of interfaces and their fields say
 * nothing of the objects that implement them.
 *
 * `@aws_auth` and the default action `DENY` are AppSync's oldest, of when an API had one user pool and nothing else. There they are about the fields of
 * `Query`, `Mutation` and `Subscription`, and none below; beside other providers `@aws_auth` is overlooked, and the default mode stands.
 * Source: Configuring authorization and authentication; aws/aws-appsync-community issue 275.
 */
export function accessRules(schema: GraphQLSchema, { modes, defaultAction = 'ALLOW' }: Authorization): AccessRules {
  const [defaultMode] = modes;
  const hasOnePool = modes.length === 1 && defaultMode === 'AMAZON_COGNITO_USER_POOLS';
  const roots = [schema.getQueryType(), schema.getMutationType(), schema.getSubscriptionType()];

  function grants(directives: readonly ConstDirectiveNode[], isRoot: boolean): readonly Grant[] | undefined {
    const found = directives.flatMap((directive) => {
      const name = directive.name.value;
      const isOldest = name === SINGLE_MODE_DIRECTIVE && hasOnePool && isRoot;
      const mode = isOldest ? defaultMode : modeOfDirective.get(name);
      return mode ? [grant(mode, directive, schema)] : [];
    });
    return found.length > 0 ? found : undefined;
  }

  function grantsByDefault(isRoot: boolean): readonly Grant[] {
    const isDenied = defaultAction === 'DENY' && (isRoot || !hasOnePool);
    return defaultMode === undefined || isDenied ? [] : [{ mode: defaultMode }];
  }

  const rules = new Map<string, readonly Grant[]>();
  for (const type of Object.values(schema.getTypeMap())) {
    if (!isObjectType(type) || type.name.startsWith('__')) continue;
    const isRoot = roots.includes(type);
    const ofType = grants(directivesOf(type), isRoot) ?? grantsByDefault(isRoot);
    for (const field of Object.values(type.getFields()))
      rules.set(`${type.name}.${field.name}`, grants(field.astNode?.directives ?? [], isRoot) ?? ofType);
  }
  return {
    allows: (caller, typeName, fieldName) =>
      rules.get(`${typeName}.${fieldName}`)?.some((each) => admits(each, caller)) ?? false,
  };
}

const directivesOf = ({ astNode, extensionASTNodes }: GraphQLObjectType): readonly ConstDirectiveNode[] =>
  [astNode, ...extensionASTNodes].flatMap((node) => node?.directives ?? []);

function grant(mode: AuthorizationMode, directive: ConstDirectiveNode, schema: GraphQLSchema): Grant {
  const definition = schema.getDirective(directive.name.value)?.args.find(({ name }) => name === 'cognito_groups');
  const given = directive.arguments?.find(({ name }) => name.value === 'cognito_groups');
  const groups = v.parse(Groups, definition && given && valueFromAST(given.value, definition.type));
  return groups ? { mode, groups } : { mode };
}

function admits({ mode, groups }: Grant, caller: Caller): boolean {
  if (caller.mode !== mode) return false;
  if (!groups || caller.mode !== 'AMAZON_COGNITO_USER_POOLS') return true;
  return caller.identity.groups?.some((group) => groups.includes(group)) ?? false;
}
