import * as v from 'valibot';
import type { Operations } from '../shared/operations.ts';
import { pageOf } from '../shared/page.ts';
import type { Clock } from '../shared/service.ts';
import { fromTagList, toTagList, withTags, withoutTags } from '../shared/tags.ts';
import { budgetArn, duplicate, invalidParameter, notFound, parseInput, requireBudget } from './records.ts';
import type { BudgetRecords, KeptBudget } from './records.ts';
import * as schema from './schema.ts';
import type { BudgetInput } from './schema.ts';

/** Where a budget has no other end: 15 June 2087. Source: AWS Budgets API Reference, "TimePeriod". */
const NO_END = Date.UTC(2087, 5, 15) / 1000;

/** Operations on budgets and their tags. Source: AWS Budgets API Reference. */
export function budgetOperations(records: BudgetRecords, clock: Clock): Operations {
  const { budgets } = records;
  return {
    CreateBudget: async (input) => {
      const { Budget, NotificationsWithSubscribers, ResourceTags } = parseInput(schema.createBudget, input);
      const { BudgetName } = Budget;
      if (budgets.has(BudgetName)) throw duplicate(`Error creating budget: ${BudgetName} - the budget already exists.`);
      await budgets.put(BudgetName, {
        budget: completed(Budget, clock()),
        notifications: NotificationsWithSubscribers.map(({ Notification, Subscribers }) => ({
          notification: Notification,
          subscribers: Subscribers,
        })),
        tags: withTags({}, fromTagList(ResourceTags), 'ServiceQuotaExceededException'),
      });
      return {};
    },
    DescribeBudget: (input) => {
      const { BudgetName } = parseInput(schema.oneBudget, input);
      return { Budget: described(requireBudget(records, BudgetName)) };
    },
    DescribeBudgets: (input) => {
      const { MaxResults, NextToken } = parseInput(schema.describeBudgets, input);
      const keyOf = ({ budget }: KeptBudget) => budget.BudgetName;
      const { items, next } = pageOf(budgets.list(), keyOf, { maximum: MaxResults, token: NextToken });
      return { Budgets: items.map(described), NextToken: next };
    },
    UpdateBudget: async (input) => {
      const { NewBudget } = parseInput(schema.updateBudget, input);
      const found = requireBudget(records, NewBudget.BudgetName);
      const budget = completed(
        { ...NewBudget, TimePeriod: { ...found.budget.TimePeriod, ...NewBudget.TimePeriod } },
        clock(),
      );
      await budgets.put(NewBudget.BudgetName, { ...found, budget });
      return {};
    },
    DeleteBudget: async (input) => {
      const { BudgetName } = parseInput(schema.oneBudget, input);
      requireBudget(records, BudgetName);
      await budgets.delete(BudgetName);
      return {};
    },
    ...tagOperations(records),
  };
}

/** With AWS's defaults: from the beginning of the period that it is now, without an end, and every cost. */
function completed(input: BudgetInput, now: number): KeptBudget['budget'] {
  const { TimePeriod, CalculatedSpend: _spend, LastUpdatedTime: _updated, CostTypes, ...budget } = input;
  const { Start = startOf(budget.TimeUnit, new Date(now)), End = NO_END } = TimePeriod;
  if (Start >= End) throw invalidParameter('The start date of a budget must be before its end date.');
  if ((budget.BudgetLimit === undefined) === (budget.PlannedBudgetLimits === undefined))
    throw invalidParameter('A budget has either BudgetLimit or PlannedBudgetLimits.');
  const costTypes = CostTypes ?? (budget.BudgetType === 'COST' ? v.parse(schema.costTypes, {}) : undefined);
  const times = { TimePeriod: { Start, End }, LastUpdatedTime: now / 1000 };
  return { ...budget, ...times, ...(costTypes && { CostTypes: costTypes }) };
}

function startOf(unit: BudgetInput['TimeUnit'], now: Date): number {
  const [year, month] = [now.getUTCFullYear(), now.getUTCMonth()];
  const starts = {
    DAILY: Date.UTC(year, month, now.getUTCDate()),
    MONTHLY: Date.UTC(year, month),
    QUARTERLY: Date.UTC(year, month - (month % 3)),
    ANNUALLY: Date.UTC(year, 0),
  };
  return starts[unit] / 1000;
}

/** Nothing is spent here. */
function described({ budget }: KeptBudget): object {
  const Unit = budget.BudgetLimit?.Unit ?? 'USD';
  return { ...budget, CalculatedSpend: { ActualSpend: { Amount: '0.0', Unit } } };
}

function tagOperations({ budgets }: BudgetRecords): Operations {
  const tagged = (arn: string): KeptBudget => {
    const found = arn.startsWith(budgetArn('')) ? budgets.get(arn.slice(budgetArn('').length)) : undefined;
    if (!found) throw notFound(`The resource ${arn} doesn't exist.`);
    return found;
  };
  const put = (found: KeptBudget, tags: KeptBudget['tags']) => budgets.put(found.budget.BudgetName, { ...found, tags });
  return {
    ListTagsForResource: (input) => ({
      ResourceTags: toTagList(tagged(parseInput(schema.oneResource, input).ResourceARN).tags),
    }),
    TagResource: async (input) => {
      const { ResourceARN, ResourceTags } = parseInput(schema.tagResource, input);
      const found = tagged(ResourceARN);
      await put(found, withTags(found.tags, fromTagList(ResourceTags), 'ServiceQuotaExceededException'));
      return {};
    },
    UntagResource: async (input) => {
      const { ResourceARN, ResourceTagKeys } = parseInput(schema.untagResource, input);
      const found = tagged(ResourceARN);
      await put(found, withoutTags(found.tags, ResourceTagKeys));
      return {};
    },
  };
}
