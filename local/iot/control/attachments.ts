import * as v from 'valibot';
import { pageOf } from '../../shared/page.ts';
import type { RestOperations } from '../../shared/rest-service.ts';
import { flag } from '../../shared/wire-values.ts';
import type { ControlPlane } from './control-plane.ts';
import { limitExceeded } from './errors.ts';
import { markerPage, nextTokenPage, parseInput, policyName, thingName } from './input.ts';
import { findPolicy, policySummary, targetsOf } from './policies.ts';
import { policiesOf, requirePrincipal, thingsOf } from './principals.ts';
import { findThing } from './things.ts';

/** Source: AWS IoT Core endpoints and quotas, "AWS IoT Core thing policies". */
const MAXIMUM_POLICIES = 10;

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
 * To what policies are attached, and which principals things have.
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
        findPolicy(records, policyName);
        requirePrincipal(records, target);
        const policyNames = including(policiesOf(records, target), policyName);
        if (policyNames.length > MAXIMUM_POLICIES)
          throw limitExceeded(`${target} has the maximum number of policies attached (${MAXIMUM_POLICIES})`);
        await records.attachment.put(target, { target, policyNames });
        return {};
      },
    },
    DetachPolicy: {
      route: 'POST /target-policies/:policyName',
      async run(input) {
        const { policyName, target } = parseInput(attachInput, input);
        findPolicy(records, policyName);
        const policyNames = without(policiesOf(records, target), policyName);
        if (policyNames.length > 0) await records.attachment.put(target, { target, policyNames });
        else await records.attachment.delete(target);
        return {};
      },
    },
    ListTargetsForPolicy: {
      route: 'POST /policy-targets/:policyName',
      run(input) {
        const { policyName, marker, pageSize } = parseInput(targetsInput, input);
        findPolicy(records, policyName);
        const targets = targetsOf(records, policyName);
        const { items, next } = pageOf(targets, (target) => target, { maximum: pageSize, token: marker });
        return { targets: items, nextMarker: next };
      },
    },
    ListAttachedPolicies: {
      route: 'POST /attached-policies/:target{.+}',
      run(input) {
        const { target, marker, pageSize } = parseInput(attachedInput, input);
        requirePrincipal(records, target);
        const page = { maximum: pageSize, token: marker };
        const { items, next } = pageOf(policiesOf(records, target), (name) => name, page);
        return { policies: items.map((name) => policySummary(findPolicy(records, name))), nextMarker: next };
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
        requirePrincipal(records, principal);
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
        requirePrincipal(records, principal);
        const page = { maximum: maxResults, token: nextToken };
        const { items, next } = pageOf(thingsOf(records, principal), (name) => name, page);
        return { things: items, nextToken: next };
      },
    },
  };
}

/** The principal is a header of these operations' requests. */
function withPrincipal(input: unknown, request: Request | undefined): unknown {
  if (!request) return input;
  return { ...parseInput(v.looseObject({}), input), principal: request.headers.get('x-amzn-principal') ?? undefined };
}

const including = (list: readonly string[], item: string): string[] => [...new Set([...list, item])].sort();

const without = (list: readonly string[], item: string): string[] => list.filter((each) => each !== item);
