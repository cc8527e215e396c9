import * as v from 'valibot';
import { localArn } from '../shared/arns.ts';
import { openRecords, type Collections } from '../shared/records.ts';
import { tagMap } from '../shared/tags.ts';

/** The group that every account has. */
export const DEFAULT_GROUP = 'default';

/** All times are milliseconds since the epoch, unless the name is one of the API's. */
const group = v.object({ name: v.string(), createdAt: v.number(), modifiedAt: v.number(), tags: tagMap });

const target = v.object({
  Arn: v.string(),
  RoleArn: v.string(),
  Input: v.optional(v.string()),
  RetryPolicy: v.object({ MaximumEventAgeInSeconds: v.number(), MaximumRetryAttempts: v.number() }),
  DeadLetterConfig: v.optional(v.object({ Arn: v.optional(v.string()) })),
});

/** What CreateSchedule and UpdateSchedule say, in their names, with the defaults. */
const definition = v.object({
  Name: v.string(),
  GroupName: v.string(),
  ScheduleExpression: v.string(),
  ScheduleExpressionTimezone: v.string(),
  Description: v.optional(v.string()),
  State: v.picklist(['ENABLED', 'DISABLED']),
  /** Seconds since the epoch. */
  StartDate: v.optional(v.number()),
  EndDate: v.optional(v.number()),
  FlexibleTimeWindow: v.object({ Mode: v.string(), MaximumWindowInMinutes: v.optional(v.number()) }),
  Target: target,
  KmsKeyArn: v.optional(v.string()),
  ActionAfterCompletion: v.picklist(['NONE', 'DELETE']),
});

const schedule = v.object({ definition, createdAt: v.number(), modifiedAt: v.number(), dueAt: v.number() });

const schemas = { group, schedule };

export type ScheduleDefinition = v.InferOutput<typeof definition>;
export type ScheduleRecord = v.InferOutput<typeof schedule>;
export type GroupRecord = v.InferOutput<typeof group>;
/** Groups by name, schedules by {@link scheduleKey}. */
export type SchedulerRecords = Collections<typeof schemas>;

/** @throws as {@link openRecords} */
export const openSchedulerRecords = (directory: string): ReturnType<typeof openRecords<typeof schemas>> =>
  openRecords(directory, schemas);

export const scheduleKey = ({ GroupName, Name }: { GroupName: string; Name: string }): string => `${GroupName}/${Name}`;

export const scheduleArn = (key: string): string => localArn('scheduler', `schedule/${key}`);
export const groupArn = (name: string): string => localArn('scheduler', `schedule-group/${name}`);

/** Times are seconds in JSON. */
export const seconds = (milliseconds: number): number => milliseconds / 1000;
