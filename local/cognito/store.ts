import type { ClassicLevel } from 'classic-level';
import type { JWK } from 'jose';
import { openLevel } from '../shared/level.ts';
import type { ClientSettings } from './pools/client-settings.ts';
import type { PoolIdentity, PoolSettings } from './pools/settings.ts';
import type { PasswordVerifier } from './srp/srp.ts';

/** Times are milliseconds since the epoch throughout. */
export interface Pool {
  id: string;
  identity: PoolIdentity;
  settings: PoolSettings;
  /** Whether users may have a software token (TOTP) as their second factor. */
  softwareTokens?: boolean | undefined;
  /** Private keys: AWS signs the two kinds of token with different ones. */
  keys: { id: JWK; access: JWK };
  /** What the answers for unknown users are derived of, in hexadecimal. */
  decoySecret: string;
  createdAt: number;
  updatedAt: number;
}

export interface Client {
  id: string;
  poolId: string;
  settings: ClientSettings;
  createdAt: number;
  updatedAt: number;
}

export interface Group {
  name: string;
  description?: string | undefined;
  precedence?: number | undefined;
  roleArn?: string | undefined;
  createdAt: number;
  updatedAt: number;
}

export interface User {
  poolId: string;
  username: string;
  enabled: boolean;
  status: 'UNCONFIRMED' | 'CONFIRMED' | 'FORCE_CHANGE_PASSWORD';
  /** With `sub`; values are strings as on AWS, `email_verified` too. */
  attributes: Readonly<Record<string, string>>;
  /** New values that take effect when their code is confirmed. */
  pendingAttributes: Readonly<Record<string, string>>;
  /** Names, in the order in which they were given. */
  groups: readonly string[];
  password?: PasswordVerifier | undefined;
  temporaryPasswordExpiresAt?: number | undefined;
  softwareToken?: SoftwareToken | undefined;
  /** The base32 secret of a software token that is not verified yet. */
  unverifiedSecret?: string | undefined;
  createdAt: number;
  updatedAt: number;
}

/** An authenticator app that has proved to have its secret. */
export interface SoftwareToken {
  /** Base32. */
  secret: string;
  /** As the user calls the device. */
  name?: string | undefined;
  /** Time steps of RFC 6238 whose codes were taken, as far as they could be taken again. */
  usedSteps: readonly number[];
  enabled: boolean;
  preferred: boolean;
}

/** One sign-in: what all its tokens share, by the id that they carry as `origin_jti`. */
export interface SignIn {
  poolId: string;
  username: string;
  clientId: string;
  originJti: string;
  eventId: string;
  /** Seconds since the epoch, as the claim `auth_time`. */
  authTime: number;
  expiresAt: number;
  revoked: boolean;
}

export interface RefreshToken {
  poolId: string;
  username: string;
  originJti: string;
  /** Set by rotation: from then on the token is spent. */
  retiredAt?: number | undefined;
}

/** What codes are mailed for: to confirm a sign-up, reset a password, verify an attribute. */
export const CODE_PURPOSES = ['confirm', 'reset', 'attribute'] as const;
export type CodePurpose = (typeof CODE_PURPOSES)[number];

export interface VerificationCode {
  /** Absent where a code was only said to be sent: none matches. */
  code?: string | undefined;
  /** Where it was sent: what it proves. */
  email: string;
  expiresAt: number;
}

/** The failed sign-ins of somebody, who need not exist. */
export interface FailedAttempts {
  count: number;
  lastAt: number;
  lockedUntil: number;
}

/** Joins the parts of a key. No part can hold NUL, so no key is a prefix of another's parts. */
export const key = (...parts: readonly string[]) => parts.join('\0');
/** The range of keys whose first parts are these. */
export const under = (...parts: readonly string[]) => ({ gte: `${key(...parts)}\0`, lt: `${key(...parts)}\u0001` });

/** The state of all pools, in one LevelDB: a write that has resolved survives the end of the process. */
export class Store {
  private readonly db: ClassicLevel;
  private last: Promise<unknown> = Promise.resolve();
  readonly pools;
  readonly clients;
  readonly groups;
  readonly users;
  /** Case-folded e-mail to user name. */
  readonly emails;
  readonly codes;
  readonly signIns;
  /** By the SHA-256 of the token. */
  readonly refreshTokens;
  readonly failedAttempts;
  /** When operations that are limited by the hour were called for somebody. */
  readonly calls;

  private constructor(db: ClassicLevel) {
    this.db = db;
    this.pools = db.sublevel<string, Pool>('pools', { valueEncoding: 'json' });
    this.clients = db.sublevel<string, Client>('clients', { valueEncoding: 'json' });
    this.groups = db.sublevel<string, Group>('groups', { valueEncoding: 'json' });
    this.users = db.sublevel<string, User>('users', { valueEncoding: 'json' });
    this.emails = db.sublevel('emails', { valueEncoding: 'utf8' });
    this.codes = db.sublevel<string, VerificationCode>('codes', { valueEncoding: 'json' });
    this.signIns = db.sublevel<string, SignIn>('sign-ins', { valueEncoding: 'json' });
    this.refreshTokens = db.sublevel<string, RefreshToken>('refresh-tokens', { valueEncoding: 'json' });
    this.failedAttempts = db.sublevel<string, FailedAttempts>('failed-attempts', { valueEncoding: 'json' });
    this.calls = db.sublevel<string, readonly number[]>('calls', { valueEncoding: 'json' });
  }

  static async open(directory: string): Promise<Store> {
    return new Store(await openLevel(directory));
  }

  /** Several writes that all happen or none. */
  batch() {
    return this.db.batch();
  }

  /** Runs one task at a time, for what reads before it writes. A task must call nothing outside the store. */
  exclusive<T>(task: () => Promise<T>): Promise<T> {
    const result = this.last.then(task);
    this.last = result.catch(() => undefined);
    return result;
  }

  /** Removes a pool with all that is in it. */
  async removePool(poolId: string): Promise<void> {
    for (const [hash, token] of await this.refreshTokens.iterator().all())
      if (token.poolId === poolId) await this.refreshTokens.del(hash);
    for (const client of await this.clients.values().all())
      if (client.poolId === poolId) await this.clients.del(client.id);
    const ofPool = [this.groups, this.users, this.emails, this.codes, this.signIns, this.failedAttempts, this.calls];
    for (const level of ofPool) await level.clear(under(poolId));
    await this.pools.del(poolId);
  }

  /** Forgets sign-ins and refresh tokens that have run out. */
  async removeExpired(now: number): Promise<void> {
    for (const [id, signIn] of await this.signIns.iterator().all())
      if (signIn.expiresAt < now) await this.signIns.del(id);
    for (const [hash, token] of await this.refreshTokens.iterator().all())
      if (!(await this.signIns.get(key(token.poolId, token.username, token.originJti))))
        await this.refreshTokens.del(hash);
  }

  async close(): Promise<void> {
    await this.db.close();
  }
}
