import { AwsError } from '../shared/aws-error.ts';
import type { Operations } from '../shared/operations.ts';
import { pageOf } from '../shared/page.ts';
import type { Clock } from '../shared/service.ts';
import { withTags, withoutTags } from '../shared/tags.ts';
import { invalidParameter, parseInput } from './errors.ts';
import type { Events } from './events.ts';
import { filterKey, groupArn, groupByArn, identifiedGroup, requireGroup } from './records.ts';
import type { LogGroup, LogRecords } from './records.ts';
import * as schema from './schema.ts';

/** Operations on log groups. Source: Amazon CloudWatch Logs API Reference. */
export function groupOperations(records: LogRecords, events: Events, clock: Clock): Operations {
  const { groups, metricFilters } = records;
  return {
    CreateLogGroup: async (input) => {
      const { logGroupName, kmsKeyId, tags, logGroupClass, deletionProtectionEnabled } = parseInput(
        schema.createGroup,
        input,
      );
      if (groups.has(logGroupName))
        throw new AwsError('ResourceAlreadyExistsException', 'The specified log group already exists');
      await groups.put(logGroupName, {
        name: logGroupName,
        creationTime: clock(),
        groupClass: logGroupClass,
        deletionProtection: deletionProtectionEnabled,
        // Events of this class are kept so long, whatever is asked.
        ...(logGroupClass === 'DELIVERY' && { retentionInDays: 2 }),
        ...(kmsKeyId !== undefined && { kmsKeyId }),
        tags: withTags({}, tags),
      });
      return undefined;
    },
    DescribeLogGroups: (input) => describeGroups(records, events, input),
    DeleteLogGroup: async (input) => {
      const { name, deletionProtection } = requireGroup(records, parseInput(schema.oneGroup, input).logGroupName);
      if (deletionProtection)
        throw new AwsError('InvalidOperationException', `The log group ${name} has deletion protection enabled.`);
      events.forget(name);
      const filters = metricFilters.keys(filterKey(name));
      await Promise.all([groups.delete(name), ...filters.map((key) => metricFilters.delete(key))]);
      return undefined;
    },
    PutLogGroupDeletionProtection: async (input) => {
      const { logGroupIdentifier, deletionProtectionEnabled } = parseInput(schema.protection, input);
      const group = identifiedGroup(records, { logGroupIdentifier });
      await groups.put(group.name, { ...group, deletionProtection: deletionProtectionEnabled });
      return undefined;
    },
    ...settingOperations(records),
    ...tagOperations(records),
  };
}

function describeGroups({ groups, metricFilters }: LogRecords, events: Events, input: unknown): object {
  const { logGroupNamePrefix, logGroupNamePattern, logGroupClass, limit, nextToken } = parseInput(
    schema.describeGroups,
    input,
  );
  if (logGroupNamePrefix !== undefined && logGroupNamePattern !== undefined)
    throw invalidParameter('LogGroup name prefix and LogGroup name pattern are mutually exclusive parameters.');
  const pattern = (logGroupNamePattern ?? '').toLowerCase();
  const all = groups
    .list(logGroupNamePrefix)
    .filter(({ name }) => name.toLowerCase().includes(pattern))
    .filter(({ groupClass }) => logGroupClass === undefined || groupClass === logGroupClass);
  const { items: page, next } = pageOf(all, ({ name }) => name, { maximum: limit, token: nextToken });
  const describe = ({ name, creationTime, groupClass, retentionInDays, kmsKeyId, deletionProtection }: LogGroup) => ({
    logGroupName: name,
    creationTime,
    ...(retentionInDays !== undefined && { retentionInDays }),
    metricFilterCount: metricFilters.keys(filterKey(name)).length,
    arn: `${groupArn(name)}:*`,
    logGroupArn: groupArn(name),
    storedBytes: events.bytes(name),
    ...(kmsKeyId !== undefined && { kmsKeyId }),
    logGroupClass: groupClass,
    deletionProtectionEnabled: deletionProtection,
  });
  return { logGroups: page.map(describe), ...(next !== undefined && { nextToken: next }) };
}

/** What a log group has at most one of. */
function settingOperations(records: LogRecords): Operations {
  const { groups } = records;
  return {
    PutRetentionPolicy: async (input) => {
      const { logGroupName, retentionInDays } = parseInput(schema.putRetention, input);
      const group = requireGroup(records, logGroupName);
      if (group.groupClass === 'DELIVERY')
        throw invalidParameter('The retention of a log group of the class DELIVERY cannot be changed.');
      await groups.put(group.name, { ...group, retentionInDays });
      return undefined;
    },
    DeleteRetentionPolicy: async (input) => {
      const group = requireGroup(records, parseInput(schema.oneGroup, input).logGroupName);
      const { retentionInDays, ...rest } = group;
      if (retentionInDays !== undefined && group.groupClass !== 'DELIVERY') await groups.put(group.name, rest);
      return undefined;
    },
    AssociateKmsKey: async (input) => {
      const { logGroupName, kmsKeyId } = parseInput(schema.associateKey, input);
      await groups.put(logGroupName, { ...requireGroup(records, logGroupName), kmsKeyId });
      return undefined;
    },
    DisassociateKmsKey: async (input) => {
      const { kmsKeyId, ...rest } = requireGroup(records, parseInput(schema.oneGroup, input).logGroupName);
      if (kmsKeyId !== undefined) await groups.put(rest.name, rest);
      return undefined;
    },
  };
}

function tagOperations(records: LogRecords): Operations {
  const { groups } = records;
  return {
    ListTagsForResource: (input) => {
      const { resourceArn } = parseInput(schema.oneResource, input);
      return { tags: groupByArn(records, resourceArn).tags };
    },
    TagResource: async (input) => {
      const { resourceArn, tags } = parseInput(schema.tagResource, input);
      const group = groupByArn(records, resourceArn);
      await groups.put(group.name, { ...group, tags: withTags(group.tags, tags) });
      return undefined;
    },
    UntagResource: async (input) => {
      const { resourceArn, tagKeys } = parseInput(schema.untagResource, input);
      const group = groupByArn(records, resourceArn);
      await groups.put(group.name, { ...group, tags: withoutTags(group.tags, tagKeys) });
      return undefined;
    },
  };
}
