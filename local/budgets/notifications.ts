import { AwsError } from '../shared/aws-error.ts';
import type { Operations } from '../shared/operations.ts';
import { pageOf } from '../shared/page.ts';
import { duplicate, notFound, parseInput, requireBudget } from './records.ts';
import type { BudgetRecords, KeptBudget, Notification } from './records.ts';
import * as schema from './schema.ts';

type Kept = KeptBudget['notifications'][number];
type Subscriber = Kept['subscribers'][number];

const MAXIMUM_NOTIFICATIONS = 10;
const MAXIMUM_ADDRESSES = 10;

/** Operations on the notifications of budgets, and on who gets them. They are kept; nothing is sent. Source: AWS Budgets API Reference. */
export function notificationOperations(records: BudgetRecords): Operations {
  const replace = (name: string, change: (all: readonly Kept[]) => Kept[]) => {
    const found = requireBudget(records, name);
    return records.budgets.put(name, { ...found, notifications: change(found.notifications) });
  };
  return {
    CreateNotification: async (input) => {
      const { BudgetName, Notification, Subscribers } = parseInput(schema.createNotification, input);
      await replace(BudgetName, (all) => {
        requireNew(all, Notification);
        if (all.length >= MAXIMUM_NOTIFICATIONS) throw tooMany('notifications');
        requireFew(Subscribers);
        return [...all, { notification: Notification, subscribers: Subscribers }];
      });
      return {};
    },
    UpdateNotification: async (input) => {
      const { BudgetName, OldNotification, NewNotification } = parseInput(schema.updateNotification, input);
      await replace(BudgetName, (all) => {
        const old = required(all, OldNotification);
        requireNew(all, NewNotification);
        return all.map((each) => (each === old ? { ...old, notification: NewNotification } : each));
      });
      return {};
    },
    DeleteNotification: async (input) => {
      const { BudgetName, Notification } = parseInput(schema.oneNotification, input);
      await replace(BudgetName, (all) => {
        const old = required(all, Notification);
        return all.filter((each) => each !== old);
      });
      return {};
    },
    DescribeNotificationsForBudget: (input) => {
      const { BudgetName, MaxResults, NextToken } = parseInput(schema.describeNotifications, input);
      const all = requireBudget(records, BudgetName).notifications.map(({ notification }) => notification);
      const { items, next } = pageOf(all.sort(byIdentity), identity, { maximum: MaxResults, token: NextToken });
      return { Notifications: items, NextToken: next };
    },
    ...subscriberOperations(records, replace),
  };
}

type Replace = (name: string, change: (all: readonly Kept[]) => Kept[]) => Promise<void>;

function subscriberOperations(records: BudgetRecords, replace: Replace): Operations {
  const change = (name: string, notification: Notification, to: (all: readonly Subscriber[]) => Subscriber[]) =>
    replace(name, (all) => {
      const of = required(all, notification);
      const subscribers = to(of.subscribers);
      requireFew(subscribers);
      return all.map((each) => (each === of ? { ...of, subscribers } : each));
    });
  return {
    CreateSubscriber: async (input) => {
      const { BudgetName, Notification, Subscriber } = parseInput(schema.oneSubscriber, input);
      await change(BudgetName, Notification, (all) => {
        if (all.some((each) => isSame(each, Subscriber))) throw duplicate('The subscriber already exists.');
        return [...all, Subscriber];
      });
      return {};
    },
    UpdateSubscriber: async (input) => {
      const { BudgetName, Notification, OldSubscriber, NewSubscriber } = parseInput(schema.updateSubscriber, input);
      await change(BudgetName, Notification, (all) => {
        requireSubscriber(all, OldSubscriber);
        if (all.some((each) => isSame(each, NewSubscriber))) throw duplicate('The subscriber already exists.');
        return all.map((each) => (isSame(each, OldSubscriber) ? NewSubscriber : each));
      });
      return {};
    },
    // A notification without subscribers goes too.
    DeleteSubscriber: async (input) => {
      const { BudgetName, Notification, Subscriber } = parseInput(schema.oneSubscriber, input);
      await replace(BudgetName, (all) => {
        const of = required(all, Notification);
        requireSubscriber(of.subscribers, Subscriber);
        const subscribers = of.subscribers.filter((each) => !isSame(each, Subscriber));
        return all.flatMap((each) => (each !== of ? [each] : subscribers.length > 0 ? [{ ...of, subscribers }] : []));
      });
      return {};
    },
    DescribeSubscribersForNotification: (input) => {
      const { BudgetName, Notification, MaxResults, NextToken } = parseInput(schema.describeSubscribers, input);
      const { subscribers } = required(requireBudget(records, BudgetName).notifications, Notification);
      const keyed = subscribers.map((each) => ({ each, key: `${each.SubscriptionType} ${each.Address}` }));
      keyed.sort((a, b) => (a.key < b.key ? -1 : 1));
      const { items, next } = pageOf(keyed, ({ key }) => key, { maximum: MaxResults, token: NextToken });
      return { Subscribers: items.map(({ each }) => each), NextToken: next };
    },
  };
}

/** A notification has no name: it is what it says, but for its state. */
function identity({ NotificationType, ComparisonOperator, Threshold, ThresholdType }: Notification): string {
  return [NotificationType, ComparisonOperator, Threshold, ThresholdType].join(' ');
}
const byIdentity = (a: Notification, b: Notification): number => (identity(a) < identity(b) ? -1 : 1);

function required(all: readonly Kept[], asked: Notification): Kept {
  const found = all.find(({ notification }) => identity(notification) === identity(asked));
  if (!found) throw notFound('Unable to find the notification.');
  return found;
}

function requireNew(all: readonly Kept[], asked: Notification): void {
  if (all.some(({ notification }) => identity(notification) === identity(asked)))
    throw duplicate('The notification already exists.');
}

const isSame = (a: Subscriber, b: Subscriber): boolean =>
  a.SubscriptionType === b.SubscriptionType && a.Address === b.Address;

function requireSubscriber(all: readonly Subscriber[], asked: Subscriber): void {
  if (!all.some((each) => isSame(each, asked))) throw notFound('Unable to find the subscriber.');
}

function requireFew(all: readonly Subscriber[]): void {
  const topics = all.filter(({ SubscriptionType }) => SubscriptionType === 'SNS').length;
  if (topics > 1 || all.length - topics > MAXIMUM_ADDRESSES) throw tooMany('subscribers');
}

const tooMany = (what: string): AwsError =>
  new AwsError('CreationLimitExceededException', `There are too many ${what} already.`);
