import type { AuditEntryFragment, AuditTrailQueryVariables } from '../api/generated/documents.ts';
import { AUDIT_DAYS } from '../../../schema/limits.ts';
import type { AuditSearch } from './search.ts';

type Entry = Pick<AuditEntryFragment, 'time'>;

/** Where to go on: what is asked next. */
export interface Cursor {
  from: string | null;
  to: string | null;
  token: string | null;
  /** Which of the {@link STRETCHES} it is. */
  stretch: number;
}

export interface Found<Item extends Entry> {
  items: Item[];
  /** Null where there is no more. */
  next: Cursor | null;
  /** Since when all is looked through, as ISO 8601; null for all that is kept. */
  since: string | null;
}

/** A page of the API: fewer items than asked for, even none, while there is a token. */
export type AskPage<Item extends Entry> = (
  variables: AuditTrailQueryVariables,
) => Promise<{ items: Item[]; nextToken: string | null }>;

const DAY = 86_400_000;
/**
 * Days that are looked through one after another where something is looked for. The API does not say how far back it has looked on an empty page: by asking
 * for a stretch after the other it is known.
 */
const STRETCHES = [7, 28, 112, AUDIT_DAYS] as const;
/** What the API takes. */
const PAGE = 100;
/** As many are enough for once. */
const ENOUGH = 20;
/** So often it is gone on by itself. */
const MOST_PAGES = 8;

/** The cursor of what is newest. @param now in ms */
export function beginning({ from, to, ...filters }: AuditSearch, now: number): Cursor {
  const isFiltered = Object.values(filters).some((value) => value !== undefined);
  // There is nothing in the future to look through.
  const end = to === undefined ? now : Math.min(now, Date.parse(to));
  const oldest = oldestOf(from, now);
  if (isFiltered && oldest < end) return stretchBefore(0, { to: to ?? null, end, oldest });
  return { from: from ?? null, to: to ?? null, token: null, stretch: STRETCHES.length };
}

/** Looks for what is asked for, from a cursor back in time, until it has found some or has looked for a while. */
export async function searchBack<Item extends Entry>(
  ask: AskPage<Item>,
  search: AuditSearch,
  { cursor, now }: { cursor: Cursor; now: number },
): Promise<Found<Item>> {
  const { actorId, targetId, action } = search;
  const items: Item[] = [];
  let next: Cursor | null = cursor;
  let since = cursor.to;
  for (let page = 0; page < MOST_PAGES && items.length < ENOUGH && next; page += 1) {
    const { from, to, token }: Cursor = next;
    const found = await ask({ from, to, actorId, targetId, action, first: PAGE, nextToken: token });
    items.push(...found.items);
    since = found.nextToken === null ? from : (found.items.at(-1)?.time ?? since);
    next =
      found.nextToken === null ? stretchAfter(next, oldestOf(search.from, now)) : { ...next, token: found.nextToken };
  }
  return { items, next, since: next ? since : (search.from ?? null) };
}

const oldestOf = (from: string | undefined, now: number): number =>
  Math.max(now - AUDIT_DAYS * DAY, from === undefined ? 0 : Date.parse(from));

function stretchAfter({ from, stretch }: Cursor, oldest: number): Cursor | null {
  const end = from === null ? oldest : Date.parse(from);
  return stretch >= STRETCHES.length - 1 || end <= oldest
    ? null
    : stretchBefore(stretch + 1, { to: from, end, oldest });
}

function stretchBefore(
  stretch: number,
  { to, end, oldest }: { to: string | null; end: number; oldest: number },
): Cursor {
  const from = new Date(Math.max(oldest, end - (STRETCHES[stretch] ?? AUDIT_DAYS) * DAY)).toISOString();
  return { from, to, token: null, stretch };
}
