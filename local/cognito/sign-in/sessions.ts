import { randomBytes } from 'node:crypto';
import type { Clock } from '../../shared/service.ts';
import { notAuthorized } from '../errors.ts';

/** The server's half of an SRP exchange that waits for the client's proof. */
export interface SrpChallenge {
  kind: 'PASSWORD_VERIFIER';
  clientId: string;
  /** `USER_ID_FOR_SRP`: a user's name, or an invented one where there is no such user. */
  userId: string;
  /** As the client wrote it: that, or the user's e-mail. */
  name: string;
  A: bigint;
  b: bigint;
  B: bigint;
}

/** A user who has given the temporary password and owes a new one. */
export interface NewPasswordChallenge {
  kind: 'NEW_PASSWORD_REQUIRED';
  clientId: string;
  userId: string;
}

/** A user who owes a code of their authenticator app. */
export interface SoftwareTokenChallenge {
  kind: 'SOFTWARE_TOKEN_MFA';
  clientId: string;
  userId: string;
}

/** A user who has to set up an authenticator app, with the secret that it was given. */
export interface SetupChallenge {
  kind: 'MFA_SETUP';
  clientId: string;
  userId: string;
  secret?: string;
}

/** A user who has set one up, and has only to say so. */
export interface VerifiedSetup {
  kind: 'MFA_VERIFIED';
  clientId: string;
  userId: string;
}

export type Challenge = SrpChallenge | NewPasswordChallenge | SoftwareTokenChallenge | SetupChallenge | VerifiedSetup;

interface Entry {
  challenge: Challenge;
  expiresAt: number;
  used: boolean;
}

/**
 * Challenges under way, in memory: a restart ends them, and the user signs in again. The handle that a client gets is random and
 * says nothing.
 */
export class Sessions {
  private readonly entries = new Map<string, Entry>();
  private readonly clock: Clock;

  constructor(clock: Clock) {
    this.clock = clock;
  }

  /** Keeps a challenge for `lifetime` milliseconds. Returns its handle in base64. */
  open(challenge: Challenge, lifetime: number): string {
    const now = this.clock();
    for (const [handle, { expiresAt }] of this.entries) if (expiresAt <= now) this.entries.delete(handle);
    const handle = randomBytes(192).toString('base64');
    this.entries.set(handle, { challenge, expiresAt: now + lifetime, used: false });
    return handle;
  }

  /** The challenge of one of some kinds behind a handle, which `clientId` was given where an operation names its client, or `NotAuthorizedException`. */
  find<Kind extends Challenge['kind']>(
    kinds: readonly Kind[],
    handle: string,
    clientId?: string,
  ): Extract<Challenge, { kind: Kind }> {
    const entry = this.entries.get(handle);
    const isOther = clientId !== undefined && entry?.challenge.clientId !== clientId;
    if (!entry || isOther || !isOneOf(entry.challenge, kinds)) throw notAuthorized('Invalid session for the user.');
    if (entry.used) throw notAuthorized('Invalid session for the user, session can only be used once.');
    if (entry.expiresAt <= this.clock()) throw notAuthorized('Invalid session for the user, session is expired.');
    return entry.challenge;
  }

  /** Marks a challenge as answered: it can't be answered again. */
  use(handle: string): void {
    const entry = this.entries.get(handle);
    if (entry) entry.used = true;
  }
}

function isOneOf<Kind extends Challenge['kind']>(
  challenge: Challenge,
  kinds: readonly Kind[],
): challenge is Extract<Challenge, { kind: Kind }> {
  return kinds.some((kind) => kind === challenge.kind);
}
