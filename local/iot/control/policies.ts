import { randomUUID } from 'node:crypto';
import * as v from 'valibot';
import { pageOf } from '../../shared/page.ts';
import type { RestOperations } from '../../shared/rest-service.ts';
import { count, flag } from '../../shared/wire-values.ts';
import type { ControlPlane } from './control-plane.ts';
import { alreadyExists, deleteConflict, notFound, versionsLimitExceeded } from './errors.ts';
import { markerPage, parseInput, policyName } from './input.ts';
import { checkPolicyDocument } from './policy-document.ts';
import { policyArn, seconds, type IotRecords, type PolicyRecord } from './records.ts';
import { checkTags, tagsInput } from './tags.ts';

/** Source: AWS IoT API Reference, "CreatePolicyVersion". */
const MAXIMUM_VERSIONS = 5;

const namedInput = v.object({ policyName });
const createInput = v.object({ policyName, policyDocument: v.string(), tags: tagsInput });
const createVersionInput = v.object({
  policyName,
  policyDocument: v.string(),
  setAsDefault: v.optional(flag, false),
});
const versionInput = v.object({ policyName, policyVersionId: count });
const listInput = v.object(markerPage);

/** Throws `ResourceNotFoundException`. */
export function findPolicy(records: IotRecords, policyName: string): PolicyRecord {
  const policy = records.policy.get(policyName);
  if (!policy) throw notFound(`Policy not found: ${policyName}`);
  return policy;
}

/** To what it is attached, in order. */
export function targetsOf(records: IotRecords, policyName: string): string[] {
  const attached = [...records.attachment.values()].filter(({ policyNames }) => policyNames.includes(policyName));
  return attached.map(({ target }) => target).sort();
}

/** Throws `ResourceNotFoundException`. */
export function findVersion({ policyName, versions }: PolicyRecord, id: number): PolicyRecord['versions'][number] {
  const version = versions.find((each) => each.id === id);
  if (!version) throw notFound(`Policy version not found: ${policyName}, version ${id}`);
  return version;
}

export const policySummary = ({ policyName }: PolicyRecord): object => ({
  policyName,
  policyArn: policyArn(policyName),
});

/** Policies of things. Source: AWS IoT API Reference, "CreatePolicy", "DeletePolicy", "DeletePolicyVersion". */
export function policyOperations(plane: ControlPlane): RestOperations {
  const { records, clock } = plane;
  return {
    CreatePolicy: {
      route: 'POST /policies/:policyName',
      async run(input) {
        const { policyName, policyDocument, tags } = parseInput(createInput, input);
        const arn = policyArn(policyName);
        checkPolicyDocument(policyDocument);
        if (records.policy.has(policyName))
          throw alreadyExists(`Policy cannot be created - name already exists (name=${policyName})`, policyName, arn);
        const createdAt = clock();
        const policy = {
          policyName,
          versions: [{ id: 1, document: policyDocument, createdAt }],
          defaultVersion: 1,
          lastVersion: 1,
          generationId: randomUUID(),
          createdAt,
          modifiedAt: createdAt,
        };
        await Promise.all([records.tags.put(arn, checkTags(tags)), records.policy.put(policyName, policy)]);
        return { policyName, policyArn: arn, policyDocument, policyVersionId: '1' };
      },
    },
    GetPolicy: {
      route: 'GET /policies/:policyName',
      run(input) {
        const policy = findPolicy(records, parseInput(namedInput, input).policyName);
        const policyDocument = findVersion(policy, policy.defaultVersion).document;
        return { ...describe(policy), policyDocument, defaultVersionId: String(policy.defaultVersion) };
      },
    },
    ListPolicies: {
      route: 'GET /policies',
      run(input) {
        const { marker, pageSize } = parseInput(listInput, input);
        const page = { maximum: pageSize, token: marker };
        const { items, next } = pageOf(records.policy.list(), (policy) => policy.policyName, page);
        return { policies: items.map(policySummary), nextMarker: next };
      },
    },
    DeletePolicy: {
      route: 'DELETE /policies/:policyName',
      async run(input) {
        const { policyName, versions } = findPolicy(records, parseInput(namedInput, input).policyName);
        if (versions.length > 1)
          throw deleteConflict(`Cannot delete the policy because it has more than one version (name=${policyName})`);
        if (targetsOf(records, policyName).length > 0)
          throw deleteConflict(
            `The policy cannot be deleted as the policy is attached to one or more principals (name=${policyName})`,
          );
        await Promise.all([records.policy.delete(policyName), records.tags.delete(policyArn(policyName))]);
        return {};
      },
    },
    ...versionOperations(plane),
  };
}

