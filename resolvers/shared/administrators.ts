import type { TransactWriteItem } from '@aws-appsync/utils/dynamodb';
import { operations } from '@aws-appsync/utils/dynamodb';
import { invalid } from './errors.ts';

/**
 * The part of a transaction that counts one active administrator more or less; none, if the change makes no difference. The last one cannot go: the
 * condition sees the count as it is when the transaction is done, so that two at once cannot both take the second last for granted.
 */
export function countAdministrators(organizationId: string, before: boolean, after: boolean): TransactWriteItem[] {
  if (before === after) return [];
  return [
    {
      updateItem: {
        table: '__TABLE_organizations__',
        key: { id: organizationId },
        update: { activeAdministrators: after ? operations.increment(1) : operations.decrement(1) },
        condition: { activeAdministrators: { ge: after ? 0 : 2 } },
      },
    },
  ];
}

/** Ends with the ValidationError of a change that would leave the organization without an active administrator. */
export function lastAdministrator(): never {
  invalid(
    'An organization keeps at least one active administrator: make another identity an active ADMINISTRATOR first.',
  );
}
