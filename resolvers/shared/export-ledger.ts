import { util } from '@aws-appsync/utils';
import { DAY_ENTRY_KEPT, dayEntry, RUNNING_ENTRY } from '../../functions/shared/exports/ledger-entries.ts';
import { EXPORT_LIMITS } from '../../schema/limits.ts';
import type { TransactItem } from './audit.ts';
import { limitExceeded } from './errors.ts';
import { countJob } from './jobs.ts';
import type { ClientTokenEntry, CountEntry } from './rows.ts';

const TABLE = '__TABLE_exportLedger__';
const DAY = 86_400;
const TOKEN_DAYS = 7;

/** Counts an export more or less that is under way; more only where there is room for one. */
export function countRunning(organizationId: string, by: 1 | -1): TransactItem {
  return {
    table: TABLE,
    operation: 'UpdateItem',
    key: util.dynamodb.toMapValues({ organizationId, entry: RUNNING_ENTRY }),
    ...countJob(by, EXPORT_LIMITS.atOnce),
  };
}

/** Ends with the LimitExceededError of an organization that has too many exports under way. */
export function tooManyAtOnce(): never {
  limitExceeded(
    `Your organization has ${EXPORT_LIMITS.atOnce} exports under way, the most that it can have at once: ask again when one of them has ended, or cancel one.`,
  );
}

/** Counts an export of today, in UTC, where there is room for one. */
export function countToday(organizationId: string): TransactItem {
  return {
    table: TABLE,
    operation: 'UpdateItem',
    key: util.dynamodb.toMapValues({ organizationId, entry: dayEntry(util.time.nowISO8601()) }),
    update: {
      expression: 'ADD #count :one SET #removeAt = :removeAt',
      expressionNames: { '#count': 'count', '#removeAt': 'removeAt' },
      expressionValues: util.dynamodb.toMapValues({
        ':one': 1,
        ':removeAt': util.time.nowEpochSeconds() + DAY_ENTRY_KEPT,
      }),
    },
    condition: {
      returnValuesOnConditionCheckFailure: true,
      expression:
        '(attribute_not_exists(#count) OR #count < :aDay) AND (attribute_not_exists(#bytes) OR #bytes < :bytesADay)',
      expressionNames: { '#count': 'count', '#bytes': 'bytes' },
      expressionValues: util.dynamodb.toMapValues({
        ':aDay': EXPORT_LIMITS.aDay,
        ':bytesADay': EXPORT_LIMITS.bytesADay,
      }),
    },
  };
}

/** Ends with the LimitExceededError of an organization that has had enough for today. @param entry what it has had */
export function tooManyToday(entry: CountEntry | null): never {
  const midnight = util.time.epochMilliSecondsToISO8601(
    (Math.floor(util.time.nowEpochSeconds() / DAY) + 1) * DAY * 1000,
  );
  const until = `ask again after midnight in UTC, which is ${midnight}.`;
  if ((entry?.count ?? 0) >= EXPORT_LIMITS.aDay) {
    limitExceeded(`Your organization has asked for ${EXPORT_LIMITS.aDay} exports today, the most a day: ${until}`);
  }
  const gibibytes = EXPORT_LIMITS.bytesADay / (1024 * 1024 * 1024);
  limitExceeded(`Your organization's exports of today have ${gibibytes} GiB or more, the most a day: ${until}`);
}

/** Notes which export a client token stands for, for a week; only where it stands for none. */
export function noteToken(
  organizationId: string,
  identityId: string,
  clientToken: string,
  noted: { exportId: string; request: string },
): TransactItem {
  const now = util.time.nowEpochSeconds();
  const entry: ClientTokenEntry = { ...noted, removeAt: now + TOKEN_DAYS * DAY };
  return {
    table: TABLE,
    operation: 'PutItem',
    key: util.dynamodb.toMapValues({ organizationId, entry: `token#${identityId}#${clientToken}` }),
    attributeValues: util.dynamodb.toMapValues({ ...entry }),
    condition: {
      returnValuesOnConditionCheckFailure: true,
      // DynamoDB removes an entry up to days after its time.
      expression: 'attribute_not_exists(#entry) OR #removeAt <= :now',
      expressionNames: { '#entry': 'entry', '#removeAt': 'removeAt' },
      expressionValues: util.dynamodb.toMapValues({ ':now': now }),
    },
  };
}
