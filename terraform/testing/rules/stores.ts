import * as v from 'valibot';
import { ofType, type Resource } from '../state.ts';

const LogGroup = v.object({ retention_in_days: v.nullable(v.number()) });

const Table = v.object({
  point_in_time_recovery: v.array(v.object({ enabled: v.boolean() })),
  server_side_encryption: v.array(v.object({ enabled: v.boolean() })),
});

const Bucket = v.object({ id: v.string() });

const AccessBlock = v.object({
  bucket: v.string(),
  block_public_acls: v.nullable(v.boolean()),
  block_public_policy: v.nullable(v.boolean()),
  ignore_public_acls: v.nullable(v.boolean()),
  restrict_public_buckets: v.nullable(v.boolean()),
});

/** Logs end, tables can be restored and are encrypted with a key that is recorded, no bucket can be public. */
export function stores(resources: readonly Resource[]): string[] {
  const endless = ofType(resources, 'aws_cloudwatch_log_group', LogGroup).filter(
    ({ values }) => !values.retention_in_days,
  );
  const tables = ofType(resources, 'aws_dynamodb_table', Table);
  const blocked = new Set(
    ofType(resources, 'aws_s3_bucket_public_access_block', AccessBlock)
      .filter(({ values: { bucket: _, ...blocks } }) => Object.values(blocks).every((block) => block === true))
      .map(({ values }) => values.bucket),
  );
  const open = ofType(resources, 'aws_s3_bucket', Bucket).filter(({ values }) => !blocked.has(values.id));
  return [
    ...endless.map(({ address }) => `${address} keeps logs for ever`),
    ...tables
      .filter(({ values }) => !values.point_in_time_recovery[0]?.enabled)
      .map(({ address }) => `${address} cannot be restored to a point in time`),
    ...tables
      .filter(({ values }) => !values.server_side_encryption[0]?.enabled)
      .map(({ address }) => `${address} is encrypted with a key that nothing records the use of`),
    ...open.map(({ address }) => `${address} could be made public`),
  ];
}
