import * as v from 'valibot';
import type { QueryOperations } from '../shared/query/query-service.ts';
import type { Clock } from '../shared/service.ts';
import { withoutTags } from '../shared/tags.ts';
import type { XmlElements } from '../shared/xml.ts';
import { dateTime, encodedDocument, listAnswer, tagged, tagsAnswer, tagsOf } from './answers.ts';
import { alreadyExists, deleteConflict, limitExceeded, parseInput } from './errors.ts';
import { requireSize } from './policy/size.ts';
import { trustPolicy } from './policy/validate.ts';
import * as s from './schema.ts';
import { arnOf, putRole, requireRole, uniqueId, type IamRecords, type RoleRecord } from './state.ts';

const createRoleInput = s.inputOf({
  RoleName: s.roleName,
  AssumeRolePolicyDocument: s.document,
  Path: s.path,
  Description: v.optional(s.description),
  MaxSessionDuration: v.optional(s.maxSessionDuration, '3600'),
  Tags: s.tags,
});
const roleInput = s.inputOf({ RoleName: s.roleName });
const listRolesInput = s.inputOf({ PathPrefix: v.optional(v.string(), '/'), ...s.paging });
const updateRoleInput = s.inputOf({
  RoleName: s.roleName,
  Description: v.optional(s.description),
  MaxSessionDuration: v.optional(s.maxSessionDuration),
});
const updateRoleDescriptionInput = s.inputOf({ RoleName: s.roleName, Description: s.description });
const updateTrustInput = s.inputOf({ RoleName: s.roleName, PolicyDocument: s.document });
const tagRoleInput = s.inputOf({ RoleName: s.roleName, Tags: s.tags });
const untagRoleInput = s.inputOf({ RoleName: s.roleName, TagKeys: s.tagKeys });
const listForRoleInput = s.inputOf({ RoleName: s.roleName, ...s.paging });

/** Sources: IAM User Guide, "IAM and AWS STS quotas": roles in an account, characters of a trust policy without white space. */
const MAXIMUM_ROLES = 1000;
const TRUST_POLICY_CHARACTERS = 2048;

/** The operations of roles, their policies left out. Source: IAM API Reference. */
export function roleOperations(records: IamRecords, clock: Clock): QueryOperations {
  return {
    CreateRole: async (input) => {
      const given = parseInput(createRoleInput, input);
      const role: RoleRecord = {
        name: given.RoleName,
        path: given.Path,
        id: uniqueId('AROA'),
        description: given.Description,
        created: clock(),
        trustPolicy: checkedTrust(given.RoleName, given.AssumeRolePolicyDocument),
        maxSessionDuration: given.MaxSessionDuration,
        tags: tagged({}, given.Tags),
        policies: {},
        attached: [],
      };
      if (records.roles.has(role.name.toLowerCase()))
        throw alreadyExists(`Role with name ${role.name} already exists.`);
      if (records.roles.keys().length >= MAXIMUM_ROLES)
        throw limitExceeded(`Cannot exceed quota for RolesPerAccount: ${MAXIMUM_ROLES}`);
      await putRole(records, role);
      return { Role: describe(role) };
    },
    GetRole: (input) => {
      const role = requireRole(records, parseInput(roleInput, input).RoleName);
      return { Role: { ...describe(role), RoleLastUsed: {} } };
    },
    ListRoles: (input) => {
      const { PathPrefix, ...paging } = parseInput(listRolesInput, input);
      const found = records.roles.list().filter(({ path }) => path.startsWith(PathPrefix));
      return listAnswer('Roles', found, ({ name }) => name.toLowerCase(), paging, summarize);
    },
    DeleteRole: async (input) => {
      const { name, policies, attached } = requireRole(records, parseInput(roleInput, input).RoleName);
      if (attached.length > 0) throw deleteConflict('Cannot delete entity, must detach all policies first.');
      if (Object.keys(policies).length > 0) throw deleteConflict('Cannot delete entity, must delete policies first.');
      await records.roles.delete(name.toLowerCase());
      return undefined;
    },
    ...changes(records),
    ...tagOperations(records),
    // There are no instances here that could have a profile.
    ListInstanceProfilesForRole: (input) => {
      const { RoleName, ...paging } = parseInput(listForRoleInput, input);
      requireRole(records, RoleName);
      return listAnswer('InstanceProfiles', [], String, paging, String);
    },
  };
}

function changes(records: IamRecords): QueryOperations {
  return {
    UpdateRole: async (input) => {
      const { RoleName, Description, MaxSessionDuration } = parseInput(updateRoleInput, input);
      const role = requireRole(records, RoleName);
      await putRole(records, {
        ...role,
        description: Description ?? role.description,
        maxSessionDuration: MaxSessionDuration ?? role.maxSessionDuration,
      });
      return {};
    },
    UpdateRoleDescription: async (input) => {
      const { RoleName, Description } = parseInput(updateRoleDescriptionInput, input);
      const role = { ...requireRole(records, RoleName), description: Description };
      await putRole(records, role);
      return { Role: describe(role) };
    },
    UpdateAssumeRolePolicy: async (input) => {
      const { RoleName, PolicyDocument } = parseInput(updateTrustInput, input);
      const role = requireRole(records, RoleName);
      await putRole(records, { ...role, trustPolicy: checkedTrust(RoleName, PolicyDocument) });
      return undefined;
    },
  };
}

function tagOperations(records: IamRecords): QueryOperations {
  return {
    TagRole: async (input) => {
      const { RoleName, Tags } = parseInput(tagRoleInput, input);
      const role = requireRole(records, RoleName);
      await putRole(records, { ...role, tags: tagged(role.tags, Tags) });
      return undefined;
    },
    UntagRole: async (input) => {
      const { RoleName, TagKeys } = parseInput(untagRoleInput, input);
      const role = requireRole(records, RoleName);
      await putRole(records, { ...role, tags: withoutTags(role.tags, TagKeys) });
      return undefined;
    },
    ListRoleTags: (input) => {
      const { RoleName, ...paging } = parseInput(listForRoleInput, input);
      return tagsAnswer(requireRole(records, RoleName).tags, paging);
    },
  };
}

function checkedTrust(roleName: string, text: string): string {
  trustPolicy(text);
  requireSize(
    text,
    TRUST_POLICY_CHARACTERS,
    `Cannot exceed quota for ACLSizePerRole: ${TRUST_POLICY_CHARACTERS} (role ${roleName})`,
  );
  return text;
}

function summarize(role: RoleRecord): XmlElements {
  return {
    Path: role.path,
    RoleName: role.name,
    RoleId: role.id,
    Arn: arnOf('role', role),
    CreateDate: dateTime(role.created),
    AssumeRolePolicyDocument: encodedDocument(role.trustPolicy),
    Description: role.description,
    MaxSessionDuration: role.maxSessionDuration,
  };
}

function describe(role: RoleRecord): XmlElements {
  return { ...summarize(role), ...tagsOf(role) };
}
