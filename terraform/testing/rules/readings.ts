import * as v from 'valibot';
import { ReadingsLocation } from '../../../functions/shared/readings/location.ts';
import { ofType, type Resource } from '../state.ts';
import { Policy } from './permissions.ts';

const Lambda = v.object({
  function_name: v.string(),
  environment: v.array(v.object({ variables: v.looseObject({ READINGS_STORE: v.optional(ReadingsLocation) }) })),
});
const RolePolicy = v.object({ name: v.string(), policy: Policy });
const Table = v.object({ name: v.string(), arn: v.string() });

type Kind = ReadingsLocation['kind'];

/** What the actions on the data of each kind of store begin with. */
const SERVICES: Readonly<Record<Kind, string>> = { timestream: 'timestream:', dynamodb: 'dynamodb:' };

/** The kinds of stores that there are tables of. `prefix` begins the names of tables. */
export function readingsStores(resources: readonly Resource[], prefix: string): Set<Kind> {
  return new Set([
    ...ofType(resources, 'aws_timestreamwrite_table', v.object({})).map(() => 'timestream' as const),
    ...readingsTables(resources, prefix).map(() => 'dynamodb' as const),
  ]);
}

/** Who has to do with readings may do something in the store that it is told of, and nothing in another one. `prefix` begins the names of tables. */
export function readings(resources: readonly Resource[], prefix: string): string[] {
  const tables = readingsTables(resources, prefix).map(({ values }) => values.arn);
  const policies = ofType(resources, 'aws_iam_role_policy', RolePolicy);
  return ofType(resources, 'aws_lambda_function', Lambda).flatMap(({ address, values }) => {
    const told = values.environment[0]?.variables.READINGS_STORE?.kind;
    const statements = policies.filter(({ values: { name } }) => name === values.function_name).flatMap(({ values: { policy } }) => policy.Statement);
    const may = (kind: Kind): boolean =>
      statements.some(
        ({ Action, Resource: on }) =>
          Action.some((action) => action.startsWith(SERVICES[kind])) &&
          (kind === 'timestream' || on.some((arn) => tables.some((table) => arn === table || arn.startsWith(`${table}/`)))),
      );
    return [
      ...(told !== undefined && !may(told) ? [`${address} is told of readings in ${told}, and may do nothing there`] : []),
      ...(['timestream', 'dynamodb'] as const)
        .filter((kind) => kind !== told && may(kind))
        .map((kind) => `${address} may reach readings in ${kind}, and is not told of them`),
    ];
  });
}

function readingsTables(resources: readonly Resource[], prefix: string) {
  return ofType(resources, 'aws_dynamodb_table', Table).filter(({ values }) => values.name === `${prefix}readings`);
}
