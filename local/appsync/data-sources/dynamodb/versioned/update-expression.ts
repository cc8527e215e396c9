import { notSupported, RequestError } from '../../request-error.ts';
import type { WireItem, WireValue } from '../attribute-values.ts';
import type { Expression } from '../expressions.ts';

/** A member of an item, such as `['address', 'city']`. */
type Path = readonly string[];

/** An update that sets and removes members. */
export interface Changes {
  sets: readonly { path: Path; value: WireValue }[];
  removals: readonly Path[];
}

const CLAUSE = /(?<![#:.\w])(SET|REMOVE|ADD|DELETE)(?=\s)/i;
const ASSIGNMENT = /^([#\w.]+)\s*=\s*(:\w+)$/;
const MEMBER = /^[#\w.]+$/;

/**
 * What an update changes, where that does not depend on what is there.
 * @param purpose whose sake it must not for
 * @throws {RequestError} where it does, as `SET ups = ups + :one` does
 */
export function readChanges({ expression, expressionNames, expressionValues }: Expression, purpose: string): Changes {
  const pathOf = (text: string): Path => text.split('.').map((name) => expressionNames?.[name] ?? name);
  const changes = { sets: [] as { path: Path; value: WireValue }[], removals: [] as Path[] };
  for (const [clause, body] of clausesOf(expression)) {
    for (const part of body.split(',').map((each) => each.trim())) {
      const [, path, placeholder = ''] = ASSIGNMENT.exec(part) ?? [];
      const value = expressionValues?.[placeholder];
      if (clause === 'SET' && path !== undefined && value) changes.sets.push({ path: pathOf(path), value });
      else if (clause === 'REMOVE' && MEMBER.test(part)) changes.removals.push(pathOf(part));
      else
        throw notSupported(`${purpose} of an update other than SET to a value and REMOVE, such as ${clause} ${part}`);
    }
  }
  return changes;
}

/** An item with changes made. */
export function withChanges(item: WireItem, { sets, removals }: Changes): WireItem {
  const removed = removals.reduce((changed, path) => changeAt(changed, path, undefined), item);
  return sets.reduce((changed, { path, value }) => changeAt(changed, path, value), removed);
}

/** An update with further assignments and removals, each clause being there once. */
export function extended({ expression }: Expression, assignments: string, removals: string): string {
  const clauses = clausesOf(expression);
  const more = new Map([
    ['SET', assignments],
    ['REMOVE', removals],
  ]);
  const missing = [...more].filter(([clause]) => !clauses.some(([name]) => name === clause));
  return [
    ...clauses.map(([clause, body]) => [clause, body, more.get(clause)] as const),
    ...missing.map(([clause, body]) => [clause, body, undefined] as const),
  ]
    .map(([clause, body, added]) => `${clause} ${added === undefined ? body : `${body}, ${added}`}`)
    .join(' ');
}

/** The names of members that an update names, wherever it does. */
export function namesOf({ expression, expressionNames }: Expression): string[] {
  return [...expression.matchAll(/#?\w+/g)].map(([name]) => expressionNames?.[name] ?? name);
}

function clausesOf(expression: string): (readonly [clause: string, body: string])[] {
  const [before = '', ...parts] = expression.split(CLAUSE);
  if (before.trim() !== '' || parts.length === 0)
    throw new RequestError("Invalid value for field '$[update][expression]': Expected SET, REMOVE, ADD or DELETE");
  return parts.flatMap((clause, index) =>
    index % 2 === 0 ? [[clause.toUpperCase(), (parts[index + 1] ?? '').trim()] as const] : [],
  );
}

function changeAt(item: WireItem, [name = '', ...rest]: Path, value: WireValue | undefined): WireItem {
  const inner = rest.length > 0 ? { M: { ...changeAt(item[name]?.M ?? {}, rest, value) } } : value;
  const { [name]: _old, ...others } = item;
  return inner ? { ...others, [name]: inner } : others;
}
