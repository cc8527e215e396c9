import * as v from 'valibot';
import { localArn } from '../shared/arns.ts';
import type { Collections } from '../shared/records.ts';
import { tagMap } from '../shared/tags.ts';
import { invalidParameter, noGroup } from './errors.ts';
import { metricTransformation } from './schema.ts';

const group = v.object({
  name: v.string(),
  /** Milliseconds since the epoch. */
  creationTime: v.number(),
  groupClass: v.picklist(['STANDARD', 'INFREQUENT_ACCESS', 'DELIVERY']),
  retentionInDays: v.optional(v.number()),
  kmsKeyId: v.optional(v.string()),
  deletionProtection: v.boolean(),
  tags: tagMap,
});
const metricFilter = v.object({
  logGroupName: v.string(),
  filterName: v.string(),
  filterPattern: v.string(),
  creationTime: v.number(),
  metricTransformations: v.array(metricTransformation),
});

/** Log groups by name; metric filters by {@link filterKey}. */
export const schemas = { groups: group, metricFilters: metricFilter };
export type LogRecords = Collections<typeof schemas>;
export type LogGroup = v.InferOutput<typeof group>;

/** No name of a log group has a colon. */
export const filterKey = (logGroupName: string, filterName = ''): string => `${logGroupName}:${filterName}`;

export const groupArn = (name: string): string => localArn('logs', `log-group:${name}`);

/** Throws `ResourceNotFoundException`. */
export function requireGroup({ groups }: LogRecords, name: string): LogGroup {
  const found = groups.get(name);
  if (!found) throw noGroup();
  return found;
}

/** By its ARN, without the `:*` that some policies have at its end. Throws `ResourceNotFoundException`. */
export function groupByArn(records: LogRecords, arn: string): LogGroup {
  const prefix = groupArn('');
  return requireGroup(records, arn.startsWith(prefix) ? arn.slice(prefix.length) : '');
}

interface Identified {
  logGroupName?: string | undefined;
  logGroupIdentifier?: string | undefined;
}

/** By its name, or else by its name or ARN. Throws `InvalidParameterException` unless there is one of the two. */
export function identifiedGroup(records: LogRecords, { logGroupName, logGroupIdentifier }: Identified): LogGroup {
  const identifier = logGroupName ?? logGroupIdentifier;
  if (identifier === undefined || (logGroupName !== undefined && logGroupIdentifier !== undefined))
    throw invalidParameter('Either logGroupName or logGroupIdentifier must be given, and not both.');
  return identifier.startsWith('arn:') ? groupByArn(records, identifier) : requireGroup(records, identifier);
}
