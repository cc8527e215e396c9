import * as v from 'valibot';
import { pageOf } from '../shared/page.ts';
import type { RestOperations } from '../shared/rest-service.ts';
import type { Clock } from '../shared/service.ts';
import { fromTagList, tagList, toTagList, withoutTags, withTags } from '../shared/tags.ts';
import { listInQuery } from '../shared/wire-values.ts';
import { conflict, invalid, notFound } from './errors.ts';
import { name, namedInput, pageInput, parseInput } from './input.ts';
import { DEFAULT_GROUP, groupArn, seconds, type GroupRecord, type SchedulerRecords } from './records.ts';

const createInput = v.object({ Name: name, Tags: v.optional(tagList, []) });
const listInput = v.object(pageInput);
const taggedInput = v.object({ ResourceArn: v.string() });
const tagInput = v.object({ ResourceArn: v.string(), Tags: tagList });
const untagInput = v.object({ ResourceArn: v.string(), TagKeys: listInQuery(v.string()) });

/** Throws `ResourceNotFoundException`. */
export function findGroup(records: SchedulerRecords, groupName: string): GroupRecord {
  const group = records.group.get(groupName);
  if (!group) throw notFound(`Schedule group ${groupName} does not exist.`);
  return group;
}

/**
 * Schedule groups, which alone have tags. One that is deleted is gone at once, with its schedules.
 * Source: EventBridge Scheduler API Reference, "CreateScheduleGroup", "DeleteScheduleGroup", "TagResource".
 */
export function groupOperations(records: SchedulerRecords, clock: Clock): RestOperations {
  return {
    CreateScheduleGroup: {
      route: 'POST /schedule-groups/:Name',
      async run(input) {
        const { Name, Tags } = parseInput(createInput, input);
        if (records.group.has(Name)) throw conflict(`Schedule group ${Name} already exists.`);
        const tags = withTags({}, fromTagList(Tags), 'ValidationException');
        const createdAt = clock();
        await records.group.put(Name, { name: Name, createdAt, modifiedAt: createdAt, tags });
        return { ScheduleGroupArn: groupArn(Name) };
      },
    },
    GetScheduleGroup: {
      route: 'GET /schedule-groups/:Name',
      run: (input) => describe(findGroup(records, parseInput(namedInput, input).Name)),
    },
    ListScheduleGroups: {
      route: 'GET /schedule-groups',
      run(input) {
        const { NamePrefix, MaxResults, NextToken } = parseInput(listInput, input);
        const page = { maximum: MaxResults, token: NextToken };
        const { items, next } = pageOf(records.group.list(NamePrefix), (group) => group.name, page);
        return { ScheduleGroups: items.map(describe), NextToken: next };
      },
    },
    DeleteScheduleGroup: {
      route: 'DELETE /schedule-groups/:Name',
      async run(input) {
        const { name } = findGroup(records, parseInput(namedInput, input).Name);
        if (name === DEFAULT_GROUP) throw invalid('The default schedule group cannot be deleted.');
        const schedules = records.schedule.keys(`${name}/`);
        await Promise.all([records.group.delete(name), ...schedules.map((key) => records.schedule.delete(key))]);
        return {};
      },
    },
    ...tagOperations(records),
  };
}

function tagOperations(records: SchedulerRecords): RestOperations {
  const find = (arn: string): GroupRecord => {
    const group = records.group.list().find(({ name }) => groupArn(name) === arn);
    if (!group) throw notFound(`Schedule group ${arn} does not exist.`);
    return group;
  };
  return {
    ListTagsForResource: {
      route: 'GET /tags/:ResourceArn{.+}',
      run: (input) => ({ Tags: toTagList(find(parseInput(taggedInput, input).ResourceArn).tags) }),
    },
    TagResource: {
      route: 'POST /tags/:ResourceArn{.+}',
      async run(input) {
        const { ResourceArn, Tags } = parseInput(tagInput, input);
        const group = find(ResourceArn);
        const tags = withTags(group.tags, fromTagList(Tags), 'ValidationException');
        await records.group.put(group.name, { ...group, tags });
        return {};
      },
    },
    UntagResource: {
      route: 'DELETE /tags/:ResourceArn{.+}',
      async run(input) {
        const { ResourceArn, TagKeys } = parseInput(untagInput, input);
        const group = find(ResourceArn);
        await records.group.put(group.name, { ...group, tags: withoutTags(group.tags, TagKeys) });
        return {};
      },
    },
  };
}

function describe({ name, createdAt, modifiedAt }: GroupRecord): object {
  return {
    Arn: groupArn(name),
    Name: name,
    State: 'ACTIVE',
    CreationDate: seconds(createdAt),
    LastModificationDate: seconds(modifiedAt),
  };
}
