import * as v from 'valibot';
import type { QueryOperations } from '../shared/query/query-service.ts';
import { encodedDocument, listAnswer } from './answers.ts';
import { limitExceeded, noSuchEntity, parseInput } from './errors.ts';
import { sizeOf } from './policy/size.ts';
import { identityPolicy } from './policy/validate.ts';
import * as s from './schema.ts';
import { findPolicy, putRole, requireRole, type IamRecords } from './state.ts';

const putInput = s.inputOf({ RoleName: s.roleName, PolicyName: s.policyName, PolicyDocument: s.document });
const oneInput = s.inputOf({ RoleName: s.roleName, PolicyName: s.policyName });
const listInput = s.inputOf({ RoleName: s.roleName, ...s.paging });
const attachInput = s.inputOf({ RoleName: s.roleName, PolicyArn: s.policyArn });
const listAttachedInput = s.inputOf({ RoleName: s.roleName, PathPrefix: v.optional(v.string(), '/'), ...s.paging });

/** Source: IAM User Guide, "IAM and AWS STS quotas": characters of all inline policies of a role, managed policies attached to it. */
const INLINE_CHARACTERS = 10_240;
const MAXIMUM_ATTACHED = 10;

/** The operations of the policies of roles. Source: IAM API Reference. */
export function rolePolicyOperations(records: IamRecords): QueryOperations {
  return { ...inlineOperations(records), ...attachmentOperations(records) };
}

function inlineOperations(records: IamRecords): QueryOperations {
  function requireInline(RoleName: string, PolicyName: string) {
    const role = requireRole(records, RoleName);
    const document = Object.hasOwn(role.policies, PolicyName) ? role.policies[PolicyName] : undefined;
    if (document === undefined) throw noSuchEntity(`The role policy with name ${PolicyName} cannot be found.`);
    return { role, document };
  }

  return {
    PutRolePolicy: async (input) => {
      const { RoleName, PolicyName, PolicyDocument } = parseInput(putInput, input);
      const role = requireRole(records, RoleName);
      identityPolicy(PolicyDocument);
      const policies = { ...role.policies, [PolicyName]: PolicyDocument };
      if (Object.values(policies).reduce((total, each) => total + sizeOf(each), 0) > INLINE_CHARACTERS)
        throw limitExceeded(`Maximum policy size of ${INLINE_CHARACTERS} bytes exceeded for role ${RoleName}`);
      await putRole(records, { ...role, policies });
      return undefined;
    },
    GetRolePolicy: (input) => {
      const { RoleName, PolicyName } = parseInput(oneInput, input);
      const { document } = requireInline(RoleName, PolicyName);
      return { RoleName, PolicyName, PolicyDocument: encodedDocument(document) };
    },
    ListRolePolicies: (input) => {
      const { RoleName, ...paging } = parseInput(listInput, input);
      const names = Object.keys(requireRole(records, RoleName).policies).sort();
      return listAnswer('PolicyNames', names, String, paging, String);
    },
    DeleteRolePolicy: async (input) => {
      const { RoleName, PolicyName } = parseInput(oneInput, input);
      const { role } = requireInline(RoleName, PolicyName);
      const policies = Object.fromEntries(Object.entries(role.policies).filter(([name]) => name !== PolicyName));
      await putRole(records, { ...role, policies });
      return undefined;
    },
  };
}

function attachmentOperations(records: IamRecords): QueryOperations {
  return {
    AttachRolePolicy: async (input) => {
      const { RoleName, PolicyArn } = parseInput(attachInput, input);
      const role = requireRole(records, RoleName);
      // Those that AWS manages are not here: what they allow is AWS's to say.
      if (!findPolicy(records, PolicyArn))
        throw noSuchEntity(`Policy ${PolicyArn} does not exist or is not attachable.`);
      if (role.attached.includes(PolicyArn)) return undefined;
      if (role.attached.length >= MAXIMUM_ATTACHED)
        throw limitExceeded(`Cannot exceed quota for PoliciesPerRole: ${MAXIMUM_ATTACHED}`);
      await putRole(records, { ...role, attached: [...role.attached, PolicyArn] });
      return undefined;
    },
    DetachRolePolicy: async (input) => {
      const { RoleName, PolicyArn } = parseInput(attachInput, input);
      const role = requireRole(records, RoleName);
      if (!role.attached.includes(PolicyArn)) throw noSuchEntity(`Policy ${PolicyArn} was not found.`);
      await putRole(records, { ...role, attached: role.attached.filter((arn) => arn !== PolicyArn) });
      return undefined;
    },
    ListAttachedRolePolicies: (input) => {
      const { RoleName, PathPrefix, ...paging } = parseInput(listAttachedInput, input);
      const attached = requireRole(records, RoleName).attached.flatMap((arn) => findPolicy(records, arn) ?? []);
      const found = attached.filter(({ path }) => path.startsWith(PathPrefix)).sort((a, b) => (a.arn < b.arn ? -1 : 1));
      return listAnswer(
        'AttachedPolicies',
        found,
        ({ arn }) => arn,
        paging,
        ({ name, arn }) => ({
          PolicyName: name,
          PolicyArn: arn,
        }),
      );
    },
  };
}
