import * as v from 'valibot';
import { ofType, type Resource } from '../state.ts';
import { Policy, type Statement } from './permissions.ts';

const Table = v.object({ server_side_encryption: v.array(v.object({ kms_key_arn: v.unknown() })) });
const Queue = v.object({ kms_master_key_id: v.unknown(), sqs_managed_sse_enabled: v.unknown() });
const Database = v.object({ kms_key_id: v.unknown() });
const RolePolicy = v.object({ policy: Policy });

/** What every caller of a service needs of the key that its data are encrypted with. */
const NEEDED = 'kms:Decrypt';

/** Every queue is encrypted; and who calls a service that encrypts with a key of one's own may use that key, through that service. */
export function keys(resources: readonly Resource[]): string[] {
  const unencrypted = ofType(resources, 'aws_sqs_queue', Queue).filter(
    ({ values }) => values.sqs_managed_sse_enabled !== true && !isKey(values.kms_master_key_id),
  );
  const used = keysInUse(resources);
  const refused = ofType(resources, 'aws_iam_role_policy', RolePolicy).flatMap(({ address, values: { policy } }) =>
    used
      .filter(({ service }) => calls(policy.Statement, service))
      .filter(({ service, key }) => !policy.Statement.some((statement) => admits(statement, service, key)))
      .map(({ service, key }) => `${address} calls ${service}, and may not use its key ${key}`),
  );
  return [...unencrypted.map(({ address }) => `${address} is not encrypted`), ...refused];
}

interface KeyInUse {
  /** Its prefix in IAM, such as `dynamodb`. */
  service: string;
  key: string;
}

function keysInUse(resources: readonly Resource[]): KeyInUse[] {
  const found: Record<string, unknown[]> = {
    dynamodb: ofType(resources, 'aws_dynamodb_table', Table).map(
      ({ values }) => values.server_side_encryption[0]?.kms_key_arn,
    ),
    sqs: ofType(resources, 'aws_sqs_queue', Queue).map(({ values }) => values.kms_master_key_id),
    timestream: ofType(resources, 'aws_timestreamwrite_database', Database).map(({ values }) => values.kms_key_id),
  };
  return Object.entries(found).flatMap(([service, all]) =>
    [...new Set(all.filter(isKey))].map((key) => ({ service, key })),
  );
}

// A mocked provider makes up a word where the configuration has no key.
function isKey(value: unknown): value is string {
  return typeof value === 'string' && /^arn:[a-z-]+:kms:[a-z0-9-]+:\d{12}:key\//.test(value);
}

function calls(statements: readonly Statement[], service: string): boolean {
  return statements.some(({ Action }) => Action.some((action) => action.startsWith(`${service}:`)));
}

function admits({ Effect, Action, Resource, Condition }: Statement, service: string, key: string): boolean {
  const [, , , region] = key.split(':');
  const via = v.safeParse(v.array(v.string()), Condition.StringEquals?.['kms:ViaService']);
  return (
    Effect === 'Allow' &&
    Action.includes(NEEDED) &&
    Resource.includes(key) &&
    via.success &&
    via.output.includes(`${service}.${region ?? ''}.amazonaws.com`)
  );
}
