import { buildSchema, type GraphQLField } from 'graphql';
import { awsDefinitions } from '../../local/appsync/api/definitions.ts';
import type { ApiArtifact } from '../artifacts.ts';
import { accessOf } from './dynamodb-access.ts';

const AUDIT_TABLE = 'auditEvents';
const READS = ['BatchGetItem', 'ConditionCheckItem', 'GetItem', 'Query', 'Scan'];

type Code = Pick<ApiArtifact, 'dataSources' | 'functions' | 'resolvers'>;

/**
 * The mutations of people and services that change something and leave no audit event: neither their own code nor a step writes one.
 * @param byFunctions those whose Lambda function writes the event, by `Mutation.field`, each with the reason why the resolver does not
 */
export function findUnaudited(
  { schema, ...code }: Code & Pick<ApiArtifact, 'schema'>,
  byFunctions: Readonly<Record<string, string>>,
): string[] {
  const type = buildSchema(`${awsDefinitions}\n${schema}`).getMutationType();
  const mutations = Object.values(type?.getFields() ?? {}).filter((field) => !isOfFunctionsOnly(field));
  const keys = mutations.map(({ name }) => `Mutation.${name}`);
  return [
    ...keys.flatMap((key) => {
      const does = deedsOf(key, code);
      if (Object.hasOwn(byFunctions, key)) {
        if (does.has('event')) return [`${key} writes an audit event itself: take it out of auditedByFunctions`];
        return does.has('call') ? [] : [`${key} is in auditedByFunctions and calls no function`];
      }
      return does.has('event') || does.size === 0
        ? []
        : [
            `${key} changes something and leaves no audit event: put auditItem into its transaction; where a function writes it, say so in auditedByFunctions of resolvers/wiring.ts`,
          ];
    }),
    ...Object.keys(byFunctions)
      .filter((key) => !keys.includes(key))
      .map((key) => `${key} is in auditedByFunctions and is no mutation of people and services`),
  ];
}

/** Whether only roles of AWS may call the field, which are those of Sonde's own functions. */
function isOfFunctionsOnly({ astNode }: GraphQLField<unknown, unknown>): boolean {
  const directives = (astNode?.directives ?? []).map(({ name }) => name.value);
  return directives.includes('aws_iam') && !directives.includes('aws_cognito_user_pools');
}

type Deed = 'event' | 'write' | 'call';

/** What a field's own code and its steps do that could change something. */
function deedsOf(key: string, { dataSources, functions, resolvers }: Code): Set<Deed> {
  const resolver = resolvers[key];
  const parts =
    resolver?.kind === 'PIPELINE'
      ? resolver.functions.flatMap((name) => functions[name] ?? [])
      : [resolver].flatMap((unit) => unit ?? []);
  return new Set(
    parts.flatMap(({ dataSource, code }): Deed[] => {
      const source = dataSources[dataSource];
      if (source?.type === 'AWS_LAMBDA') return ['call'];
      if (source?.type !== 'AMAZON_DYNAMODB') return [];
      const { own, named } = accessOf(code);
      const asked = [...named, [source.table, own] as const].flatMap(([table, actions]) =>
        [...actions].map((action) => ({ table, action })),
      );
      return asked.flatMap(({ table, action }): Deed[] => {
        if (READS.includes(action)) return [];
        return [table === AUDIT_TABLE && action === 'PutItem' ? 'event' : 'write'];
      });
    }),
  );
}
