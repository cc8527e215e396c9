import * as v from 'valibot';
import { localArn } from '../shared/arns.ts';
import type { Collections } from '../shared/records.ts';
import { LOCAL_ACCOUNT } from '../shared/service.ts';
import { tagMap } from '../shared/tags.ts';
import { keptConfiguration } from './alarm-schema.ts';

export const stateValue = v.picklist(['OK', 'ALARM', 'INSUFFICIENT_DATA']);

/** Times are milliseconds since the epoch. */
const alarm = v.object({
  configuration: keptConfiguration,
  configuredAt: v.number(),
  state: stateValue,
  reason: v.string(),
  reasonData: v.optional(v.string()),
  stateAt: v.number(),
  tags: tagMap,
});
const dashboard = v.object({ name: v.string(), body: v.string(), modifiedAt: v.number(), tags: tagMap });

/** By their names. */
export const schemas = { alarms: alarm, dashboards: dashboard };
export type CloudWatchRecords = Collections<typeof schemas>;
export type Alarm = v.InferOutput<typeof alarm>;

export const alarmArn = (name: string): string => localArn('cloudwatch', `alarm:${name}`);
/** Dashboards are of no Region. */
export const dashboardArn = (name: string): string => `arn:aws:cloudwatch::${LOCAL_ACCOUNT}:dashboard/${name}`;
