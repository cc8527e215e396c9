import { createHash } from 'node:crypto';
import type { Alias, Key } from './state.ts';

/** What a key that AWS manages protects, by its alias. Source: AWS KMS Developer Guide, "AWS managed keys". */
const PROTECTED: Readonly<Record<string, string>> = {
  'alias/aws/backup': 'Backup data',
  'alias/aws/dynamodb': 'DynamoDB data',
  'alias/aws/ebs': 'EBS volumes',
  'alias/aws/elasticfilesystem': 'EFS filesystems',
  'alias/aws/glue': 'Glue data',
  'alias/aws/kinesis': 'Kinesis streams',
  'alias/aws/lambda': 'Lambda environment variables',
  'alias/aws/rds': 'RDS database volumes',
  'alias/aws/s3': 'S3 objects',
  'alias/aws/secretsmanager': 'Secrets Manager data',
  'alias/aws/sns': 'SNS data',
  'alias/aws/sqs': 'SQS messages',
  'alias/aws/ssm': 'SSM parameters',
  'alias/aws/timestream': 'Timestream data',
  'alias/aws/xray': 'X-Ray data',
};

/** When those keys were made: the first of January 2020, in milliseconds since the epoch. */
const CREATED = 1_577_836_800_000;

/** The keys that AWS manages, by their ids, which are the same in every process. */
export const managedKeys: ReadonlyMap<string, Key> = new Map(
  Object.entries(PROTECTED).map(([alias, data]) => {
    const id = idOf(alias);
    const description = `Default key that protects my ${data} when no other key is defined`;
    return [id, { id, description, created: CREATED, enabled: true, policy: policyOf(alias), tags: {} }];
  }),
);

export const managedAliases: ReadonlyMap<string, Alias> = new Map(
  Object.keys(PROTECTED).map((name) => [name, { name, keyId: idOf(name), created: CREATED, updated: CREATED }]),
);

function idOf(alias: string): string {
  const hex = createHash('sha256').update(alias).digest('hex');
  return [hex.slice(0, 8), hex.slice(8, 12), `4${hex.slice(13, 16)}`, `8${hex.slice(17, 20)}`, hex.slice(20, 32)].join(
    '-',
  );
}

/** Whoever may use the service in the account may use its key. */
function policyOf(alias: string): string {
  const service = alias.slice(alias.lastIndexOf('/') + 1);
  const statement = {
    Sid: `Allow access through ${service} for all principals in the account that are authorized to use it`,
    Effect: 'Allow',
    Principal: { AWS: '*' },
    Action: [
      'kms:Encrypt',
      'kms:Decrypt',
      'kms:ReEncrypt*',
      'kms:GenerateDataKey*',
      'kms:CreateGrant',
      'kms:DescribeKey',
    ],
    Resource: '*',
  };
  return JSON.stringify({ Version: '2012-10-17', Id: `auto-${service}`, Statement: [statement] });
}
