import { createHash } from 'node:crypto';
import { AwsError } from '../shared/aws-error.ts';
import { canonicalJson } from './json.ts';
import type { Database } from './database.ts';
import type { View } from './view.ts';

/** How long a client token is good for after its transaction. Source: Amazon DynamoDB API Reference, TransactWriteItems. */
const VALIDITY_MS = 10 * 60 * 1000;

const PREFIX = 'token~';

/**
 * Whether a transaction with this client token was done already.
 * @throws AwsError `IdempotentParameterMismatchException` where it was another transaction
 */
export function isRepeated(view: View, token: string, items: unknown, now: number): boolean {
  const known = view.get(PREFIX + token);
  if (!known || isExpired(known, now)) return false;
  if (known.digest === digest(items)) return true;
  throw new AwsError(
    'IdempotentParameterMismatchException',
    'The ClientRequestToken was used in the last 10 minutes with other TransactItems',
  );
}

/** Keeps a token, in the same commit as the transaction that it stands for. */
export function remember(view: View, token: string, items: unknown, now: number): void {
  view.put(PREFIX + token, { digest: digest(items), expiresAt: now + VALIDITY_MS });
}

/** Deletes the tokens that are no longer good. */
export async function forgetExpired(database: Database, now: number): Promise<void> {
  await database.exclusive(async (view) => {
    for await (const [token, entry] of database.entries(PREFIX)) {
      if (isExpired(entry, now)) view.delete(PREFIX + token);
    }
  });
}

function isExpired(entry: Record<string, unknown>, now: number): boolean {
  return Number(entry.expiresAt) <= now;
}

function digest(items: unknown): string {
  return createHash('sha256').update(canonicalJson(items)).digest('base64');
}
