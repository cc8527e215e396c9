import { jsonService } from '../shared/json-service.ts';
import type { CallableService } from '../shared/json-service.ts';
import type { Log } from '../shared/log.ts';
import { asJsonOperations, asQueryOperations, callerOf } from '../shared/operations.ts';
import type { Operations } from '../shared/operations.ts';
import { queryService } from '../shared/query/query-service.ts';
import { openRecords } from '../shared/records.ts';
import type { Clock } from '../shared/service.ts';
import { alarmOperations } from './alarms.ts';
import { dashboardOperations } from './dashboards.ts';
import { OTHER_ERRORS } from './input.ts';
import { schemas } from './records.ts';
import { tagOperations } from './tags.ts';

export interface CloudWatchOptions {
  /** Made if missing. */
  directory: string;
  log: Log;
  clock?: Clock;
}

export type CloudWatch = CallableService;

const NAMESPACE = 'http://monitoring.amazonaws.com/doc/2010-08-01/';

/**
 * CloudWatch: metric alarms and dashboards, kept on disk. There are no metrics: an alarm stays in the state that it has until SetAlarmState gives it
 * another one, and runs no actions. It speaks the query protocol, as Terraform's provider, and JSON, as the SDK for JavaScript.
 * @throws FolderInUse
 */
export async function createCloudWatch({ directory, log, clock = Date.now }: CloudWatchOptions): Promise<CloudWatch> {
  const { records, close } = await openRecords(directory, schemas);
  const operations: Operations = {
    ...alarmOperations(records, clock),
    ...dashboardOperations(records, clock),
    ...tagOperations(records),
  };
  const signingName = 'monitoring';
  const inJson = jsonService({ signingName, jsonVersion: '1.0', operations: asJsonOperations(operations), log });
  const query = { namespace: NAMESPACE, operations: asQueryOperations(operations), otherErrors: OTHER_ERRORS };
  const inQuery = queryService({ signingName, ...query, log });
  return {
    signingName,
    handle: (request, caller) => (request.headers.has('x-amz-target') ? inJson : inQuery).handle(request, caller),
    call: callerOf(operations),
    close,
  };
}
