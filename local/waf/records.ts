import * as v from 'valibot';
import { localArn } from '../shared/arns.ts';
import type { Collections } from '../shared/records.ts';
import { tagMap } from '../shared/tags.ts';
import { nonexistent } from './errors.ts';
import { keptSettings, loggingConfiguration } from './schema.ts';

const acl = v.object({
  id: v.string(),
  name: v.string(),
  settings: keptSettings,
  /** In capacity units. */
  capacity: v.number(),
  lockToken: v.string(),
  tags: tagMap,
});

/** Web ACLs by their ARNs; associations by the ARN of the protected resource; logging configurations by the ARN of the web ACL. */
export const schemas = {
  acls: acl,
  associations: v.object({ resourceArn: v.string(), aclArn: v.string() }),
  logging: loggingConfiguration,
};
export type WafRecords = Collections<typeof schemas>;
export type Acl = v.InferOutput<typeof acl>;

export const aclArn = ({ name, id }: { name: string; id: string }): string =>
  localArn('wafv2', `regional/webacl/${name}/${id}`);

/** Throws `WAFNonexistentItemException`. */
export function requireAcl({ acls }: WafRecords, arn: string): Acl {
  const found = acls.get(arn);
  if (!found) throw nonexistent();
  return found;
}
