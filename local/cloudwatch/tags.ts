import * as v from 'valibot';
import { AwsError } from '../shared/aws-error.ts';
import type { Operations } from '../shared/operations.ts';
import { members } from '../shared/query/form.ts';
import { fromTagList, tagList, toTagList, withTags, withoutTags, type Tags } from '../shared/tags.ts';
import { parseInput, text } from './input.ts';
import { alarmArn, dashboardArn } from './records.ts';
import type { CloudWatchRecords } from './records.ts';

const resource = { ResourceARN: text(1024) };

/** Operations on the tags of alarms and dashboards. Source: Amazon CloudWatch API Reference. */
export function tagOperations(records: CloudWatchRecords): Operations {
  return {
    ListTagsForResource: (input) => {
      const { ResourceARN } = parseInput(v.strictObject(resource), input);
      return { Tags: toTagList(tagged(records, ResourceARN).tags) };
    },
    TagResource: async (input) => {
      const { ResourceARN, Tags } = parseInput(v.strictObject({ ...resource, Tags: members(tagList.item) }), input);
      const { tags, put } = tagged(records, ResourceARN);
      await put(withTags(tags, fromTagList(Tags), 'InvalidParameterValueException'));
      return {};
    },
    UntagResource: async (input) => {
      const { ResourceARN, TagKeys } = parseInput(v.strictObject({ ...resource, TagKeys: members(v.string()) }), input);
      const { tags, put } = tagged(records, ResourceARN);
      await put(withoutTags(tags, TagKeys));
      return {};
    },
  };
}

function tagged(
  { alarms, dashboards }: CloudWatchRecords,
  arn: string,
): { tags: Tags; put: (tags: Tags) => Promise<void> } {
  const alarm = arn.startsWith(alarmArn('')) ? alarms.get(arn.slice(alarmArn('').length)) : undefined;
  if (alarm) return { tags: alarm.tags, put: (tags) => alarms.put(alarm.configuration.AlarmName, { ...alarm, tags }) };
  const dashboard = arn.startsWith(dashboardArn('')) ? dashboards.get(arn.slice(dashboardArn('').length)) : undefined;
  if (dashboard) return { tags: dashboard.tags, put: (tags) => dashboards.put(dashboard.name, { ...dashboard, tags }) };
  throw new AwsError('ResourceNotFoundException', `The resource ${arn} does not exist.`, {}, 404);
}
