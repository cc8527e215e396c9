import { createCipheriv, createDecipheriv, createHash, randomBytes } from 'node:crypto';

const IV_BYTES = 12;
const TAG_BYTES = 16;
const processKey = randomBytes(32);

/** A token that this data source did not give to this step. */
export class InvalidToken extends Error {}

/**
 * Page tokens: where a page ended, encrypted and bound to who may go on, so that they tell a client nothing and continue nothing else.
 */
export class NextTokens {
  readonly #key: Buffer;

  /** @param key keeps tokens good over restarts; without it they die with the process */
  constructor(key: Uint8Array = processKey) {
    this.#key = createHash('sha256').update(key).digest();
  }

  /** @param position JSON data */
  seal(position: unknown, boundTo: unknown): string {
    const iv = randomBytes(IV_BYTES);
    const cipher = createCipheriv('aes-256-gcm', this.#key, iv).setAAD(binding(boundTo));
    const sealed = Buffer.concat([cipher.update(JSON.stringify(position), 'utf8'), cipher.final()]);
    return Buffer.concat([iv, cipher.getAuthTag(), sealed]).toString('base64url');
  }

  /** @throws {InvalidToken} */
  open(token: string, boundTo: unknown): unknown {
    const bytes = Buffer.from(token, 'base64url');
    if (bytes.length <= IV_BYTES + TAG_BYTES) throw new InvalidToken();
    const decipher = createDecipheriv('aes-256-gcm', this.#key, bytes.subarray(0, IV_BYTES))
      .setAuthTag(bytes.subarray(IV_BYTES, IV_BYTES + TAG_BYTES))
      .setAAD(binding(boundTo));
    const opened = decipher.update(bytes.subarray(IV_BYTES + TAG_BYTES));
    try {
      return JSON.parse(Buffer.concat([opened, decipher.final()]).toString('utf8'));
    } catch (cause) {
      throw new InvalidToken('The token does not belong to this step', { cause });
    }
  }
}

function binding(boundTo: unknown): Buffer {
  return createHash('sha256').update(JSON.stringify(boundTo)).digest();
}
