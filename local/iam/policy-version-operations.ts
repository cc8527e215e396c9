import * as v from 'valibot';
import type { QueryOperations } from '../shared/query/query-service.ts';
import type { Clock } from '../shared/service.ts';
import type { XmlElements } from '../shared/xml.ts';
import { dateTime, encodedDocument, listAnswer } from './answers.ts';
import { deleteConflict, limitExceeded, noSuchEntity, parseInput } from './errors.ts';
import { checkedPolicy } from './managed-policy.ts';
import * as s from './schema.ts';
import { putPolicy, requirePolicy, type IamRecords, type PolicyRecord, type PolicyVersion } from './state.ts';

const createInput = s.inputOf({
  PolicyArn: s.policyArn,
  PolicyDocument: s.document,
  SetAsDefault: v.optional(s.flag, 'false'),
});
const oneInput = s.inputOf({ PolicyArn: s.policyArn, VersionId: s.versionId });
const listInput = s.inputOf({ PolicyArn: s.policyArn, ...s.paging });

/** Source: IAM User Guide, "IAM and AWS STS quotas". */
const MAXIMUM_VERSIONS = 5;

/** The operations of the versions of managed policies. Source: IAM API Reference. */
export function policyVersionOperations(records: IamRecords, clock: Clock): QueryOperations {
  return {
    CreatePolicyVersion: async (input) => {
      const { PolicyArn, PolicyDocument, SetAsDefault } = parseInput(createInput, input);
      const policy = requirePolicy(records, PolicyArn);
      if (policy.versions.length >= MAXIMUM_VERSIONS)
        throw limitExceeded(
          `A managed policy can have up to ${MAXIMUM_VERSIONS} versions. Before you create a new version, you must delete an existing version.`,
        );
      const created = clock();
      const version = { id: `v${policy.nextVersion}`, document: checkedPolicy(PolicyDocument), created };
      const changed = {
        ...policy,
        updated: created,
        versions: [...policy.versions, version],
        nextVersion: policy.nextVersion + 1,
        defaultVersion: SetAsDefault ? version.id : policy.defaultVersion,
      };
      await putPolicy(records, changed);
      return { PolicyVersion: summarize(changed, version) };
    },
    GetPolicyVersion: (input) => {
      const { policy, version } = required(records, input);
      return { PolicyVersion: { Document: encodedDocument(version.document), ...summarize(policy, version) } };
    },
    ListPolicyVersions: (input) => {
      const { PolicyArn, ...paging } = parseInput(listInput, input);
      const policy = requirePolicy(records, PolicyArn);
      const keyOf = ({ id }: PolicyVersion): string => id.slice(1).padStart(9, '0');
      return listAnswer('Versions', policy.versions, keyOf, paging, (version) => summarize(policy, version));
    },
    SetDefaultPolicyVersion: async (input) => {
      const { policy, version } = required(records, input);
      await putPolicy(records, { ...policy, updated: clock(), defaultVersion: version.id });
      return undefined;
    },
    DeletePolicyVersion: async (input) => {
      const { policy, version } = required(records, input);
      if (version.id === policy.defaultVersion) throw deleteConflict('Cannot delete the default version of a policy.');
      await putPolicy(records, { ...policy, versions: policy.versions.filter(({ id }) => id !== version.id) });
      return undefined;
    },
  };
}

function required(records: IamRecords, input: unknown): { policy: PolicyRecord; version: PolicyVersion } {
  const { PolicyArn, VersionId } = parseInput(oneInput, input);
  const policy = requirePolicy(records, PolicyArn);
  const version = policy.versions.find(({ id }) => id === VersionId);
  if (!version) throw noSuchEntity(`Policy ${PolicyArn} version ${VersionId} does not exist or is not attachable.`);
  return { policy, version };
}

function summarize({ defaultVersion }: PolicyRecord, { id, created }: PolicyVersion): XmlElements {
  return { VersionId: id, IsDefaultVersion: id === defaultVersion, CreateDate: dateTime(created) };
}
