import { randomUUID } from 'node:crypto';
import type * as v from 'valibot';
import { AwsError } from '../shared/aws-error.ts';
import type { Operations } from '../shared/operations.ts';
import { pageOf } from '../shared/page.ts';
import { LOCAL_ACCOUNT } from '../shared/service.ts';
import { fromTagList, withTags } from '../shared/tags.ts';
import { capacityOf } from './capacity.ts';
import { invalidParameter, parseInput } from './errors.ts';
import { aclArn, requireAcl } from './records.ts';
import type { Acl, WafRecords } from './records.ts';
import * as schema from './schema.ts';

/** Of a web ACL, in capacity units. Source: AWS WAF Developer Guide, "AWS WAF quotas". */
const MAXIMUM_CAPACITY = 5000;

/** Operations on web ACLs. Source: AWS WAF API Reference. */
export function aclOperations(records: WafRecords): Operations {
  const { acls, associations, logging } = records;
  return {
    CreateWebACL: async (input) => {
      const { Name, Scope: _, Tags, ...settings } = parseInput(schema.createAcl, input);
      if (acls.list().some(({ name }) => name === Name))
        throw new AwsError(
          'WAFDuplicateItemException',
          'AWS WAF couldn’t perform the operation because some resource in your request is a duplicate of an existing one.',
        );
      const tags = withTags({}, fromTagList(Tags), 'WAFLimitsExceededException');
      const capacity = requiredCapacity(settings);
      const made: Acl = { id: randomUUID(), name: Name, settings, capacity, lockToken: randomUUID(), tags };
      await acls.put(aclArn(made), made);
      return { Summary: summary(made) };
    },
    GetWebACL: (input) => {
      const { ARN, Name = '', Id = '' } = parseInput(schema.getAcl, input);
      const found = requireAcl(records, ARN ?? aclArn({ name: Name, id: Id }));
      return { WebACL: describeAcl(found), LockToken: found.lockToken };
    },
    UpdateWebACL: async (input) => {
      const { Name, Scope: _, Id, LockToken, ...settings } = parseInput(schema.updateAcl, input);
      const found = locked(records, { Name, Id, LockToken });
      const lockToken = randomUUID();
      await acls.put(aclArn(found), { ...found, settings, capacity: requiredCapacity(settings), lockToken });
      return { NextLockToken: lockToken };
    },
    DeleteWebACL: async (input) => {
      const arn = aclArn(locked(records, parseInput(schema.deleteAcl, input)));
      if (associations.list().some((each) => each.aclArn === arn) || logging.has(arn))
        throw new AwsError(
          'WAFAssociatedItemException',
          'AWS WAF couldn’t perform the operation because your resource is being used by another resource or it’s associated with another resource.',
        );
      await acls.delete(arn);
      return {};
    },
    ListWebACLs: (input) => {
      const { NextMarker, Limit } = parseInput(schema.listAcls, input);
      const { items, next } = pageOf(acls.list(), aclArn, { maximum: Limit, token: NextMarker });
      return { WebACLs: items.map(summary), NextMarker: next };
    },
  };
}

type Settings = v.InferOutput<typeof schema.keptSettings>;

function requiredCapacity({ Rules, DefaultAction, CustomResponseBodies = {} }: Settings): number {
  const blocks = [DefaultAction.Block, ...Rules.map(({ Action }) => Action?.Block)];
  for (const key of blocks.map((block) => block?.CustomResponse?.CustomResponseBodyKey))
    if (key !== undefined && !Object.hasOwn(CustomResponseBodies, key))
      throw invalidParameter(`There is no custom response body ${key}.`);
  const capacity = capacityOf(Rules.map(({ Statement }) => Statement));
  if (capacity > MAXIMUM_CAPACITY)
    throw new AwsError(
      'WAFLimitsExceededException',
      `The rules take ${capacity} capacity units, of ${MAXIMUM_CAPACITY}.`,
    );
  return capacity;
}

/** Throws `WAFOptimisticLockException` unless nobody has changed it since the token was given. */
function locked(records: WafRecords, { Name, Id, LockToken }: { Name: string; Id: string; LockToken: string }): Acl {
  const found = requireAcl(records, aclArn({ name: Name, id: Id }));
  if (found.lockToken !== LockToken)
    throw new AwsError(
      'WAFOptimisticLockException',
      'AWS WAF couldn’t save your changes because someone changed the resource after you started to edit it.',
    );
  return found;
}

function summary(acl: Acl): object {
  const { id, name, settings, lockToken } = acl;
  return { Name: name, Id: id, Description: settings.Description ?? '', LockToken: lockToken, ARN: aclArn(acl) };
}

export function describeAcl(acl: Acl): object {
  const { id, name, settings, capacity } = acl;
  return {
    Description: '',
    ...settings,
    Name: name,
    Id: id,
    ARN: aclArn(acl),
    Capacity: capacity,
    ManagedByFirewallManager: false,
    RetrofittedByFirewallManager: false,
    LabelNamespace: `awswaf:${LOCAL_ACCOUNT}:webacl:${name}:`,
  };
}
