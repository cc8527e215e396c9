import * as v from 'valibot';
import { ofType, type Resource } from '../state.ts';

/** Actions that may be allowed on every resource, and why no resource can be named. */
const ANY_RESOURCE: Readonly<Record<string, string>> = {
  'iot:CreateCertificateFromCsr': 'a certificate gets its id when it is made',
  'iot:CreateKeysAndCertificate': 'a certificate gets its id when it is made',
  'timestream:CancelQuery': 'a query has no ARN',
  'timestream:DescribeEndpoints': 'endpoints belong to the account',
  'xray:PutTelemetryRecords': 'X-Ray gives its write actions no resource',
  'xray:PutTraceSegments': 'X-Ray gives its write actions no resource',
};

/** Services whose functions or jobs act for one account only, so that nobody else can have them assume a role of ours. */
const ACT_FOR_THEIR_OWN_ACCOUNT = ['lambda.amazonaws.com'];

const OneOrMore = v.pipe(
  v.union([v.string(), v.array(v.string())]),
  v.transform((value) => (typeof value === 'string' ? [value] : value)),
);

// Strict: a `NotAction`, `NotResource` or `NotPrincipal` would say the contrary of what these rules look at.
const Statement = v.strictObject({
  Sid: v.optional(v.string()),
  Effect: v.picklist(['Allow', 'Deny']),
  Principal: v.optional(v.union([v.literal('*'), v.record(v.string(), OneOrMore)])),
  Action: OneOrMore,
  Resource: v.optional(OneOrMore, []),
  Condition: v.optional(v.record(v.string(), v.record(v.string(), v.unknown())), {}),
});

export type Statement = v.InferOutput<typeof Statement>;

/** A policy of IAM, in JSON. */
export const Policy = v.pipe(v.string(), v.parseJson(), v.object({ Statement: v.array(Statement) }));

/** Where policies stand: type of resource and its attribute. */
const POLICIES = [
  ['aws_iam_policy', 'policy'],
  ['aws_iam_role_policy', 'policy'],
  ['aws_iot_policy', 'policy'],
  ['aws_kms_key', 'policy'],
  ['aws_s3_bucket_policy', 'policy'],
  ['aws_sns_topic_policy', 'policy'],
  ['aws_sqs_queue', 'policy'],
] as const;

/** No allowed action by wildcard, no allowed resource `*` without a reason, nothing allowed to everybody, no key but through a service. */
export function permissions(resources: readonly Resource[]): string[] {
  return POLICIES.flatMap(([type, attribute]) =>
    resources
      .filter((resource) => resource.type === type)
      .flatMap(({ address, values }) => {
        const policy = v.safeParse(Policy, values[attribute]);
        if (!policy.success) return [`${address} has a policy that cannot be read: ${v.summarize(policy.issues)}`];
        return policy.output.Statement.flatMap(tooMuch).map((violation) => `${address} ${violation}`);
      }),
  );
}

function tooMuch({ Effect, Action, Resource, Principal, Condition }: Statement): string[] {
  if (Effect === 'Deny') return [];
  const wildcards = Action.filter((action) => action.includes('*'));
  const unbound = Resource.includes('*') ? Action.filter((action) => !Object.hasOwn(ANY_RESOURCE, action)) : [];
  const bare = isThroughAService(Condition) ? [] : Action.filter((action) => action.startsWith('kms:'));
  return [
    ...bare.map((action) => `allows ${action} by itself: bind kms:ViaService`),
    ...wildcards.map((action) => `allows ${action}: name the actions`),
    ...unbound.map((action) => `allows ${action} on every resource: name them, or write down why they have no name`),
    ...(isEverybody(Principal) ? ['allows it to everybody'] : []),
  ];
}

function isThroughAService(condition: Statement['Condition']): boolean {
  return Object.values(condition).some((operator) => Object.hasOwn(operator, 'kms:ViaService'));
}

function isEverybody(principal: Statement['Principal']): boolean {
  return principal === '*' || Object.values(principal ?? {}).some((names) => names.includes('*'));
}

const Role = v.object({ assume_role_policy: Policy });

/** Roles are assumed by a service, for this account only. */
export function roles(resources: readonly Resource[]): string[] {
  return ofType(resources, 'aws_iam_role', Role).flatMap(({ address, values }) =>
    values.assume_role_policy.Statement.flatMap(({ Principal, Condition }) => {
      const services = typeof Principal === 'object' ? Principal.Service : undefined;
      if (!services || Object.keys(Principal ?? {}).length > 1) return [`${address} can be assumed by more than a service`];
      const bound = Object.values(Condition).some((operator) => Object.hasOwn(operator, 'aws:SourceAccount'));
      return bound || services.every((service) => ACT_FOR_THEIR_OWN_ACCOUNT.includes(service))
        ? []
        : [`${address} can be assumed for another account: bind aws:SourceAccount`];
    }),
  );
}
