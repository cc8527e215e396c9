import * as v from 'valibot';
import { anyNames } from '../../shared/record.ts';

/** One value stands for a list of one. */
const texts = v.pipe(
  v.union([v.string(), v.array(v.string())]),
  v.transform((value): readonly string[] => (typeof value === 'string' ? [value] : value)),
);

const scalar = v.pipe(v.union([v.string(), v.number(), v.boolean()]), v.transform(String));
const conditionValues = v.pipe(
  v.union([scalar, v.array(scalar)]),
  v.transform((value): readonly string[] => (typeof value === 'string' ? [value] : value)),
);

interface Principal {
  AWS: readonly string[];
  Service: readonly string[];
  Federated: readonly string[];
  CanonicalUser: readonly string[];
}

/** `*` alone is everybody, as `{ "AWS": "*" }` is. */
const principal: v.GenericSchema<unknown, Principal> = v.union([
  v.pipe(
    v.literal('*'),
    v.transform(() => ({ AWS: ['*'], Service: [], Federated: [], CanonicalUser: [] })),
  ),
  v.strictObject({
    AWS: v.optional(texts, []),
    Service: v.optional(texts, []),
    Federated: v.optional(texts, []),
    CanonicalUser: v.optional(texts, []),
  }),
]);

const statement = v.strictObject({
  Sid: v.optional(v.string()),
  Effect: v.picklist(['Allow', 'Deny']),
  Principal: v.optional(principal),
  NotPrincipal: v.optional(principal),
  Action: v.optional(texts),
  NotAction: v.optional(texts),
  Resource: v.optional(texts),
  NotResource: v.optional(texts),
  /** By operator, then by key. */
  Condition: v.optional(anyNames(anyNames(conditionValues)), {}),
});

/** Source: IAM User Guide, "Grammar of the IAM JSON policy language". */
export const policyDocument = v.strictObject({
  Version: v.optional(v.picklist(['2012-10-17', '2008-10-17']), '2008-10-17'),
  Id: v.optional(v.string()),
  // One statement stands for a list of one.
  Statement: v.pipe(
    v.unknown(),
    v.transform((value): readonly unknown[] => (Array.isArray(value) ? value : [value])),
    v.array(statement),
    v.readonly(),
  ),
});

export type Statement = v.InferOutput<typeof statement>;
export type PolicyDocument = v.InferOutput<typeof policyDocument>;
