import { util } from '@aws-appsync/utils';
import { operations } from '@aws-appsync/utils/dynamodb';

/** What DynamoDB is to do with each attribute of a row. */
export type Changes = Record<string, unknown>;

/** A change of a row. */
interface Change<T> {
  update: Changes;
  /** The row after it. */
  changed: T;
  /** The members whose values it changes, with what they become; null for those that are emptied. */
  details: Record<string, unknown>;
}

/**
 * The change of `current` that `input` asks for: a member that is absent leaves its attribute alone, null removes it, anything else replaces it (0,
 * false and "" are values). Every change counts the version up.
 * @param members those of `input` that are attributes of the row
 */
export function changesOf<T extends { version: number }>(current: T, input: object, members: string[]): Change<T> {
  const now = util.time.nowISO8601();
  const update: Changes = { version: operations.increment(1), updatedAt: operations.replace(now) };
  const before = current as Record<string, unknown>;
  const after: Record<string, unknown> = { ...before, version: current.version + 1, updatedAt: now };
  const details: Record<string, unknown> = {};
  const values = input as Record<string, unknown>;
  for (const member of members) {
    const value = values[member];
    if (value !== undefined) {
      update[member] = value === null ? operations.remove() : operations.replace(value);
      after[member] = value;
      if (outline(value) !== outline(before[member] ?? null)) details[member] = value;
    }
  }
  return { update, changed: present(after) as T, details };
}

/** A copy of `row` without the members that are absent or null: a new row stores what it has. */
export function present<T extends object>(row: T): T {
  const kept: Record<string, unknown> = {};
  for (const [member, value] of Object.entries(row)) {
    if (value !== undefined && value !== null) kept[member] = value;
  }
  return kept as T;
}

/** The same text for equal values, in whatever order their members are: DynamoDB keeps none. Values are at most lists of flat objects. */
function outline(value: unknown): string {
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  return Object.entries(present(value))
    .map(([name, member]) => `${name}=${outlineOfMember(member)}`)
    .sort()
    .join();
}

function outlineOfMember(value: unknown): string {
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  return Object.entries(present(value))
    .map(([name, member]) => `${name}:${JSON.stringify(member)}`)
    .sort()
    .join();
}
