import { isObjectType, valueFromASTUntyped } from 'graphql';
import type { ConstDirectiveNode, GraphQLSchema } from 'graphql';
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

const modeOfDirective = new Map<string, AuthorizationMode>([
  ['aws_cognito_user_pools', 'AMAZON_COGNITO_USER_POOLS'],
  ['aws_iam', 'AWS_IAM'],
]);
const Arguments = v.object({ cognito_groups: v.nullish(v.array(v.string())) });

/**
 * Reads who may have each field: a field's directives beat its type's, which beat the default mode.
 * @param defaultAction `DENY`: nobody has a field without a directive
 * Source: Using additional authorization modes.
 */
export function accessRules(
  schema: GraphQLSchema,
  defaultMode: AuthorizationMode,
  defaultAction: 'ALLOW' | 'DENY' = 'ALLOW',
): AccessRules {
  const rules = new Map<string, readonly Grant[]>();
  const byDefault: readonly Grant[] = defaultAction === 'ALLOW' ? [{ mode: defaultMode }] : [];
  for (const type of Object.values(schema.getTypeMap())) {
    if (!isObjectType(type) || type.name.startsWith('__')) continue;
    const nodes = [type.astNode, ...type.extensionASTNodes].flatMap((node) => node?.directives ?? []);
    const ofType = grants(nodes) ?? byDefault;
    for (const field of Object.values(type.getFields()))
      rules.set(`${type.name}.${field.name}`, grants(field.astNode?.directives ?? []) ?? ofType);
  }
  const roots = new Set(
    [schema.getQueryType(), schema.getMutationType(), schema.getSubscriptionType()].map((type) => type?.name),
  );

  return {
    allows(caller, typeName, fieldName) {
      const field = `${typeName}.${fieldName}`;
      if (caller.mode === 'AWS_IAM' && roots.has(typeName) && !caller.allowsField(typeName, fieldName)) return false;
      return (rules.get(field) ?? byDefault).some((grant) => admits(grant, caller));
    },
  };
}

function grants(directives: readonly ConstDirectiveNode[]): readonly Grant[] | undefined {
  const found = directives.flatMap((directive) => {
    const mode = modeOfDirective.get(directive.name.value);
    return mode ? [grant(mode, directive)] : [];
  });
  return found.length > 0 ? found : undefined;
}

function grant(mode: AuthorizationMode, directive: ConstDirectiveNode): Grant {
  const values = (directive.arguments ?? []).map(
    ({ name, value }) => [name.value, valueFromASTUntyped(value)] as const,
  );
  const { cognito_groups: groups } = v.parse(Arguments, Object.fromEntries(values));
  return groups ? { mode, groups } : { mode };
}

function admits({ mode, groups }: Grant, caller: Caller): boolean {
  if (caller.mode !== mode) return false;
  if (!groups || caller.mode !== 'AMAZON_COGNITO_USER_POOLS') return true;
  return caller.identity.groups?.some((group) => groups.includes(group)) ?? false;
}
