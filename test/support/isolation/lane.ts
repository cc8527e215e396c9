import { decodeJwt } from 'jose';
import * as v from 'valibot';
import { access, type RootField } from '../../../schema/access.ts';
import type { Role } from '../../../schema/generated/types.ts';
import { operationOf } from '../access/operations.ts';
import { post } from '../graphql.ts';
import type { Live } from '../live.ts';
import type { Sonde } from '../sonde.ts';
import type { Invitations } from './invitations.ts';
import type { IdentityModel, OrganizationModel } from './model.ts';
import type { Known, Ownership } from './ownership.ts';
import type { Random } from './random.ts';

/** Somebody of an organization, with a token that may have become stale. */
export interface Client {
  readonly identity: IdentityModel;
  /** Of the token. */
  readonly role: Role;
  readonly token: string;
  /** Their connection to what happens, once they have one. */
  live?: Live;
}

/** A subscription that is open. */
export interface Subscribed {
  readonly client: Client;
  readonly live: Live;
  readonly id: string;
  readonly field: RootField;
}

/** What is known of the other organizations, as it was at the last pause: what is tried must not depend on how far they are. */
export interface Foreign {
  readonly devices: readonly string[];
  readonly identities: readonly string[];
  readonly exports: readonly string[];
  readonly imports: readonly string[];
  readonly certificates: readonly string[];
  readonly addresses: readonly string[];
  readonly organizations: readonly string[];
  /** Tokens of pages, by the field that gave them. */
  readonly pages: readonly (readonly [field: string, token: string])[];
}

export interface LaneOptions {
  readonly sonde: Sonde;
  readonly random: Random;
  readonly model: OrganizationModel;
  readonly ownership: Ownership;
  readonly invitations: Invitations;
  /** A certificate signing request, as PEM: a key a request would take longer than all else. */
  readonly signingRequest: string;
}

export interface FieldFailure {
  errorType: string;
  message: string;
}

/** What was answered: the field's value, or its error. */
export interface Outcome {
  readonly value: unknown;
  readonly error: FieldFailure | undefined;
}

const Body = v.object({
  data: v.nullish(v.record(v.string(), v.unknown())),
  errors: v.optional(v.tupleWithRest([v.object({ errorType: v.string(), message: v.string() })], v.unknown())),
});

/** How many of the last operations a failure shows. */
const SHOWN = 25;

class LaneFailed extends Error {}

/** One organization's members, who do one thing after the other: what they must see follows from what they did, whatever others do meanwhile. */
export class Lane {
  readonly sonde: Sonde;
  readonly random: Random;
  readonly model: OrganizationModel;
  readonly ownership: Ownership;
  readonly signingRequest: string;
  readonly clients: Client[] = [];
  readonly subscriptions: Subscribed[] = [];
  /** Of services, by identity. */
  readonly secrets = new Map<string, { username: string; secret: string }>();
  /** How many readings have been measured: each has a time of its own. */
  measured = 0;
  /** Tokens of pages that were given, by field. */
  readonly pages: (readonly [field: string, token: string])[] = [];
  foreign: Foreign = {
    devices: [],
    identities: [],
    exports: [],
    imports: [],
    certificates: [],
    addresses: [],
    organizations: [],
    pages: [],
  };
  /** How many operations there have been. */
  operations = 0;
  readonly #invitations: Invitations;
  readonly #log: string[] = [];
  #failure: Error | undefined;

  constructor({ sonde, random, model, ownership, invitations, signingRequest }: LaneOptions) {
    this.sonde = sonde;
    this.random = random;
    this.model = model;
    this.ownership = ownership;
    this.signingRequest = signingRequest;
    this.#invitations = invitations;
  }

  /** Whoever does something next. */
  client(): Client {
    const client = this.random.pick(this.clients);
    if (!client) throw new Error('Nobody is signed in');
    return client;
  }

  /** Somebody who may manage devices and exports now, if anybody. */
  manager(): Client | undefined {
    return this.clients.find(({ identity, role }) => {
      const { status, isDeleted } = identity;
      return status === 'ACTIVE' && !isDeleted && identity.role === role && role !== 'VIEWER';
    });
  }

