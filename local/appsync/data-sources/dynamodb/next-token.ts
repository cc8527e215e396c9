import { createCipheriv, createDecipheriv, createHash, randomBytes } from 'node:crypto';
import * as v from 'valibot';
import { wireItem, type WireItem } from './attribute-values.ts';

const IV_BYTES = 12;
const TAG_BYTES = 16;
const processKey = randomBytes(32);

/** A token that this data source did not give for this query. */
export class InvalidToken extends Error {}

/**
 * Page tokens: the last key, encrypted and bound to its query, so that they tell a client nothing and continue nothing else.
 */
export class NextTokens {
  readonly #key: Buffer;

  /** @param key keeps tokens good over restarts; without it they die with the process */
  constructor(key: Uint8Array = processKey) {
    this.#key = createHash('sha256').update(key).digest();
  }

  seal(lastKey: WireItem, query: unknown): string {
    const iv = randomBytes(IV_BYTES);
    const cipher = createCipheriv('aes-256-gcm', this.#key, iv).setAAD(binding(query));
    const sealed = Buffer.concat([cipher.update(JSON.stringify(lastKey), 'utf8'), cipher.final()]);
    return Buffer.concat([iv, cipher.getAuthTag(), sealed]).toString('base64url');
  }

  /** @throws {InvalidToken} */
  open(token: string, query: unknown): WireItem {
    const bytes = Buffer.from(token, 'base64url');
    if (bytes.length <= IV_BYTES + TAG_BYTES) throw new InvalidToken();
    const decipher = createDecipheriv('aes-256-gcm', this.#key, bytes.subarray(0, IV_BYTES))
      .setAuthTag(bytes.subarray(IV_BYTES, IV_BYTES + TAG_BYTES))
      .setAAD(binding(query));
    const opened = decipher.update(bytes.subarray(IV_BYTES + TAG_BYTES));
    try {
      return v.parse(wireItem, JSON.parse(Buffer.concat([opened, decipher.final()]).toString('utf8')));
    } catch (cause) {
      throw new InvalidToken('The token does not belong to this query', { cause });
    }
  }
}

function binding(query: unknown): Buffer {
  return createHash('sha256').update(JSON.stringify(query)).digest();
}
