import * as v from 'valibot';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { silentLog } from '../shared/log.ts';
import { serve } from '../shared/testing/serve.ts';
import { temporaryDirectory } from '../shared/testing/temporary-directory.ts';
import { createBudgets } from './index.ts';

const NOW = Date.UTC(2026, 4, 15, 12);
const AccountId = '000000000000';
const BudgetName = 'sonde-local-monthly';
const ARN = `arn:aws:budgets::000000000000:budget/${BudgetName}`;
const Budget = {
  BudgetName,
  BudgetType: 'COST',
  TimeUnit: 'MONTHLY',
  BudgetLimit: { Amount: '20', Unit: 'USD' },
};
const Notification = {
  NotificationType: 'ACTUAL',
  ComparisonOperator: 'GREATER_THAN',
  Threshold: 80,
  ThresholdType: 'PERCENTAGE',
};
const ops = { SubscriptionType: 'EMAIL', Address: 'ops@example.com' };
const topic = { SubscriptionType: 'SNS', Address: 'arn:aws:sns:eu-west-1:000000000000:alarms' };

let folder: Awaited<ReturnType<typeof temporaryDirectory>>;
let url: string;
let stop: () => Promise<void>;

async function start(): Promise<void> {
  const service = await createBudgets({ directory: folder.directory, log: silentLog, clock: () => NOW });
  const served = await serve(service);
  url = served.url;
  stop = async () => {
    await served.close();
    await service.close();
  };
}
beforeEach(async () => {
  folder = await temporaryDirectory();
  await start();
});
afterEach(async () => {
  await stop();
  await folder.remove();
});

const refusal = v.object({ __type: v.string(), message: v.string() });

/** As an SDK sends it. */
async function ask(operation: string, input: object): Promise<unknown> {
  const headers = {
    'content-type': 'application/x-amz-json-1.1',
    'x-amz-target': `AWSBudgetServiceGateway.${operation}`,
  };
  const answer = await fetch(url, { method: 'POST', headers, body: JSON.stringify(input) });
  const body: unknown = await answer.json();
  if (answer.ok) return body;
  const { __type: name, message } = v.parse(refusal, body);
  throw new Error(`${name}: ${message}`);
}
const create = (more: object = {}) => ask('CreateBudget', { AccountId, Budget: { ...Budget, ...more } });
const of = { AccountId, BudgetName };

describe('budgets', () => {
  it('give back what was set and the defaults, after a restart too', async () => {
    await ask('CreateBudget', { AccountId, Budget, ResourceTags: [{ Key: 'Project', Value: 'sonde' }] });
    await stop();
    await start();
    expect(await ask('DescribeBudget', of)).toEqual({
      Budget: {
        ...Budget,
        CostFilters: {},
        CostTypes: {
          IncludeTax: true,
          IncludeSubscription: true,
          UseBlended: false,
          IncludeRefund: true,
          IncludeCredit: true,
          IncludeUpfront: true,
          IncludeRecurring: true,
          IncludeOtherSubscription: true,
          IncludeSupport: true,
          IncludeDiscount: true,
          UseAmortized: false,
        },
        TimePeriod: { Start: Date.UTC(2026, 4) / 1000, End: Date.UTC(2087, 5, 15) / 1000 },
        CalculatedSpend: { ActualSpend: { Amount: '0.0', Unit: 'USD' } },
        LastUpdatedTime: NOW / 1000,
      },
    });
    await ask('TagResource', { ResourceARN: ARN, ResourceTags: [{ Key: 'a', Value: 'b' }] });
    await ask('UntagResource', { ResourceARN: ARN, ResourceTagKeys: ['Project'] });
    const tags = await ask('ListTagsForResource', { ResourceARN: ARN });
    expect(tags).toEqual({ ResourceTags: [{ Key: 'a', Value: 'b' }] });
  });

  it.each([
    ['DAILY', Date.UTC(2026, 4, 15)],
    ['QUARTERLY', Date.UTC(2026, 3)],
    ['ANNUALLY', Date.UTC(2026, 0)],
  ])('begin with the period that it is now: %s', async (TimeUnit, start) => {
    await create({ TimeUnit });
    expect(await ask('DescribeBudget', of)).toMatchObject({ Budget: { TimePeriod: { Start: start / 1000 } } });
  });

  it('are changed, listed and deleted', async () => {
    await create();
    await create({ BudgetName: 'other' });
    const NewBudget = { ...Budget, BudgetLimit: { Amount: '50', Unit: 'USD' } };
    await ask('UpdateBudget', { AccountId, NewBudget });
    await ask('DeleteBudget', { AccountId, BudgetName: 'other' });
    const listed = await ask('DescribeBudgets', { AccountId });
    expect(listed).toMatchObject({ Budgets: [{ BudgetName, BudgetLimit: { Amount: '50' } }] });
    await expect(ask('DeleteBudget', { AccountId, BudgetName: 'other' })).rejects.toThrow('NotFoundException');
  });

  it.each([
    ['without a limit', { BudgetLimit: undefined }, 'BudgetLimit'],
    ['that ends before it begins', { TimePeriod: { Start: 2, End: 1 } }, 'before its end'],
    ['whose amount is no number', { BudgetLimit: { Amount: 'much', Unit: 'USD' } }, 'Amount'],
    ['that adjusts itself', { AutoAdjustData: { AutoAdjustType: 'FORECAST' } }, 'AutoAdjustData'],
  ])('are refused: %s', async (_what, more, message) => {
    await expect(create(more)).rejects.toThrow(message);
  });

  it('are made once', async () => {
    await create();
    await expect(create()).rejects.toThrow('DuplicateRecordException');
    await expect(ask('CreateBudget', { AccountId: '111111111111', Budget })).rejects.toThrow('AccountId');
  });
});

