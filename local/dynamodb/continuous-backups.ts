import * as v from 'valibot';
import { AwsError } from '../shared/aws-error.ts';
import type { JsonOperations } from '../shared/json-service.ts';
import type { Clock } from '../shared/service.ts';
import type { Database } from './database.ts';
import { parseInput } from './input.ts';
import type { TableRecord } from './table-record.ts';

const DAY_SECONDS = 24 * 60 * 60;
const MAX_DAYS = 35;

const describeRequest = v.strictObject({ TableName: v.string() });
const updateRequest = v.strictObject({
  TableName: v.string(),
  PointInTimeRecoverySpecification: v.strictObject({
    PointInTimeRecoveryEnabled: v.boolean(),
    RecoveryPeriodInDays: v.nullish(v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(MAX_DAYS))),
  }),
});

/**
 * The operations on continuous backups. The setting is kept and nothing is backed up: to restore is not supported here.
 * Source: Amazon DynamoDB API Reference.
 */
export function continuousBackupsOperations(database: Database, clock: Clock): JsonOperations {
  return {
    DescribeContinuousBackups(input) {
      const { TableName: name } = parseInput('DescribeContinuousBackups', describeRequest, input);
      return Promise.resolve(describe(database.reader().table(name, tableNotFound), clock()));
    },

    async UpdateContinuousBackups(input) {
      const request = parseInput('UpdateContinuousBackups', updateRequest, input);
      const { PointInTimeRecoveryEnabled: enabled, RecoveryPeriodInDays: days } =
        request.PointInTimeRecoverySpecification;
      return database.exclusive((view) => {
        const record = view.table(request.TableName, tableNotFound);
        const enabledAt = record.pointInTimeRecovery?.enabledAt ?? clock() / 1000;
        const pointInTimeRecovery = enabled ? { enabledAt, days: days ?? MAX_DAYS } : undefined;
        const updated = { ...record, pointInTimeRecovery };
        view.putTable(updated);
        return Promise.resolve(describe(updated, clock()));
      });
    },
  };
}

function describe({ pointInTimeRecovery: recovery }: TableRecord, now: number): object {
  const latest = now / 1000;
  return {
    ContinuousBackupsDescription: {
      ContinuousBackupsStatus: 'ENABLED',
      PointInTimeRecoveryDescription: recovery
        ? {
            PointInTimeRecoveryStatus: 'ENABLED',
            RecoveryPeriodInDays: recovery.days,
            EarliestRestorableDateTime: Math.max(recovery.enabledAt, latest - recovery.days * DAY_SECONDS),
            LatestRestorableDateTime: latest,
          }
        : { PointInTimeRecoveryStatus: 'DISABLED' },
    },
  };
}

/** These operations have an exception of their own for a table that is not there. */
function tableNotFound(name: string): AwsError {
  return new AwsError('TableNotFoundException', `Table not found: ${name}`);
}
