import { util } from '@aws-appsync/utils';
import { operations } from '@aws-appsync/utils/dynamodb';

/** What DynamoDB is to do with each attribute of a row. */
export type Changes = Record<string, unknown>;

/**
 * The update that `input` asks for: a member that is absent leaves its attribute alone, null removes it, anything else replaces it (0, false and ""
 * are values). Every change counts the version up.
 * @param members those of `input` that are attributes of the row
 */
export function changesOf(input: object, members: string[]): Changes {
  const changes: Changes = {
    version: operations.increment(1),
    updatedAt: operations.replace(util.time.nowISO8601()),
  };
  const values = input as Record<string, unknown>;
  for (const member of members) {
    const value = values[member];
    if (value === null) {
      changes[member] = operations.remove();
    } else if (value !== undefined) {
      changes[member] = operations.replace(value);
    }
  }
  return changes;
}

/** A copy of `row` without the members that are absent or null: a new row stores what it has. */
export function present<T extends object>(row: T): T {
  const kept: Record<string, unknown> = {};
  for (const [member, value] of Object.entries(row)) {
    if (value !== undefined && value !== null) kept[member] = value;
  }
  return kept as T;
}
