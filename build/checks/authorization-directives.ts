import { Kind, parse, type ConstDirectiveNode } from 'graphql';
import { modeOfDirective } from '../../local/appsync/auth/directives.ts';
import type { ApiArtifact } from '../artifacts.ts';

/**
 * Directives that AppSync takes and that do not do what they say: those of a mode that the API does not have, which let nobody through, and `@aws_auth`,
 * which AppSync overlooks beside other modes, so that everybody of the default mode gets through.
 * Source: Configuring authorization and authentication.
 */
export function findIdleDirectives({ schema, authorization }: Pick<ApiArtifact, 'schema' | 'authorization'>): string[] {
  const modes: readonly string[] = authorization;
  const problemOf = (where: string, { name: { value } }: ConstDirectiveNode): string[] => {
    if (value === 'aws_auth')
      return [`schema (schema) ${where} has @aws_auth, which does nothing here: use @aws_cognito_user_pools`];
    const mode = modeOfDirective.get(value);
    return mode === undefined || modes.includes(mode)
      ? []
      : [`schema (schema) ${where} has @${value}, and the API has no authorization mode ${mode}`];
  };
  return parse(schema).definitions.flatMap((node) => {
    if (node.kind !== Kind.OBJECT_TYPE_DEFINITION && node.kind !== Kind.INTERFACE_TYPE_DEFINITION) return [];
    const type = node.name.value;
    return [
      ...(node.directives ?? []).flatMap((directive) => problemOf(type, directive)),
      ...(node.fields ?? []).flatMap(({ name, directives }) =>
        (directives ?? []).flatMap((directive) => problemOf(`${type}.${name.value}`, directive)),
      ),
    ];
  });
}
