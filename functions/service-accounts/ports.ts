/** What is kept of services outside: as interfaces, so that a test can stand in rivals and failures. */
export interface Ports {
  identities: Identities;
  accounts: Accounts;
  /** Something that nobody can guess. */
  newSecret: () => string;
  now: () => Date;
}

export interface IdentityKey {
  organizationId: string;
  identityId: string;
}

/** An identity as far as its secret goes. */
export interface Service {
  kind: 'PERSON' | 'SERVICE';
  email: string;
  version: number;
}

export interface Identities {
  find(key: IdentityKey): Promise<Service | undefined>;
  /** Notes when the secret was made, or that there is none. @returns whether the identity was still at that version */
  note(key: IdentityKey, version: number, secretCreatedAt: string | null): Promise<boolean>;
}

/** The users of the pool, by the address that they sign in with. */
export interface Accounts {
  /** Makes a user with this address, whose owner need not prove it: no mail goes out. One that is there stays as it is. */
  ensure(address: string): Promise<void>;
  /** @returns whether there is such a user */
  setPassword(address: string, password: string): Promise<boolean>;
  /** Voids all refresh tokens. One that is not there has none. */
  signOut(address: string): Promise<void>;
  /** Has sign-in ask for nothing but the password. One that is not there has no second factor. */
  withoutSecondFactor(address: string): Promise<void>;
  /** One that is not there is no error. */
  remove(address: string): Promise<void>;
}
