import { jwtVerify } from 'jose';
import type { FlattenedJWSInput, JWTHeaderParameters, JWTPayload, JWTVerifyGetKey } from 'jose';
import type { Clock } from '../../shared/service.ts';

interface Verified {
  readonly payload: JWTPayload;
  readonly header: JWTHeaderParameters;
  readonly flattened: FlattenedJWSInput;
  readonly key: unknown;
}

const MAX_REMEMBERED = 1000;

/**
 * Verifies tokens, and remembers those that were good: the signature costs more than all else of a small request. What is remembered counts only while
 * the pool would still have it verified by the very same key, and within the token's own times.
 */
export class VerifiedTokens {
  readonly #clock: Clock;
  readonly #known = new Map<string, Verified>();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** The claims of a token. Rejects with a `JOSEError` where it is not the pool's, or not good now. */
  async payloadOf(
    token: string,
    { issuer, keys }: { readonly issuer: string; readonly keys: JWTVerifyGetKey },
  ): Promise<JWTPayload> {
    const known = this.#known.get(token);
    if (known && this.#isTimely(known.payload) && (await keys(known.header, known.flattened)) === known.key)
      return known.payload;
    this.#known.delete(token);
    const verified = await this.#verify(token, issuer, keys);
    this.#known.set(token, verified);
    const [oldest] = this.#known.keys();
    if (this.#known.size > MAX_REMEMBERED && oldest !== undefined) this.#known.delete(oldest);
    return verified.payload;
  }

  async #verify(token: string, issuer: string, keys: JWTVerifyGetKey): Promise<Verified> {
    let found: Omit<Verified, 'payload'> | undefined;
    const find: JWTVerifyGetKey = async (header, flattened) => {
      const key = await keys(header, flattened);
      found = { header, flattened, key };
      return key;
    };
    const { payload } = await jwtVerify(token, find, {
      algorithms: ['RS256'],
      issuer,
      requiredClaims: ['exp', 'iss', 'sub', 'token_use'],
      currentDate: new Date(this.#clock()),
    });
    if (!found) throw new Error('A token was verified without a key');
    return { ...found, payload };
  }

  #isTimely({ exp = 0, nbf = 0 }: JWTPayload): boolean {
    const seconds = Math.floor(this.#clock() / 1000);
    return nbf <= seconds && seconds < exp;
  }
}