  /**
   * Asks a field for all there is below it. Looks through whatever is answered for what is of others, and expects a refusal where the table of who
   * may what has one for this client.
   * @returns undefined where it had to be refused, and was
   */
  async ask(client: Client, field: RootField, variables: object, known: Known = {}): Promise<Outcome | undefined> {
    const query = operationOf(field);
    this.note(`${client.identity.id} (${client.role}) ${field} ${JSON.stringify(variables)}`);
    const { status, body } = await post(this.sonde, { authorization: client.token }, query, variables);
    const text = JSON.stringify(body);
    this.note(`  → ${text.slice(0, 600)}`, 0);
    this.inspect(text, { ...known, sent: JSON.stringify(variables) });
    if (status !== 200) this.fail(`status ${status}`);
    const { data, errors: [error] = [] } = v.parse(Body, body);
    const refusal = refusalOf(client, field);
    if (refusal !== undefined) {
      if (error?.errorType !== 'Unauthorized' || !error.message.includes(refusal))
        this.fail(`not refused with "${refusal}"`);
      return undefined;
    }
    if (error?.errorType === 'InternalError' || error?.errorType === 'Unauthorized')
      this.fail(`${error.errorType} for no reason`);
    return { value: data?.[field.split('.')[1] ?? ''] ?? null, error };
  }

  /** Notes that the organization is about to invite somebody, who may read its name from then on. */
  invites(email: string): void {
    this.#invitations.add(email, this.model);
    this.ownership.share(email, this.model.id);
  }

  /** What this client may read of other organizations: those that invite them. */
  disclosedTo({ identity: { email } }: Client): ReadonlySet<string> {
    return this.#invitations.disclosedTo(email);
  }

  /** Looks through what comes unasked. A failure is that of the next operation. */
  watch(received: string): void {
    try {
      this.inspect(received);
    } catch (error) {
      this.#failure ??= error instanceof Error ? error : new Error(String(error));
    }
  }

  /** Fails where something of another organization is in what this one's members received. */
  inspect(received: string, known: Known = {}): void {
    const foreign = this.ownership.foreignIn(received, this.model.id, known);
    if (foreign.length > 0)
      this.fail(`something of another organization was received: ${foreign.join(', ')}\nin ${received.slice(0, 4000)}`);
  }

  /** Fails unless the plain code agrees. */
  expect(holds: boolean, what: string): asserts holds {
    if (!holds) this.fail(`expected ${what}`);
  }

  /** Fails unless there is an error of this kind, and nothing else. */
  expectError({ value, error }: Outcome, errorType: string): void {
    this.expect(value === null && error?.errorType === errorType, `a ${errorType}`);
  }

  note(line: string, operations = 1): void {
    if (this.#failure) throw this.#failure;
    this.operations += operations;
    this.#log.push(operations === 0 ? line : `#${this.operations} ${line}`);
    if (this.#log.length > 4 * SHOWN) this.#log.splice(0, this.#log.length - 2 * SHOWN);
  }

  /** Does one thing. Whatever it fails with is told with what was done before. */
  async do(operation: () => Promise<void>): Promise<void> {
    try {
      await operation();
    } catch (cause) {
      if (cause instanceof LaneFailed) throw cause;
      this.fail(String(cause), cause);
    }
  }

  fail(what: string, cause?: unknown): never {
    const last = this.#log.slice(-2 * SHOWN).join('\n');
    throw new LaneFailed(
      `${this.model.name}: ${what}\nThe last operations of its members, the failed one last:\n${last}`,
      { cause },
    );
  }
}

/** What the refusal says that a client has to get, if any. */
export function refusalOf(client: Client, field: RootField): string | undefined {
  const { identity, role } = client;
  const row = access.roots[field];
  const caller = ({ ADMINISTRATOR: 'administrator', OPERATOR: 'operator', VIEWER: 'viewer' } as const)[role];
  if (row[caller] === 'denied') return 'Not Authorized to access';
  if (row.suspended !== 'suspended') return undefined;
  if (identity.isDeleted) return 'Your identity has been deleted';
  if (identity.status !== 'ACTIVE') return 'Your access is suspended';
  if (identity.role !== role) return `Your role is ${identity.role} now`;
  return hasFormerSecret(client) ? 'The secret that you signed in with is void' : undefined;
}

/** Whether a service signed in by a secret that it has no more. Tokens tell the second. */
export function hasFormerSecret({
  identity: { kind, secretCreatedAt },
  token,
}: Pick<Client, 'identity' | 'token'>): boolean {
  if (kind !== 'SERVICE') return false;
  const { auth_time: signedIn } = v.parse(Claims, decodeJwt(token));
  return secretCreatedAt === null || signedIn < Math.floor(Date.parse(secretCreatedAt) / 1000);
}

const Claims = v.object({ auth_time: v.number() });