function versionOperations({ records, clock }: ControlPlane): RestOperations {
  const change = (policy: PolicyRecord, changes: Partial<PolicyRecord>): Promise<void> =>
    records.policy.put(policy.policyName, { ...policy, ...changes, modifiedAt: clock() });

  return {
    CreatePolicyVersion: {
      route: 'POST /policies/:policyName/version',
      async run(input) {
        const { policyName, policyDocument, setAsDefault } = parseInput(createVersionInput, input);
        const policy = findPolicy(records, policyName);
        checkPolicyDocument(policyDocument);
        if (policy.versions.length >= MAXIMUM_VERSIONS)
          throw versionsLimitExceeded(
            `The policy ${policyName} already has the maximum number of versions (${MAXIMUM_VERSIONS})`,
          );
        const id = policy.lastVersion + 1;
        await change(policy, {
          versions: [...policy.versions, { id, document: policyDocument, createdAt: clock() }],
          lastVersion: id,
          ...(setAsDefault && { defaultVersion: id }),
        });
        return {
          policyArn: policyArn(policyName),
          policyDocument,
          policyVersionId: String(id),
          isDefaultVersion: setAsDefault,
        };
      },
    },
    GetPolicyVersion: {
      route: 'GET /policies/:policyName/version/:policyVersionId',
      run(input) {
        const { policyName, policyVersionId } = parseInput(versionInput, input);
        const policy = findPolicy(records, policyName);
        const { id, document: policyDocument, createdAt } = findVersion(policy, policyVersionId);
        return {
          ...describe(policy),
          policyDocument,
          policyVersionId: String(id),
          isDefaultVersion: id === policy.defaultVersion,
          creationDate: seconds(createdAt),
        };
      },
    },
    ListPolicyVersions: {
      route: 'GET /policies/:policyName/version',
      run(input) {
        const { versions, defaultVersion } = findPolicy(records, parseInput(namedInput, input).policyName);
        const list = versions.map(({ id, createdAt }) => ({
          versionId: String(id),
          isDefaultVersion: id === defaultVersion,
          createDate: seconds(createdAt),
        }));
        return { policyVersions: list.reverse() };
      },
    },
    SetDefaultPolicyVersion: {
      route: 'PATCH /policies/:policyName/version/:policyVersionId',
      async run(input) {
        const { policyName, policyVersionId } = parseInput(versionInput, input);
        const policy = findPolicy(records, policyName);
        await change(policy, { defaultVersion: findVersion(policy, policyVersionId).id });
        return {};
      },
    },
    DeletePolicyVersion: {
      route: 'DELETE /policies/:policyName/version/:policyVersionId',
      async run(input) {
        const { policyName, policyVersionId } = parseInput(versionInput, input);
        const policy = findPolicy(records, policyName);
        const { id } = findVersion(policy, policyVersionId);
        if (id === policy.defaultVersion)
          throw deleteConflict(`Cannot delete the default version of a policy (name=${policyName})`);
        await change(policy, { versions: policy.versions.filter((version) => version.id !== id) });
        return {};
      },
    },
  };
}

function describe({ policyName, createdAt, modifiedAt, generationId }: PolicyRecord): object {
  return {
    policyName,
    policyArn: policyArn(policyName),
    creationDate: seconds(createdAt),
    lastModifiedDate: seconds(modifiedAt),
    generationId,
  };
}
