import * as v from 'valibot';
import type { QueryOperations } from '../shared/query/query-service.ts';
import type { Clock } from '../shared/service.ts';
import { withoutTags } from '../shared/tags.ts';
import type { XmlElements } from '../shared/xml.ts';
import { dateTime, listAnswer, tagged, tagsAnswer, tagsOf } from './answers.ts';
import { alreadyExists, deleteConflict, parseInput } from './errors.ts';
import { attachmentsOf, checkedPolicy } from './managed-policy.ts';
import { policyVersionOperations } from './policy-version-operations.ts';
import * as s from './schema.ts';
import { arnOf, putPolicy, requirePolicy, uniqueId, type IamRecords, type PolicyRecord } from './state.ts';

const createInput = s.inputOf({
  PolicyName: s.policyName,
  PolicyDocument: s.document,
  Path: s.path,
  Description: v.optional(s.description),
  Tags: s.tags,
});
const policyInput = s.inputOf({ PolicyArn: s.policyArn });
const listInput = s.inputOf({
  Scope: v.optional(v.picklist(['All', 'AWS', 'Local']), 'All'),
  OnlyAttached: v.optional(s.flag, 'false'),
  PathPrefix: v.optional(v.string(), '/'),
  ...s.paging,
});
const tagInput = s.inputOf({ PolicyArn: s.policyArn, Tags: s.tags });
const untagInput = s.inputOf({ PolicyArn: s.policyArn, TagKeys: s.tagKeys });
const listTagsInput = s.inputOf({ PolicyArn: s.policyArn, ...s.paging });

/** The operations of customer managed policies; those that AWS manages are not here. Source: IAM API Reference. */
export function managedPolicyOperations(records: IamRecords, clock: Clock): QueryOperations {
  return {
    CreatePolicy: async (input) => {
      const given = parseInput(createInput, input);
      const policy = newPolicy(given, clock());
      if (records.policies.has(policy.name.toLowerCase()))
        throw alreadyExists(`A policy called ${policy.name} already exists. Duplicate names are not allowed.`);
      await putPolicy(records, policy);
      return { Policy: describe(records, policy) };
    },
    GetPolicy: (input) => {
      const policy = requirePolicy(records, parseInput(policyInput, input).PolicyArn);
      return { Policy: describe(records, policy) };
    },
    ListPolicies: (input) => {
      const { Scope, OnlyAttached, PathPrefix, ...paging } = parseInput(listInput, input);
      const found = records.policies
        .list()
        .filter(({ path }) => Scope !== 'AWS' && path.startsWith(PathPrefix))
        .filter(({ arn }) => !OnlyAttached || attachmentsOf(records, arn) > 0);
      return listAnswer(
        'Policies',
        found,
        ({ name }) => name.toLowerCase(),
        paging,
        (each) => summarize(records, each),
      );
    },
    DeletePolicy: async (input) => {
      const { arn, name, versions } = requirePolicy(records, parseInput(policyInput, input).PolicyArn);
      if (attachmentsOf(records, arn) > 0) throw deleteConflict('Cannot delete a policy attached to entities.');
      if (versions.length > 1)
        throw deleteConflict(
          "This policy has more than one version. Before you delete a policy, you must delete the policy's versions.",
        );
      await records.policies.delete(name.toLowerCase());
      return undefined;
    },
    ...policyVersionOperations(records, clock),
    ...tagOperations(records),
  };
}

function newPolicy(given: v.InferOutput<typeof createInput>, now: number): PolicyRecord {
  const { PolicyName: name, Path: path, PolicyDocument: document } = given;
  return {
    name,
    path,
    arn: arnOf('policy', { path, name }),
    id: uniqueId('ANPA'),
    description: given.Description,
    created: now,
    updated: now,
    tags: tagged({}, given.Tags),
    versions: [{ id: 'v1', document: checkedPolicy(document), created: now }],
    defaultVersion: 'v1',
    nextVersion: 2,
  };
}

function tagOperations(records: IamRecords): QueryOperations {
  return {
    TagPolicy: async (input) => {
      const { PolicyArn, Tags } = parseInput(tagInput, input);
      const policy = requirePolicy(records, PolicyArn);
      await putPolicy(records, { ...policy, tags: tagged(policy.tags, Tags) });
      return undefined;
    },
    UntagPolicy: async (input) => {
      const { PolicyArn, TagKeys } = parseInput(untagInput, input);
      const policy = requirePolicy(records, PolicyArn);
      await putPolicy(records, { ...policy, tags: withoutTags(policy.tags, TagKeys) });
      return undefined;
    },
    ListPolicyTags: (input) => {
      const { PolicyArn, ...paging } = parseInput(listTagsInput, input);
      return tagsAnswer(requirePolicy(records, PolicyArn).tags, paging);
    },
  };
}

function summarize(records: IamRecords, policy: PolicyRecord): XmlElements {
  return {
    PolicyName: policy.name,
    PolicyId: policy.id,
    Arn: policy.arn,
    Path: policy.path,
    DefaultVersionId: policy.defaultVersion,
    AttachmentCount: attachmentsOf(records, policy.arn),
    PermissionsBoundaryUsageCount: 0,
    IsAttachable: true,
    CreateDate: dateTime(policy.created),
    UpdateDate: dateTime(policy.updated),
  };
}

function describe(records: IamRecords, policy: PolicyRecord): XmlElements {
  return { ...summarize(records, policy), Description: policy.description, ...tagsOf(policy) };
}
