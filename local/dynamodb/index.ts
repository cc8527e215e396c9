import { jsonCaller, jsonService, type JsonCaller } from '../shared/json-service.ts';
import type { Log } from '../shared/log.ts';
import { LOCAL_REGION, type Clock, type Service } from '../shared/service.ts';
import { forgetExpired } from './client-tokens.ts';
import { continuousBackupsOperations } from './continuous-backups.ts';
import { Database } from './database.ts';
import { itemOperations } from './items.ts';
import { tableOperations } from './tables.ts';
import { tagOperations } from './tags.ts';
import { deleteExpiredItems, timeToLiveOperations } from './time-to-live.ts';
import { transactionOperations } from './transactions.ts';

export interface DynamoDb extends Service {
  /** Runs an operation in this process. Rejects with AwsError. */
  call: JsonCaller;
}

export interface DynamoDbOptions {
  /** A folder of its own, made if missing. One process at a time may have it open. */
  directory: string;
  log: Log;
  clock?: Clock;
  /** How often expired items and client tokens are looked for, in milliseconds. */
  sweepInterval?: number;
}

const MINUTE_MS = 60_000;

/** Starts DynamoDB on `directory`. Rejects where another process has it open. */
export async function createDynamoDb(options: DynamoDbOptions): Promise<DynamoDb> {
  const { directory, log, clock = Date.now, sweepInterval = MINUTE_MS } = options;
  const database = await Database.open(directory);
  const operations = {
    ...itemOperations(database),
    ...transactionOperations(database, clock),
    ...tableOperations(database, clock),
    ...tagOperations(database),
    ...timeToLiveOperations(database),
    ...continuousBackupsOperations(database, clock),
  };
  const stopSweeping = repeat(sweepInterval, async () => {
    try {
      await deleteExpiredItems(database, clock());
      await forgetExpired(database, clock());
    } catch (error) {
      log.error('DynamoDB could not delete what is expired', error);
    }
  });

  const service = jsonService({
    signingName: 'dynamodb',
    jsonVersion: '1.0',
    operations,
    log,
    close: async () => {
      await stopSweeping();
      await database.close();
    },
  });
  return { ...service, call: jsonCaller(operations, { accessKeyId: undefined, region: LOCAL_REGION }) };
}

/** Runs `work`, which never rejects, `interval` milliseconds after its last end. Keeps no process alive. Gives what stops it and waits for its end. */
function repeat(interval: number, work: () => Promise<void>): () => Promise<void> {
  let current = Promise.resolve();
  let stopped = false;
  let timer: NodeJS.Timeout;
  const schedule = () => {
    if (stopped) return;
    timer = setTimeout(() => {
      current = work().then(schedule);
    }, interval).unref();
  };
  schedule();
  return () => {
    stopped = true;
    clearTimeout(timer);
    return current;
  };
}
