import * as v from 'valibot';
import { inputParser } from '../shared/parse-input.ts';
import { validation } from './errors.ts';

export const parseInput = inputParser(validation);

const integer = (minimum: number, maximum: number) =>
  v.pipe(v.number(), v.integer(), v.minValue(minimum), v.maxValue(maximum));

export const keyId = v.pipe(v.string(), v.minLength(1), v.maxLength(2048));
const description = v.pipe(v.string(), v.maxLength(8192));
const policy = v.pipe(v.string(), v.minLength(1), v.maxLength(131_072));
const tags = v.array(
  v.object({
    TagKey: v.pipe(v.string(), v.minLength(1), v.maxLength(128)),
    TagValue: v.pipe(v.string(), v.maxLength(256)),
  }),
);
const paging = (maximum: number, otherwise: number) => ({
  Limit: v.optional(integer(1, maximum), otherwise),
  Marker: v.optional(v.string()),
});
const policyName = v.optional(v.literal('default'), 'default');

/** Keys with which nothing is encrypted are of one sort. Source: AWS KMS API Reference, "CreateKey". */
export const createKeyInput = v.strictObject({
  Policy: v.optional(policy),
  Description: v.optional(description, ''),
  KeyUsage: v.optional(v.literal('ENCRYPT_DECRYPT', 'Only ENCRYPT_DECRYPT is supported here')),
  CustomerMasterKeySpec: v.optional(v.literal('SYMMETRIC_DEFAULT', 'Only SYMMETRIC_DEFAULT is supported here')),
  KeySpec: v.optional(v.literal('SYMMETRIC_DEFAULT', 'Only SYMMETRIC_DEFAULT is supported here')),
  Origin: v.optional(v.literal('AWS_KMS', 'Only AWS_KMS is supported here')),
  BypassPolicyLockoutSafetyCheck: v.optional(v.boolean()),
  MultiRegion: v.optional(v.literal(false, 'Keys of more than one Region are not supported here')),
  Tags: v.optional(tags, []),
});
export const keyInput = v.object({ KeyId: keyId });
export const listKeysInput = v.object(paging(1000, 100));
export const updateDescriptionInput = v.object({ KeyId: keyId, Description: description });
export const getPolicyInput = v.object({ KeyId: keyId, PolicyName: policyName });
export const putPolicyInput = v.object({ KeyId: keyId, PolicyName: policyName, Policy: policy });
export const enableRotationInput = v.object({ KeyId: keyId, RotationPeriodInDays: v.optional(integer(90, 2560), 365) });
export const scheduleDeletionInput = v.object({ KeyId: keyId, PendingWindowInDays: v.optional(integer(7, 30), 30) });
export const listTagsInput = v.object({ KeyId: keyId, ...paging(50, 50) });
export const tagInput = v.object({ KeyId: keyId, Tags: tags });
export const untagInput = v.object({ KeyId: keyId, TagKeys: v.array(v.string()) });
export const aliasInput = v.object({ AliasName: v.string(), TargetKeyId: keyId });
export const deleteAliasInput = v.object({ AliasName: v.string() });
export const listAliasesInput = v.object({ KeyId: v.optional(keyId), ...paging(100, 50) });
