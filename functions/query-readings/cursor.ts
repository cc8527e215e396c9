import { createHash } from 'node:crypto';
import * as v from 'valibot';
import { SondeError } from '../shared/errors.ts';
import { METRIC_NAME } from '../shared/names.ts';
import type { PageQuery, Position } from '../shared/readings/store.ts';

/** What a cursor is bound to: all that decides which readings follow in which order. */
export type CursorQuery = Pick<PageQuery, 'organizationId' | 'deviceId' | 'metrics' | 'from' | 'to' | 'order'>;

const VERSION = 1;

const Token = v.strictObject({
  v: v.literal(VERSION),
  q: v.string(),
  t: v.pipe(
    v.string(),
    v.regex(/^\d{1,19}$/),
    v.transform((digits) => BigInt(digits)),
  ),
  m: v.pipe(v.string(), v.regex(METRIC_NAME)),
});

/** The cursor of the page after `position`: base64url of JSON with a version, a digest of the query, and the position. */
export function encodeCursor(query: CursorQuery, { time, metric }: Position): string {
  return Buffer.from(JSON.stringify({ v: VERSION, q: digest(query), t: time.toString(), m: metric })).toString(
    'base64url',
  );
}

/**
 * The position that a cursor of the same query holds.
 * @throws SondeError `ValidationError` where it is no cursor, or one of another query
 */
export function decodeCursor(query: CursorQuery, cursor: string): Position {
  const token = v.safeParse(Token, parse(cursor));
  if (!token.success) throw notACursor();
  const { q, t, m } = token.output;
  if (q !== digest(query))
    throw new SondeError(
      'ValidationError',
      '`after` is the cursor of another query; it serves the same device, metrics, period and order only',
    );
  if (t < query.from || t >= query.to) throw notACursor();
  return { time: t, metric: m };
}

function notACursor(): SondeError {
  return new SondeError(
    'ValidationError',
    '`after` is not a cursor; give the `nextCursor` of a page, whole and unchanged',
  );
}

/** `undefined` for what is not JSON in canonical base64url: a decoder that skips foreign characters would take a changed cursor. */
function parse(cursor: string): unknown {
  const bytes = Buffer.from(cursor, 'base64url');
  if (bytes.toString('base64url') !== cursor) return undefined;
  try {
    return JSON.parse(bytes.toString('utf8'));
  } catch {
    return undefined;
  }
}

function digest({ organizationId, deviceId, metrics, from, to, order }: CursorQuery): string {
  const names = metrics && [...metrics].sort();
  const text = JSON.stringify([organizationId, deviceId, names, from.toString(), to.toString(), order]);
  return createHash('sha256').update(text).digest('base64url').slice(0, 22);
}
