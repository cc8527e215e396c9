import { randomUUID } from 'node:crypto';
import { isDeepStrictEqual } from 'node:util';
import * as v from 'valibot';
import { pageOf } from '../../shared/page.ts';
import type { RestOperations } from '../../shared/rest-service.ts';
import { flag } from '../../shared/wire-values.ts';
import type { ControlPlane } from './control-plane.ts';
import { alreadyExists, invalidRequest, notFound } from './errors.ts';
import { nextTokenPage, parseInput, thingName as thingTypeName } from './input.ts';
import { seconds, thingTypeArn, type IotRecords, type ThingTypeRecord } from './records.ts';
import { checkTags, tagsInput } from './tags.ts';

const properties = v.strictObject({
  thingTypeDescription: v.optional(v.pipe(v.string(), v.regex(/^\P{Cc}{0,2028}$/u, 'up to 2028 printable characters'))),
  searchableAttributes: v.optional(
    v.pipe(v.array(v.pipe(v.string(), v.regex(/^[\w.,@/:#-]{1,128}$/))), v.maxLength(3, 'a thing type has at most 3')),
  ),
  mqtt5Configuration: v.optional(v.never('MQTT 5 is not supported here')),
});

const namedInput = v.object({ thingTypeName });
const putInput = v.object({ thingTypeName, thingTypeProperties: v.optional(properties, {}), tags: tagsInput });
const deprecateInput = v.object({ thingTypeName, undoDeprecate: v.optional(flag, false) });
const listInput = v.object({ ...nextTokenPage, thingTypeName: v.optional(v.string()) });

/** Throws `ResourceNotFoundException`. */
export function findThingType(records: IotRecords, name: string): ThingTypeRecord {
  const type = records.thingType.get(name);
  if (!type) throw notFound(`ThingType ${name} not found`);
  return type;
}

/**
 * Thing types. One that is deprecated can be deleted at once; AWS has one wait five minutes.
 * Source: AWS IoT API Reference, "CreateThingType", "DeprecateThingType", "DeleteThingType", "UpdateThingType".
 */
export function thingTypeOperations({ records, clock }: ControlPlane): RestOperations {
  return {
    CreateThingType: {
      route: 'POST /thing-types/:thingTypeName',
      async run(input) {
        const { thingTypeName, thingTypeProperties, tags } = parseInput(putInput, input);
        const { thingTypeDescription, searchableAttributes = [] } = thingTypeProperties;
        const arn = thingTypeArn(thingTypeName);
        const existing = records.thingType.get(thingTypeName);
        if (existing && !isDeepStrictEqual(propertiesOf(existing), { thingTypeDescription, searchableAttributes }))
          throw alreadyExists(
            `ThingType ${thingTypeName} already exists with different properties`,
            thingTypeName,
            arn,
          );
        const type = existing ?? {
          thingTypeName,
          thingTypeId: randomUUID(),
          description: thingTypeDescription,
          searchableAttributes,
          createdAt: clock(),
        };
        if (!existing) {
          await Promise.all([records.tags.put(arn, checkTags(tags)), records.thingType.put(thingTypeName, type)]);
        }
        return { thingTypeName, thingTypeArn: arn, thingTypeId: type.thingTypeId };
      },
    },
    DescribeThingType: {
      route: 'GET /thing-types/:thingTypeName',
      run(input) {
        const type = findThingType(records, parseInput(namedInput, input).thingTypeName);
        return { ...describe(type), thingTypeId: type.thingTypeId };
      },
    },
    UpdateThingType: {
      route: 'PATCH /thing-types/:thingTypeName',
      async run(input) {
        const { thingTypeName, thingTypeProperties } = parseInput(putInput, input);
        const type = findThingType(records, thingTypeName);
        if (type.deprecatedAt !== undefined) throw invalidRequest(`ThingType ${thingTypeName} is deprecated`);
        await records.thingType.put(thingTypeName, {
          ...type,
          description: thingTypeProperties.thingTypeDescription ?? type.description,
          searchableAttributes: thingTypeProperties.searchableAttributes ?? type.searchableAttributes,
        });
        return {};
      },
    },
    DeprecateThingType: {
      route: 'POST /thing-types/:thingTypeName/deprecate',
      async run(input) {
        const { thingTypeName, undoDeprecate } = parseInput(deprecateInput, input);
        const type = findThingType(records, thingTypeName);
        const deprecatedAt = undoDeprecate ? undefined : (type.deprecatedAt ?? clock());
        await records.thingType.put(thingTypeName, { ...type, deprecatedAt });
        return {};
      },
    },
    DeleteThingType: {
      route: 'DELETE /thing-types/:thingTypeName',
      async run(input) {
        const { thingTypeName, deprecatedAt } = findThingType(records, parseInput(namedInput, input).thingTypeName);
        if (deprecatedAt === undefined)
          throw invalidRequest(`Can not delete thing type ${thingTypeName}: it is not deprecated`);
        if (records.thing.list().some((thing) => thing.thingTypeName === thingTypeName))
          throw invalidRequest(`Can not delete thing type ${thingTypeName}: things are associated with it`);
        await Promise.all([records.thingType.delete(thingTypeName), records.tags.delete(thingTypeArn(thingTypeName))]);
        return {};
      },
    },
    ListThingTypes: { route: 'GET /thing-types', run: (input) => listThingTypes(records, input) },
  };
}

function listThingTypes(records: IotRecords, input: unknown): object {
  const { thingTypeName, maxResults, nextToken } = parseInput(listInput, input);
  const types = records.thingType.list().filter((type) => (thingTypeName ?? type.thingTypeName) === type.thingTypeName);
  const page = { maximum: maxResults, token: nextToken };
  const { items, next } = pageOf(types, (type) => type.thingTypeName, page);
  return { thingTypes: items.map(describe), nextToken: next };
}

function propertiesOf({ description, searchableAttributes }: ThingTypeRecord) {
  return { thingTypeDescription: description, searchableAttributes };
}

function describe(type: ThingTypeRecord): object {
  const { thingTypeName, createdAt, deprecatedAt } = type;
  return {
    thingTypeName,
    thingTypeArn: thingTypeArn(thingTypeName),
    thingTypeProperties: propertiesOf(type),
    thingTypeMetadata: {
      deprecated: deprecatedAt !== undefined,
      ...(deprecatedAt !== undefined && { deprecationDate: seconds(deprecatedAt) }),
      creationDate: seconds(createdAt),
    },
  };
}
