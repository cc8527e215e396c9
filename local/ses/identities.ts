import { randomBytes, randomInt } from 'node:crypto';
import type { Collection } from '../shared/records.ts';
import type { Clock } from '../shared/service.ts';
import type { Tags } from '../shared/tags.ts';
import { DOMAIN, checkedAddress, partsOf, withoutLabel } from './addresses.ts';
import { badRequest } from './errors.ts';
import type { Identity, IdentityType } from './store.ts';

export interface NewIdentity {
  tags?: Tags;
  configurationSet?: string | undefined;
  dkimKeyLength?: DkimKeyLength | undefined;
}

type DkimKeyLength = NonNullable<Identity['dkim']>['keyLength'];

/**
 * The addresses and domains that mail may come from. All are verified at once, as no mailbox and no name server on a laptop could prove anything.
 */
export class Identities {
  readonly #records: Collection<Identity>;
  readonly #clock: Clock;

  constructor(records: Collection<Identity>, clock: Clock) {
    this.#records = records;
    this.#clock = clock;
  }

  /** @returns undefined where it is there already */
  async create(
    name: string,
    { tags = {}, configurationSet, dkimKeyLength }: NewIdentity = {},
  ): Promise<Identity | undefined> {
    const key = normalized(name);
    if (this.#records.has(key)) return undefined;
    const type = name.includes('@') ? 'EMAIL_ADDRESS' : 'DOMAIN';
    if (type === 'EMAIL_ADDRESS') checkedAddress(name);
    else if (!DOMAIN.test(name) || !name.includes('.')) throw badRequest(`Invalid domain name ${name}.`);
    const made: Identity = {
      name: key,
      type,
      tags,
      verificationToken: randomBytes(32).toString('base64'),
      ...(type === 'DOMAIN' && { dkim: this.#newDkim(dkimKeyLength) }),
      feedbackForwarding: true,
      configurationSet,
    };
    await this.#records.put(key, made);
    return made;
  }

  /** Puts what has changed in the place of what was. */
  async update(identity: Identity): Promise<void> {
    await this.#records.put(identity.name, identity);
  }

  /** A new key pair for a domain, under the tokens that its owner has published already. */
  async generateDkim(identity: Identity, keyLength?: DkimKeyLength): Promise<Identity> {
    const made = { ...this.#newDkim(keyLength), ...(identity.dkim && { tokens: identity.dkim.tokens }) };
    const changed = { ...identity, dkim: made };
    await this.update(changed);
    return changed;
  }

  get(name: string): Identity | undefined {
    return this.#records.get(normalized(name));
  }

  /** @returns whether it was there */
  delete(name: string): Promise<boolean> {
    return this.#records.delete(normalized(name));
  }

  /** In the order of their names. @param type all unless given */
  list(type?: IdentityType): Identity[] {
    return this.#records.list().filter((identity) => type === undefined || identity.type === type);
  }

  /**
   * By which identity mail may come from an address: the address itself, with or without a label, or its domain or a domain above. The nearest one counts.
   * Source: Amazon SES Developer Guide, "Creating and verifying identities in Amazon SES".
   */
  verifying(address: string): Identity | undefined {
    const labels = partsOf(address).domain?.split('.') ?? [];
    const domains = labels.map((_, index) => labels.slice(index).join('.'));
    for (const name of [address, withoutLabel(address), ...domains]) {
      const identity = this.get(name);
      if (identity) return identity;
    }
    return undefined;
  }

  #newDkim(keyLength: DkimKeyLength = 'RSA_2048_BIT'): NonNullable<Identity['dkim']> {
    return { tokens: [dkimToken(), dkimToken(), dkimToken()], keyLength, generatedAt: this.#clock() };
  }
}

/** In the form of those of SES: 32 small letters and digits. */
function dkimToken(): string {
  return Array.from({ length: 32 }, () => randomInt(36).toString(36)).join('');
}

/** Domains have no case; what is before the `@` has. */
function normalized(name: string): string {
  const { local, domain } = partsOf(name);
  return domain === undefined ? local.toLowerCase() : `${local}@${domain.toLowerCase()}`;
}
