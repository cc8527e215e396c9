import { randomBytes } from 'node:crypto';
import { mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as v from 'valibot';
import { replaceFile } from '../shared/replace-file.ts';
import { Turns } from '../shared/turns.ts';
import { DOMAIN, checkedAddress, partsOf, withoutLabel } from './addresses.ts';
import { badRequest } from './errors.ts';

const tag = v.object({ Key: v.string(), Value: v.string() });
export type Tag = v.InferOutput<typeof tag>;

const identity = v.object({
  name: v.string(),
  type: v.picklist(['EMAIL_ADDRESS', 'DOMAIN']),
  tags: v.array(tag),
  /** What the owner of a domain would publish to prove it. */
  verificationToken: v.string(),
});
export type Identity = Readonly<v.InferOutput<typeof identity>>;
export type IdentityType = Identity['type'];

/** A resource can have as many. Source: Amazon SES API v2 Reference, "TagResource". */
const MAXIMUM_TAGS = 50;

/**
 * The addresses and domains that mail may come from. All are verified at once, as no mailbox and no name server on a laptop could prove
 * anything. A change that has resolved survives the process where there is a folder to keep it in.
 */
export class Identities {
  readonly #byName: Map<string, Identity>;
  readonly #file: string | undefined;
  readonly #turns = new Turns();

  /** @param directory made if it is missing; without it nothing is kept */
  constructor(directory?: string) {
    if (directory !== undefined) mkdirSync(directory, { recursive: true });
    this.#file = directory === undefined ? undefined : join(directory, 'identities.json');
    const kept = this.#file === undefined ? [] : readIdentities(this.#file);
    this.#byName = new Map(kept.map((each) => [each.name, each]));
  }

  /** @returns undefined where it is there already */
  async create(name: string, tags: readonly Tag[] = []): Promise<Identity | undefined> {
    const key = normalized(name);
    if (this.#byName.has(key)) return undefined;
    const type = name.includes('@') ? 'EMAIL_ADDRESS' : 'DOMAIN';
    if (type === 'EMAIL_ADDRESS') checkedAddress(name);
    else if (!DOMAIN.test(name) || !name.includes('.')) throw badRequest(`Invalid domain name ${name}.`);
    const verificationToken = randomBytes(32).toString('base64');
    const made: Identity = { name: key, type, tags: distinct(tags), verificationToken };
    this.#byName.set(key, made);
    await this.#keep();
    return made;
  }

  /** Gives an identity other tags: of several with one key the last. */
  async setTags({ name }: Identity, tags: readonly Tag[]): Promise<void> {
    const existing = this.#byName.get(name);
    if (!existing) return;
    this.#byName.set(name, { ...existing, tags: distinct(tags) });
    await this.#keep();
  }

  get(name: string): Identity | undefined {
    return this.#byName.get(normalized(name));
  }

  /** @returns whether it was there */
  async delete(name: string): Promise<boolean> {
    const found = this.#byName.delete(normalized(name));
    if (found) await this.#keep();
    return found;
  }

  /** In the order of their names; those after `after`. */
  list({ type, after = '' }: { type?: IdentityType | undefined; after?: string | undefined } = {}): Identity[] {
    return [...this.#byName.values()]
      .filter((identity) => identity.name > after && (type === undefined || identity.type === type))
      .sort((a, b) => (a.name < b.name ? -1 : 1));
  }

  /**
   * Whether mail may come from an address: it is an identity itself, with or without a label, or its domain or a domain above that is one.
   * Source: Amazon SES Developer Guide, "Creating and verifying identities in Amazon SES".
   */
  isVerified(address: string): boolean {
    if (this.get(address) ?? this.get(withoutLabel(address))) return true;
    const labels = partsOf(address).domain?.split('.') ?? [];
    return labels.some((_, index) => this.get(labels.slice(index).join('.')) !== undefined);
  }

  /** Waits for what is being written. */
  async close(): Promise<void> {
    await this.#turns.take(() => Promise.resolve());
  }

  async #keep(): Promise<void> {
    const file = this.#file;
    if (file === undefined) return;
    await this.#turns.take(() => replaceFile(file, JSON.stringify(this.list())));
  }
}

function readIdentities(file: string): Identity[] {
  try {
    return v.parse(v.array(identity), JSON.parse(readFileSync(file, 'utf8')));
  } catch (error) {
    if (v.is(v.object({ code: v.literal('ENOENT') }), error)) return [];
    throw new Error(`The identities of SES cannot be read in ${file}`, { cause: error });
  }
}

function distinct(tags: readonly Tag[]): Tag[] {
  const byKey = new Map(tags.map(({ Key, Value }) => [Key, Value]));
  if (byKey.size > MAXIMUM_TAGS) throw badRequest(`A resource can have at most ${MAXIMUM_TAGS} tags.`);
  return [...byKey].map(([Key, Value]) => ({ Key, Value }));
}

/** Domains have no case; what is before the `@` has. */
function normalized(name: string): string {
  const { local, domain } = partsOf(name);
  return domain === undefined ? local.toLowerCase() : `${local}@${domain.toLowerCase()}`;
}
