import type { Role, Roles } from '../shared/ports.ts';
import { LOCAL_ACCOUNT } from '../shared/service.ts';
import { partsOf } from '../shared/wildcard.ts';
import type { KnownKeys } from './policy/conditions.ts';
import type { PolicyDocument } from './policy/document.ts';
import { isAllowed, isTrusted } from './policy/evaluate.ts';
import { identityPolicy, trustPolicy } from './policy/validate.ts';
import { arnOf, documentOf, findPolicy, type IamRecords, type PolicyRecord, type RoleRecord } from './state.ts';

/** The roles as other services see them, held to the policies of the moment of asking. */
export function rolesOf(records: IamRecords): Roles {
  // A record is replaced when it changes, so what was parsed of it stays right.
  const inlineOf = once((role: RoleRecord) => Object.values(role.policies).map(identityPolicy));
  const managedOf = once((policy: PolicyRecord) => identityPolicy(documentOf(policy)));
  const trustOf = once((role: RoleRecord) => trustPolicy(role.trustPolicy));

  function current(arn: string): RoleRecord | undefined {
    const role = records.roles.get(arn.slice(arn.lastIndexOf('/') + 1).toLowerCase());
    return role && arnOf('role', role) === arn ? role : undefined;
  }

  function policiesOf(role: RoleRecord): readonly PolicyDocument[] {
    const managed = role.attached.flatMap((arn) => findPolicy(records, arn) ?? []);
    return [...inlineOf(role), ...managed.map(managedOf)];
  }

  return {
    find(arn): Role | undefined {
      if (!current(arn)) return undefined;
      return {
        arn,
        trusts(service) {
          const role = current(arn);
          return role !== undefined && isTrusted(trustOf(role), service);
        },
        allows(action, resource) {
          const role = current(arn);
          return role !== undefined && isAllowed(policiesOf(role), { action, resource, known: knownOf(arn, resource) });
        },
      };
    },
  };
}

/** Source: IAM User Guide, "AWS global condition context keys". */
function knownOf(roleArn: string, resource: string): KnownKeys {
  const account = partsOf(resource)[4] ?? '';
  return new Map([
    ['aws:principalarn', roleArn],
    ['aws:principalaccount', LOCAL_ACCOUNT],
    ...(account === '' ? [] : [['aws:resourceaccount', account] as const]),
  ]);
}

function once<Given extends object, Result>(make: (given: Given) => Result): (given: Given) => Result {
  const made = new WeakMap<Given, { result: Result }>();
  return (given) => {
    const found = made.get(given) ?? { result: make(given) };
    made.set(given, found);
    return found.result;
  };
}
