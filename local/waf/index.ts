import { jsonService } from '../shared/json-service.ts';
import type { CallableService } from '../shared/json-service.ts';
import type { Log } from '../shared/log.ts';
import { asJsonOperations, callerOf } from '../shared/operations.ts';
import type { Operations } from '../shared/operations.ts';
import { openRecords } from '../shared/records.ts';
import { aclOperations } from './acls.ts';
import { associationOperations, loggingOperations, tagOperations } from './associations.ts';
import { schemas } from './records.ts';

export interface WafOptions {
  /** Made if missing. */
  directory: string;
  log: Log;
  /** Whether there is a resource, by its ARN; all are there unless given. */
  exists?: (resourceArn: string) => boolean;
}

export type Waf = CallableService;

/**
 * AWS WAF: web ACLs, what they are before and where they log, kept on disk and given back. It blocks nothing, counts nothing and logs nothing.
 * @throws FolderInUse
 */
export async function createWaf({ directory, log, exists = () => true }: WafOptions): Promise<Waf> {
  const { records, close } = await openRecords(directory, schemas);
  const operations: Operations = {
    ...aclOperations(records),
    ...associationOperations(records, exists),
    ...loggingOperations(records),
    ...tagOperations(records),
  };
  const json = { jsonVersion: '1.1', operations: asJsonOperations(operations) } as const;
  return { ...jsonService({ signingName: 'wafv2', ...json, log, close }), call: callerOf(operations) };
}
