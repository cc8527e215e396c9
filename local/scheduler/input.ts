import * as v from 'valibot';
import { inputParser } from '../shared/parse-input.ts';
import { count } from '../shared/wire-values.ts';
import { invalid } from './errors.ts';
import { DEFAULT_GROUP } from './records.ts';

export const parseInput = inputParser(invalid);

export const name = v.pipe(
  v.string(),
  v.regex(/^[0-9a-zA-Z_.-]{1,64}$/, 'a name of up to 64 letters, digits and _ . - is expected'),
);

/** The members of a page's request. */
export const pageInput = {
  NamePrefix: v.optional(name),
  NextToken: v.optional(v.string()),
  MaxResults: v.optional(v.pipe(count, v.minValue(1), v.maxValue(100))),
};

const whole = (minimum: number, maximum: number) =>
  v.pipe(
    v.number(),
    v.integer(),
    v.minValue(minimum, `at least ${minimum} is expected`),
    v.maxValue(maximum, `at most ${maximum} is expected`),
  );
const unsupported = v.optional(v.never('this kind of target is not supported here, only AWS Lambda functions'));

const retryPolicy = v.object({
  MaximumEventAgeInSeconds: v.optional(whole(60, 86_400), 86_400),
  MaximumRetryAttempts: v.optional(whole(0, 185), 185),
});

const target = v.object({
  Arn: v.pipe(
    v.string(),
    v.regex(
      /^arn:aws:lambda:[a-z0-9-]+:\d{12}:function:[\w-]{1,64}(:[\w$-]+)?$/,
      "only an AWS Lambda function's ARN is supported here",
    ),
  ),
  RoleArn: v.pipe(v.string(), v.regex(/^arn:aws:iam::\d{12}:role\/[\w+=,.@/-]+$/, "a role's ARN is expected")),
  Input: v.optional(v.pipe(v.string(), v.minLength(1), v.check(isJson, 'JSON is expected'))),
  RetryPolicy: v.optional(retryPolicy, {}),
  DeadLetterConfig: v.optional(
    v.object({
      Arn: v.optional(
        v.pipe(v.string(), v.regex(/^arn:aws:sqs:[a-z0-9-]+:\d{12}:[\w-]+$/, "a queue's ARN is expected")),
      ),
    }),
  ),
  EcsParameters: unsupported,
  EventBridgeParameters: unsupported,
  KinesisParameters: unsupported,
  SageMakerPipelineParameters: unsupported,
  SqsParameters: unsupported,
});

const flexibleTimeWindow = v.pipe(
  v.object({ Mode: v.picklist(['OFF', 'FLEXIBLE']), MaximumWindowInMinutes: v.optional(whole(1, 1440)) }),
  v.check(
    ({ Mode, MaximumWindowInMinutes }) => (Mode === 'FLEXIBLE') === (MaximumWindowInMinutes !== undefined),
    'MaximumWindowInMinutes goes with the mode FLEXIBLE',
  ),
);

/** What CreateSchedule and UpdateSchedule take; an update leaves nothing as it was that it does not say. */
export const scheduleInput = v.object({
  Name: name,
  GroupName: v.optional(name, DEFAULT_GROUP),
  ScheduleExpression: v.pipe(v.string(), v.minLength(1), v.maxLength(256)),
  ScheduleExpressionTimezone: v.optional(v.pipe(v.string(), v.check(isTimezone, 'a time zone is expected')), 'UTC'),
  Description: v.optional(v.pipe(v.string(), v.maxLength(512))),
  State: v.optional(v.picklist(['ENABLED', 'DISABLED']), 'ENABLED'),
  StartDate: v.optional(v.number()),
  EndDate: v.optional(v.number()),
  FlexibleTimeWindow: flexibleTimeWindow,
  Target: target,
  KmsKeyArn: v.optional(v.pipe(v.string(), v.regex(/^arn:aws:kms:.+$/, "a key's ARN is expected"))),
  ActionAfterCompletion: v.optional(v.picklist(['NONE', 'DELETE']), 'NONE'),
});

export const namedInput = v.object({ Name: name });

/** GetSchedule and DeleteSchedule have the group in the query, by another name. */
export const scheduleNameInput = v.pipe(
  v.object({ Name: name, GroupName: v.optional(name), groupName: v.optional(name) }),
  v.transform(({ Name, GroupName, groupName }) => ({ Name, GroupName: GroupName ?? groupName ?? DEFAULT_GROUP })),
);

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

function isTimezone(timeZone: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone });
    return true;
  } catch {
    return false;
  }
}
