import * as v from 'valibot';
import { AwsError } from '../shared/aws-error.ts';
import { inputParser } from '../shared/parse-input.ts';
import type { Collections } from '../shared/records.ts';
import { LOCAL_ACCOUNT } from '../shared/service.ts';
import { tagMap } from '../shared/tags.ts';
import { keptBudget, notification, subscribers } from './schema.ts';

const kept = v.object({
  budget: keptBudget,
  notifications: v.array(v.object({ notification, subscribers })),
  tags: tagMap,
});

/** By their names. */
export const schemas = { budgets: kept };
export type BudgetRecords = Collections<typeof schemas>;
export type KeptBudget = v.InferOutput<typeof kept>;
export type Notification = v.InferOutput<typeof notification>;

/** Budgets are of no Region. */
export const budgetArn = (name: string): string => `arn:aws:budgets::${LOCAL_ACCOUNT}:budget/${name}`;

export const invalidParameter = (message: string): AwsError => new AwsError('InvalidParameterException', message);
export const notFound = (message: string): AwsError => new AwsError('NotFoundException', message);
export const duplicate = (message: string): AwsError => new AwsError('DuplicateRecordException', message);

/** Throws `InvalidParameterException`. */
export const parseInput = inputParser(invalidParameter);

/** Throws `NotFoundException`. */
export function requireBudget({ budgets }: BudgetRecords, name: string): KeptBudget {
  const found = budgets.get(name);
  if (!found) throw notFound(`Unable to get budget: ${name} - the budget doesn't exist.`);
  return found;
}
