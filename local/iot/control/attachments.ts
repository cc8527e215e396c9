import * as v from 'valibot';
import { pageOf } from '../../shared/page.ts';
import type { RestOperations } from '../../shared/rest-service.ts';
import { flag } from '../../shared/wire-values.ts';
import type { ControlPlane } from './control-plane.ts';
import { invalidRequest, notFound } from './errors.ts';
import { markerPage, nextTokenPage, parseInput, policyName, thingName } from './input.ts';
import { findPolicy, policySummary } from './policies.ts';
import { findThing } from './things.ts';

const attachInput = v.object({ policyName, target: v.string() });
const targetsInput = v.object({ ...markerPage, policyName });
const attachedInput = v.object({ ...markerPage, target: v.string(), recursive: v.optional(flag) });
const principalInput = v.object({
  thingName,
  principal: v.string(),
  thingPrincipalType: v.optional(
    v.pipe(v.string(), v.value('NON_EXCLUSIVE_THING', 'only NON_EXCLUSIVE_THING is supported here')),
  ),
});
const principalsInput = v.object({ ...nextTokenPage, thingName });
const thingsInput = v.object({ ...nextTokenPage, principal: v.string() });

/**
 * To what policies are attached, and which principals things have. A principal is an identity of Amazon Cognito, which nobody looks for: AWS IoT does not
 * either. A certificate is not found, for there are none; thing groups are not supported.
 * Source: AWS IoT API Reference, "AttachPolicy", "AttachThingPrincipal", "ListAttachedPolicies".
 */
export function attachmentOperations(plane: ControlPlane): RestOperations {
  return { ...policyAttachments(plane), ...thingPrincipals(plane) };
}

function policyAttachments({ records }: ControlPlane): RestOperations {
  return {
    AttachPolicy: {
      route: 'PUT /target-policies/:policyName',
      async run(input) {
        const { policyName, target } = parseInput(attachInput, input);
        const policy = findPolicy(records, policyName);
        requirePrincipal(target);
        await records.policy.put(policyName, { ...policy, targets: including(policy.targets, target) });
        return {};
      },
    },
    DetachPolicy: {
      route: 'POST /target-policies/:policyName',
      async run(input) {
        const { policyName, target } = parseInput(attachInput, input);
        const policy = findPolicy(records, policyName);
        await records.policy.put(policyName, { ...policy, targets: without(policy.targets, target) });
        return {};
      },
    },
    ListTargetsForPolicy: {
      route: 'POST /policy-targets/:policyName',
      run(input) {
        const { policyName, marker, pageSize } = parseInput(targetsInput, input);
        const { targets } = findPolicy(records, policyName);
        const { items, next } = pageOf(targets, (target) => target, { maximum: pageSize, token: marker });
        return { targets: items, nextMarker: next };
      },
    },
    ListAttachedPolicies: {
      route: 'POST /attached-policies/:target{.+}',
      run(input) {
        const { target, marker, pageSize } = parseInput(attachedInput, input);
        requirePrincipal(target);
        const policies = records.policy.list().filter(({ targets }) => targets.includes(target));
        const page = { maximum: pageSize, token: marker };
        const { items, next } = pageOf(policies, (policy) => policy.policyName, page);
        return { policies: items.map(policySummary), nextMarker: next };
      },
    },
  };
}

function thingPrincipals({ records }: ControlPlane): RestOperations {
  return {
    AttachThingPrincipal: {
      route: 'PUT /things/:thingName/principals',
      async run(input, request) {
        const { thingName, principal } = parseInput(principalInput, withPrincipal(input, request));
        const thing = findThing(records, thingName);
        requirePrincipal(principal);
        await records.thing.put(thingName, { ...thing, principals: including(thing.principals, principal) });
        return {};
      },
    },
    DetachThingPrincipal: {
      route: 'DELETE /things/:thingName/principals',
      async run(input, request) {
        const { thingName, principal } = parseInput(principalInput, withPrincipal(input, request));
        const thing = findThing(records, thingName);
        await records.thing.put(thingName, { ...thing, principals: without(thing.principals, principal) });
        return {};
      },
    },
    ListThingPrincipals: {
      route: 'GET /things/:thingName/principals',
      run(input) {
        const { thingName, maxResults, nextToken } = parseInput(principalsInput, input);
        const page = { maximum: maxResults, token: nextToken };
        const { items, next } = pageOf(findThing(records, thingName).principals, (principal) => principal, page);
        return { principals: items, nextToken: next };
      },
    },
    ListPrincipalThings: {
      route: 'GET /principals/things',
      run(input, request) {
        const { principal, maxResults, nextToken } = parseInput(thingsInput, withPrincipal(input, request));
        requirePrincipal(principal);
        const things = records.thing.list().filter(({ principals }) => principals.includes(principal));
        const page = { maximum: maxResults, token: nextToken };
        const { items, next } = pageOf(things, (thing) => thing.thingName, page);
        return { things: items.map((thing) => thing.thingName), nextToken: next };
      },
    },
  };
}

/** The principal is a header of these operations' requests. */
function withPrincipal(input: unknown, request: Request | undefined): unknown {
  if (!request) return input;
  return { ...parseInput(v.looseObject({}), input), principal: request.headers.get('x-amzn-principal') ?? undefined };
}

function requirePrincipal(principal: string): void {
  if (/^arn:aws:iot:[^:]*:\d{12}:cert\/[0-9a-f]{64}$/.test(principal)) throw notFound(`${principal} does not exist`);
  if (!/^[\w-]+:[0-9a-f-]{36}$/.test(principal))
    throw invalidRequest(`${principal} is not supported here: expected a certificate or an identity of Amazon Cognito`);
}

const including = (list: readonly string[], item: string): string[] => [...new Set([...list, item])].sort();

const without = (list: readonly string[], item: string): string[] => list.filter((each) => each !== item);
