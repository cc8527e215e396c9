import * as v from 'valibot';
import { anyNames } from '../shared/record.ts';
import { LOCAL_ACCOUNT } from '../shared/service.ts';
import { tagList } from '../shared/tags.ts';

const spend = v.strictObject({
  Amount: v.pipe(v.string(), v.regex(/^([0-9]*\.)?[0-9]+$/)),
  Unit: v.pipe(v.string(), v.minLength(1)),
});
/** Which costs count, by AWS's own defaults. Source: AWS Budgets API Reference, "CostTypes". */
export const costTypes = v.strictObject({
  IncludeTax: v.optional(v.boolean(), true),
  IncludeSubscription: v.optional(v.boolean(), true),
  UseBlended: v.optional(v.boolean(), false),
  IncludeRefund: v.optional(v.boolean(), true),
  IncludeCredit: v.optional(v.boolean(), true),
  IncludeUpfront: v.optional(v.boolean(), true),
  IncludeRecurring: v.optional(v.boolean(), true),
  IncludeOtherSubscription: v.optional(v.boolean(), true),
  IncludeSupport: v.optional(v.boolean(), true),
  IncludeDiscount: v.optional(v.boolean(), true),
  UseAmortized: v.optional(v.boolean(), false),
});
const name = v.pipe(v.string(), v.minLength(1), v.maxLength(100), v.regex(/^(?!.*\/action\/)[^:\\]+$/));

/** Times are seconds since the epoch. */
const members = {
  BudgetName: name,
  BudgetLimit: v.exactOptional(spend),
  PlannedBudgetLimits: v.exactOptional(anyNames(spend)),
  CostFilters: v.optional(anyNames(v.array(v.string())), {}),
  TimeUnit: v.picklist(['DAILY', 'MONTHLY', 'QUARTERLY', 'ANNUALLY']),
  BudgetType: v.picklist([
    'USAGE',
    'COST',
    'RI_UTILIZATION',
    'RI_COVERAGE',
    'SAVINGS_PLANS_UTILIZATION',
    'SAVINGS_PLANS_COVERAGE',
  ]),
};
const period = v.strictObject({ Start: v.exactOptional(v.number()), End: v.exactOptional(v.number()) });
export const budget = v.strictObject({
  ...members,
  CostTypes: v.exactOptional(costTypes),
  TimePeriod: v.optional(period, {}),
  // What was calculated is read, not set.
  CalculatedSpend: v.optional(v.unknown()),
  LastUpdatedTime: v.optional(v.unknown()),
});
export type BudgetInput = v.InferOutput<typeof budget>;
export const keptBudget = v.object({
  ...members,
  CostTypes: v.exactOptional(costTypes),
  TimePeriod: v.object({ Start: v.number(), End: v.number() }),
  LastUpdatedTime: v.number(),
});

export const notification = v.strictObject({
  NotificationType: v.picklist(['ACTUAL', 'FORECASTED']),
  ComparisonOperator: v.picklist(['GREATER_THAN', 'LESS_THAN', 'EQUAL_TO']),
  Threshold: v.pipe(v.number(), v.minValue(0), v.maxValue(15_000_000_000_000)),
  ThresholdType: v.optional(v.picklist(['PERCENTAGE', 'ABSOLUTE_VALUE']), 'PERCENTAGE'),
  NotificationState: v.optional(v.picklist(['OK', 'ALARM']), 'OK'),
});
export const subscriber = v.variant('SubscriptionType', [
  v.strictObject({
    SubscriptionType: v.literal('EMAIL'),
    Address: v.pipe(v.string(), v.maxLength(50), v.regex(/^[^\s@]+@[^\s@]+$/, 'Expected an e-mail address')),
  }),
  v.strictObject({
    SubscriptionType: v.literal('SNS'),
    Address: v.pipe(v.string(), v.startsWith('arn:aws:sns:', 'Expected the ARN of a topic')),
  }),
]);
/** Ten addresses and one topic. */
export const subscribers = v.pipe(v.array(subscriber), v.minLength(1), v.maxLength(11));

const account = { AccountId: v.literal(LOCAL_ACCOUNT) };
const page = {
  MaxResults: v.optional(v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(1000)), 100),
  NextToken: v.optional(v.string()),
};
const ofBudget = { ...account, BudgetName: name };
const ofNotification = { ...ofBudget, Notification: notification };

export const createBudget = v.strictObject({
  ...account,
  Budget: budget,
  NotificationsWithSubscribers: v.optional(
    v.pipe(v.array(v.strictObject({ Notification: notification, Subscribers: subscribers })), v.maxLength(10)),
    [],
  ),
  ResourceTags: v.optional(tagList, []),
});
export const updateBudget = v.strictObject({ ...account, NewBudget: budget });
export const oneBudget = v.strictObject({ ...ofBudget, ShowFilterExpression: v.optional(v.boolean()) });
export const describeBudgets = v.strictObject({ ...account, ...page, ShowFilterExpression: v.optional(v.boolean()) });
export const describeNotifications = v.strictObject({ ...ofBudget, ...page });
export const createNotification = v.strictObject({ ...ofNotification, Subscribers: subscribers });
export const updateNotification = v.strictObject({
  ...ofBudget,
  OldNotification: notification,
  NewNotification: notification,
});
export const oneNotification = v.strictObject(ofNotification);
export const describeSubscribers = v.strictObject({ ...ofNotification, ...page });
export const oneSubscriber = v.strictObject({ ...ofNotification, Subscriber: subscriber });
export const updateSubscriber = v.strictObject({
  ...ofNotification,
  OldSubscriber: subscriber,
  NewSubscriber: subscriber,
});
const resource = { ResourceARN: v.string() };
export const oneResource = v.strictObject(resource);
export const tagResource = v.strictObject({ ...resource, ResourceTags: tagList });
export const untagResource = v.strictObject({ ...resource, ResourceTagKeys: v.array(v.string()) });