describe('notifications', () => {
  const notifications = () => ask('DescribeNotificationsForBudget', of);
  const subscribers = (of_: object = Notification) =>
    ask('DescribeSubscribersForNotification', { ...of, Notification: of_ });
  beforeEach(async () => {
    await create();
    await ask('CreateNotification', { ...of, Notification, Subscribers: [ops, topic] });
  });

  it('are told by what they say', async () => {
    const NewNotification = { ...Notification, Threshold: 90 };
    await ask('UpdateNotification', { ...of, OldNotification: Notification, NewNotification });
    expect(await notifications()).toEqual({ Notifications: [{ ...NewNotification, NotificationState: 'OK' }] });
    expect(await subscribers(NewNotification)).toEqual({ Subscribers: [ops, topic] });
    await expect(subscribers()).rejects.toThrow('NotFoundException');
    await ask('DeleteNotification', { ...of, Notification: NewNotification });
    expect(await notifications()).toEqual({ Notifications: [] });
  });

  it('have subscribers, and go with the last', async () => {
    const other = { ...ops, Address: 'others@example.com' };
    await ask('UpdateSubscriber', { ...of, Notification, OldSubscriber: ops, NewSubscriber: other });
    await ask('CreateSubscriber', { ...of, Notification, Subscriber: ops });
    expect(await subscribers()).toEqual({ Subscribers: [ops, other, topic] });
    for (const Subscriber of [ops, other, topic]) await ask('DeleteSubscriber', { ...of, Notification, Subscriber });
    expect(await notifications()).toEqual({ Notifications: [] });
  });

  it('are refused as AWS refuses them', async () => {
    const again = ask('CreateNotification', { ...of, Notification, Subscribers: [ops] });
    await expect(again).rejects.toThrow('DuplicateRecordException');
    const second = { ...topic, Address: `${topic.Address}-2` };
    const twoTopics = ask('CreateSubscriber', { ...of, Notification, Subscriber: second });
    await expect(twoTopics).rejects.toThrow('CreationLimitExceededException');
    const nobody = { ...Notification, Threshold: 1 };
    await expect(ask('CreateNotification', { ...of, Notification: nobody, Subscribers: [] })).rejects.toThrow(
      'InvalidParameterException',
    );
    await expect(ask('CreateBudgetAction', of)).rejects.toThrow('CreateBudgetAction is not supported here');
  });
});
