import { randomUUID } from 'node:crypto';
import { isDeepStrictEqual } from 'node:util';
import * as v from 'valibot';
import { pageOf } from '../../shared/page.ts';
import { anyNames } from '../../shared/record.ts';
import type { RestOperations } from '../../shared/rest-service.ts';
import { count, flag } from '../../shared/wire-values.ts';
import type { ControlPlane } from './control-plane.ts';
import { alreadyExists, invalidRequest, notFound, versionConflict } from './errors.ts';
import { nextTokenPage, parseInput, thingName } from './input.ts';
import { thingArn, type IotRecords, type ThingRecord } from './records.ts';
import { findThingType } from './thing-types.ts';

/** Source: AWS IoT Core endpoints and quotas, "AWS IoT Core thing registry". */
const MAXIMUM_ATTRIBUTES = { typed: 50, untyped: 3 };

const attributes = v.pipe(
  anyNames(
    v.pipe(v.string(), v.regex(/^[\w.,@/:#=[\]-]{0,800}$/, 'up to 800 letters, digits and _ . , @ / : # = [ ] -')),
  ),
  v.check(
    (values) => Object.keys(values).every((name) => /^[\w.,@/:#=[\]-]{1,128}$/.test(name)),
    'names of up to 128 letters, digits and _ . , @ / : # = [ ] - are expected',
  ),
);
const attributePayload = v.strictObject({
  attributes: v.optional(attributes, {}),
  merge: v.optional(v.boolean(), false),
});

const namedInput = v.object({ thingName });
const createInput = v.object({
  thingName,
  thingTypeName: v.optional(thingName),
  attributePayload: v.optional(attributePayload),
  billingGroupName: v.optional(v.never('billing groups are not supported here')),
});
const updateInput = v.object({
  thingName,
  thingTypeName: v.optional(thingName),
  attributePayload: v.optional(attributePayload),
  expectedVersion: v.optional(count),
  removeThingType: v.optional(flag, false),
});
const deleteInput = v.object({ thingName, expectedVersion: v.optional(count) });
const listInput = v.object({
  ...nextTokenPage,
  attributeName: v.optional(v.string()),
  attributeValue: v.optional(v.string()),
  thingTypeName: v.optional(v.string()),
  usePrefixAttributeValue: v.optional(flag, false),
});

/** Throws `ResourceNotFoundException`. */
export function findThing(records: IotRecords, thingName: string): ThingRecord {
  const thing = records.thing.get(thingName);
  if (!thing) throw notFound(`Thing ${thingName} not found`);
  return thing;
}

/** The thing registry. Source: AWS IoT API Reference, "CreateThing", "UpdateThing", "DeleteThing", "ListThings". */
export function thingOperations({ records }: ControlPlane): RestOperations {
  return {
    CreateThing: {
      route: 'POST /things/:thingName',
      async run(input) {
        const { thingName, thingTypeName, attributePayload } = parseInput(createInput, input);
        const given = { thingName, thingTypeName, attributes: withoutEmpty(attributePayload?.attributes ?? {}) };
        const existing = records.thing.get(thingName);
        if (existing) requireSame(existing, given);
        checkThing(records, given, existing);
        const thing = existing ?? { ...given, thingId: randomUUID(), version: 1, principals: [] };
        if (!existing) await records.thing.put(thingName, thing);
        return { thingName, thingArn: thingArn(thingName), thingId: thing.thingId };
      },
    },
    DescribeThing: {
      route: 'GET /things/:thingName',
      run(input) {
        const {
          thingId,
          principals: _principals,
          ...thing
        } = findThing(records, parseInput(namedInput, input).thingName);
        return { ...thing, thingArn: thingArn(thing.thingName), thingId, defaultClientId: thing.thingName };
      },
    },
    UpdateThing: {
      route: 'PATCH /things/:thingName',
      async run(input) {
        const { thingName, thingTypeName, attributePayload, expectedVersion, removeThingType } = parseInput(
          updateInput,
          input,
        );
        const thing = findThing(records, thingName);
        checkVersion(thing, expectedVersion);
        if (removeThingType && thingTypeName !== undefined)
          throw invalidRequest('thingTypeName and removeThingType exclude each other');
        const changed = {
          ...thing,
          thingTypeName: removeThingType ? undefined : (thingTypeName ?? thing.thingTypeName),
          attributes: attributePayload
            ? withoutEmpty({ ...(attributePayload.merge && thing.attributes), ...attributePayload.attributes })
            : thing.attributes,
          version: thing.version + 1,
        };
        checkThing(records, changed, thing);
        await records.thing.put(thingName, changed);
        return {};
      },
    },
    DeleteThing: {
      route: 'DELETE /things/:thingName',
      async run(input) {
        const { thingName, expectedVersion } = parseInput(deleteInput, input);
        const thing = records.thing.get(thingName);
        if (!thing) return {};
        checkVersion(thing, expectedVersion);
        if (thing.principals.length > 0)
          throw invalidRequest(`Cannot delete. Thing ${thingName} is still attached to one or more principals`);
        await records.thing.delete(thingName);
        return {};
      },
    },
    ListThings: { route: 'GET /things', run: (input) => listThings(records, input) },
  };
}

function listThings(records: IotRecords, input: unknown): object {
  const query = parseInput(listInput, input);
  const { attributeName, attributeValue, usePrefixAttributeValue, thingTypeName, maxResults, nextToken } = query;
  if (attributeValue !== undefined && attributeName === undefined)
    throw invalidRequest('attributeValue needs attributeName');
  const hasAttribute = ({ attributes }: ThingRecord): boolean => {
    if (attributeName === undefined) return true;
    const value = Object.hasOwn(attributes, attributeName) ? attributes[attributeName] : undefined;
    if (value === undefined || attributeValue === undefined) return value !== undefined;
    return usePrefixAttributeValue ? value.startsWith(attributeValue) : value === attributeValue;
  };
  const things = records.thing
    .list()
    .filter((thing) => thingTypeName === undefined || thing.thingTypeName === thingTypeName)
    .filter(hasAttribute);
  const { items, next } = pageOf(things, (thing) => thing.thingName, { maximum: maxResults, token: nextToken });
  return {
    things: items.map(({ thingName, thingTypeName, attributes, version }) => ({
      thingName,
      thingTypeName,
      thingArn: thingArn(thingName),
      attributes,
      version,
    })),
    nextToken: next,
  };
}

type Described = Pick<ThingRecord, 'thingName' | 'thingTypeName' | 'attributes'>;

/** An attribute without a value is removed. */
function withoutEmpty(attributes: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(Object.entries(attributes).filter(([, value]) => value !== ''));
}

function requireSame({ thingName, thingTypeName, attributes, thingId }: ThingRecord, given: Described): void {
  if (isDeepStrictEqual({ thingName, thingTypeName, attributes }, given)) return;
  throw alreadyExists(
    `Thing ${thingName} already exists in account with different attributes`,
    thingId,
    thingArn(thingName),
  );
}

function checkThing(records: IotRecords, { thingTypeName, attributes }: Described, before?: Described): void {
  if (thingTypeName !== undefined) {
    const { deprecatedAt } = findThingType(records, thingTypeName);
    if (deprecatedAt !== undefined && before?.thingTypeName !== thingTypeName)
      throw invalidRequest(`Can not associate a thing with the deprecated thing type ${thingTypeName}`);
  }
  const maximum = thingTypeName === undefined ? MAXIMUM_ATTRIBUTES.untyped : MAXIMUM_ATTRIBUTES.typed;
  if (Object.keys(attributes).length > maximum)
    throw invalidRequest(
      `A thing ${thingTypeName === undefined ? 'without' : 'with'} a thing type has at most ${maximum} attributes`,
    );
}

function checkVersion({ thingName, version }: ThingRecord, expected: number | undefined): void {
  if (expected !== undefined && expected !== version)
    throw versionConflict(`The version for thing ${thingName} does not match the expected version ${expected}`);
}
