import { jsonService } from '../shared/json-service.ts';
import type { CallableService } from '../shared/json-service.ts';
import type { Log } from '../shared/log.ts';
import { asJsonOperations, callerOf } from '../shared/operations.ts';
import type { Operations } from '../shared/operations.ts';
import { openRecords } from '../shared/records.ts';
import type { Clock } from '../shared/service.ts';
import { budgetOperations } from './budgets.ts';
import { notificationOperations } from './notifications.ts';
import { schemas } from './records.ts';

export interface BudgetsOptions {
  /** Made if missing. */
  directory: string;
  log: Log;
  clock?: Clock;
}

export type Budgets = CallableService;

/**
 * AWS Budgets: budgets with their notifications, kept on disk. Nothing is spent here, and nobody is told.
 * @throws FolderInUse
 */
export async function createBudgets({ directory, log, clock = Date.now }: BudgetsOptions): Promise<Budgets> {
  const { records, close } = await openRecords(directory, schemas);
  const operations: Operations = { ...budgetOperations(records, clock), ...notificationOperations(records) };
  const json = { jsonVersion: '1.1', operations: asJsonOperations(operations) } as const;
  return { ...jsonService({ signingName: 'budgets', ...json, log, close }), call: callerOf(operations) };
}
