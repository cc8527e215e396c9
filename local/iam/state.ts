import { randomBytes } from 'node:crypto';
import * as v from 'valibot';
import { anyNames } from '../shared/record.ts';
import type { Collections } from '../shared/records.ts';
import { LOCAL_ACCOUNT } from '../shared/service.ts';
import { tagMap } from '../shared/tags.ts';
import { noSuchEntity } from './errors.ts';

const roleRecord = v.object({
  name: v.string(),
  path: v.string(),
  id: v.string(),
  description: v.optional(v.string()),
  /** Milliseconds since the epoch. */
  created: v.number(),
  trustPolicy: v.string(),
  /** Seconds. */
  maxSessionDuration: v.number(),
  tags: tagMap,
  /** Texts of inline policies by their names. */
  policies: anyNames(v.string()),
  /** ARNs of managed policies. */
  attached: v.array(v.string()),
});

const policyVersion = v.object({ id: v.string(), document: v.string(), created: v.number() });

const policyRecord = v.object({
  name: v.string(),
  path: v.string(),
  arn: v.string(),
  id: v.string(),
  description: v.optional(v.string()),
  created: v.number(),
  updated: v.number(),
  tags: tagMap,
  /** At least one, the oldest first. */
  versions: v.array(policyVersion),
  defaultVersion: v.string(),
  /** The number of the next version: none is given twice. */
  nextVersion: v.number(),
});

/** Both are kept by their names in small letters: names that differ in case alone are the same to IAM. */
export const schemas = { roles: roleRecord, policies: policyRecord };

export type RoleRecord = v.InferOutput<typeof roleRecord>;
export type PolicyRecord = v.InferOutput<typeof policyRecord>;
export type PolicyVersion = v.InferOutput<typeof policyVersion>;
export type IamRecords = Collections<typeof schemas>;

export function requireRole({ roles }: IamRecords, name: string): RoleRecord {
  const role = roles.get(name.toLowerCase());
  if (role?.name !== name) throw noSuchEntity(`The role with name ${name} cannot be found.`);
  return role;
}

export async function putRole({ roles }: IamRecords, role: RoleRecord): Promise<void> {
  await roles.put(role.name.toLowerCase(), role);
}

export function findPolicy({ policies }: IamRecords, arn: string): PolicyRecord | undefined {
  const policy = policies.get(arn.slice(arn.lastIndexOf('/') + 1).toLowerCase());
  return policy?.arn === arn ? policy : undefined;
}

export function requirePolicy(records: IamRecords, arn: string): PolicyRecord {
  const policy = findPolicy(records, arn);
  if (!policy) throw noSuchEntity(`Policy ${arn} was not found.`);
  return policy;
}

export async function putPolicy({ policies }: IamRecords, policy: PolicyRecord): Promise<void> {
  await policies.put(policy.name.toLowerCase(), policy);
}

/** The text of the version of a managed policy that is in force. */
export function documentOf({ versions, defaultVersion }: PolicyRecord): string {
  return versions.find(({ id }) => id === defaultVersion)?.document ?? '';
}

export function arnOf(kind: 'role' | 'policy', { path, name }: { path: string; name: string }): string {
  return `arn:aws:iam::${LOCAL_ACCOUNT}:${kind}${path}${name}`;
}

/** Source: IAM User Guide, "IAM identifiers", unique ID prefixes. */
export function uniqueId(prefix: 'AROA' | 'ANPA'): string {
  const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';
  return prefix + Array.from(randomBytes(17), (byte) => letters[byte % letters.length]).join('');
}
