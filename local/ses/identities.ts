import { randomBytes } from 'node:crypto';
import { DOMAIN, checkedAddress, partsOf, withoutLabel } from './addresses.ts';
import { badRequest } from './errors.ts';

export type IdentityType = 'EMAIL_ADDRESS' | 'DOMAIN';

export interface Identity {
  readonly name: string;
  readonly type: IdentityType;
  readonly tags: readonly { Key: string; Value: string }[];
  /** What the owner of a domain would publish to prove it. */
  readonly verificationToken: string;
}

/**
 * The addresses and domains that mail may come from. All are verified at once, as no mailbox and no name server on a laptop could prove
 * anything, and none survives the process: whoever starts it creates what it sends from.
 */
export class Identities {
  readonly #byName = new Map<string, Identity>();

  /** @returns undefined where it is there already */
  create(name: string, tags: Identity['tags'] = []): Identity | undefined {
    const key = normalized(name);
    if (this.#byName.has(key)) return undefined;
    const type = name.includes('@') ? 'EMAIL_ADDRESS' : 'DOMAIN';
    if (type === 'EMAIL_ADDRESS') checkedAddress(name);
    else if (!DOMAIN.test(name) || !name.includes('.')) throw badRequest(`Invalid domain name ${name}.`);
    const identity = { name: key, type, tags, verificationToken: randomBytes(32).toString('base64') } as const;
    this.#byName.set(key, identity);
    return identity;
  }

  get(name: string): Identity | undefined {
    return this.#byName.get(normalized(name));
  }

  /** @returns whether it was there */
  delete(name: string): boolean {
    return this.#byName.delete(normalized(name));
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
}

/** Domains have no case; what is before the `@` has. */
function normalized(name: string): string {
  const { local, domain } = partsOf(name);
  return domain === undefined ? local.toLowerCase() : `${local}@${domain.toLowerCase()}`;
}
