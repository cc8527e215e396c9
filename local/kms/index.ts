import { jsonCaller, jsonService, type CallableService, type JsonOperations } from '../shared/json-service.ts';
import type { Log } from '../shared/log.ts';
import { openRecords } from '../shared/records.ts';
import { LOCAL_REGION, type Clock } from '../shared/service.ts';
import { Turns } from '../shared/turns.ts';
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

export type Kms = CallableService;

/**
 * The keys of AWS KMS by name: those that AWS manages and those of the account. There is no cryptography: operations that encrypt, decrypt, sign or
 * verify are refused.
 * Source: AWS KMS API Reference.
 */
export async function createKms({ directory, log, clock = Date.now }: KmsOptions): Promise<Kms> {
  const { records, close } = await openRecords(directory, schemas);
  const keys = new Keys(records, clock);
  const operations = inTurns({
    ...keyOperations(keys, clock),
    ...policyOperations(keys, clock),
    ...tagOperations(keys),
    ...aliasOperations(keys, clock),
  });
  return {
    ...jsonService({ signingName: 'kms', jsonVersion: '1.1', operations, log, close }),
    call: jsonCaller(operations, { accessKeyId: undefined, region: LOCAL_REGION }),
  };
}

/** One operation at a time, so that none changes a key that another has just read. */
function inTurns(operations: JsonOperations): JsonOperations {
  const turns = new Turns();
  const entries = Object.entries(operations).map(([name, run]): [string, JsonOperations[string]] => [
    name,
    (input, caller) => turns.take(() => run(input, caller)),
  ]);
  return Object.fromEntries(entries);
}
