import { jsonCaller, jsonService, type JsonCaller } from '../shared/json-service.ts';
import type { Log } from '../shared/log.ts';
import { openRecords } from '../shared/records.ts';
import { LOCAL_REGION, type Clock, type Service } from '../shared/service.ts';
import { aliasOperations } from './alias-operations.ts';
import { keyOperations } from './key-operations.ts';
import { policyOperations } from './policy-operations.ts';
import { Keys, schemas } from './state.ts';
import { tagOperations } from './tag-operations.ts';

export interface KmsOptions {
  /** Where keys are kept; made if it is missing. */
  directory: string;
  log: Log;
  clock?: Clock;
}

export interface Kms extends Service {
  readonly call: JsonCaller;
}

/**
 * The keys of AWS KMS by name: those that AWS manages and those of the account. There is no cryptography: operations that encrypt, decrypt, sign or
 * verify are refused.
 * Source: AWS KMS API Reference.
 */
export async function createKms({ directory, log, clock = Date.now }: KmsOptions): Promise<Kms> {
  const { records, close } = await openRecords(directory, schemas);
  const keys = new Keys(records, clock);
  const operations = {
    ...keyOperations(keys, clock),
    ...policyOperations(keys, clock),
    ...tagOperations(keys),
    ...aliasOperations(keys, clock),
  };
  return {
    ...jsonService({ signingName: 'kms', jsonVersion: '1.1', operations, log, close }),
    call: jsonCaller(operations, { accessKeyId: undefined, region: LOCAL_REGION }),
  };
}
