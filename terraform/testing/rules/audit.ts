import * as v from 'valibot';
import { ofType, type Resource } from '../state.ts';
import { Policy } from './permissions.ts';

const RolePolicy = v.object({ policy: Policy });
const Table = v.object({ name: v.string(), arn: v.string() });

/** What may be done with audit events: to write new ones, and to read them. */
const ALLOWED = ['dynamodb:BatchGetItem', 'dynamodb:GetItem', 'dynamodb:PutItem', 'dynamodb:Query'];

/** Nobody changes or deletes an audit event. `prefix` begins the names of tables. */
export function audit(resources: readonly Resource[], prefix: string): string[] {
  const table = ofType(resources, 'aws_dynamodb_table', Table).find(({ values }) => values.name === `${prefix}auditEvents`);
  if (!table) return ['there is no table of audit events'];
  const { arn } = table.values;
  return ofType(resources, 'aws_iam_role_policy', RolePolicy).flatMap(({ address, values: { policy } }) =>
    policy.Statement.filter(({ Effect, Resource: on }) => Effect === 'Allow' && on.some((each) => each === arn || each.startsWith(`${arn}/`)))
      .flatMap(({ Action }) => Action.filter((action) => !ALLOWED.includes(action)))
      .map((action) => `${address} may do ${action} on audit events, which are only written and read`),
  );
}
