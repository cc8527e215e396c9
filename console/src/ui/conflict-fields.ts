import { hashKey } from '@tanstack/react-query';

/* What becomes of fields that two people have changed at once. Values are plain: what JSON can say. */

export type FieldOf<Values> = keyof Values & string;
export type Side = 'mine' | 'theirs';

/** The same fields three times. */
export interface Versions<Values> {
  /** As they were when one began to change them. */
  before: Values;
  /** As one wants them. */
  mine: Values;
  /** As somebody else has saved them meanwhile. */
  theirs: Values;
}

/** A field of which one wants something other than what is saved, and who has changed it since one began. */
export interface Difference<Values> {
  field: FieldOf<Values>;
  changedBy: Side | 'both';
}

/** Which version is taken of each field. */
export type Choices<Values> = Readonly<Partial<Record<FieldOf<Values>, Side>>>;

export function isSame(one: unknown, other: unknown): boolean {
  return hashKey([one]) === hashKey([other]);
}

/** The fields that are not as they were, with what they are. */
export function changesBetween<Values extends object>(before: Values, after: Values): Partial<Values> {
  const changes: Partial<Values> = {};
  for (const field of fieldsOf(after)) {
    if (!isSame(before[field], after[field])) changes[field] = after[field];
  }
  return changes;
}

export function differencesOf<Values extends object>({ before, mine, theirs }: Versions<Values>): Difference<Values>[] {
  return fieldsOf(mine)
    .filter((field) => !isSame(mine[field], theirs[field]))
    .map((field) => {
      if (isSame(mine[field], before[field])) return { field, changedBy: 'theirs' };
      return { field, changedBy: isSame(theirs[field], before[field]) ? 'mine' : 'both' };
    });
}

/** A field that one of the two has changed is as they changed it; of one that both have changed, somebody has to say. */
export function evidentChoices<Values>(differences: readonly Difference<Values>[]): Choices<Values> {
  const choices: Partial<Record<FieldOf<Values>, Side>> = {};
  for (const { field, changedBy } of differences) {
    if (changedBy !== 'both') choices[field] = changedBy;
  }
  return choices;
}

export function chosenValues<Values extends object>(
  { mine, theirs }: Versions<Values>,
  choices: Choices<Values>,
): Values {
  const chosen = { ...theirs };
  for (const field of fieldsOf(mine)) {
    if (choices[field] === 'mine') chosen[field] = mine[field];
  }
  return chosen;
}

function fieldsOf<Values extends object>(values: Values): FieldOf<Values>[] {
  return Object.keys(values) as FieldOf<Values>[];
}
