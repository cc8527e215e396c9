import type { Identity as StoredIdentity } from '../shared/accounts/identities.ts';
import type { Person } from './event.ts';

/** What the trigger needs of the tables. An interface, so that a test can stand in rivals and failures. */
export interface Registry {
  /** The identities that a person is bound to, and those of their e-mail address, as they are now, each once. */
  identitiesOf(person: Person): Promise<Identity[]>;
  organizationName(organizationId: string): Promise<string | undefined>;
  /**
   * Binds a person to an identity, or a service anew, and makes it ACTIVE where it is INVITED, all at once with the account, the organization's count of administrators
   * and the audit event.
   * @returns whether the identity was still as given
   */
  bind(identity: Identity, sub: string, now: Date): Promise<boolean>;
  /** Makes the account of an identity that was bound before there were any. @returns whether it was still bound to that person */
  adopt(identity: Identity, sub: string): Promise<boolean>;
  /**
   * Gives an identity the address that its person has now, all at once with its membership and the audit event.
   * @returns whether it was still as given, and the address not taken within the organization
   */
  move(identity: Identity, person: Person, now: Date): Promise<boolean>;
  /** Makes an organization with one administrator, all at once. @returns whether there was none of that id */
  found(foundation: Foundation, now: Date): Promise<boolean>;
}

export interface Identity extends StoredIdentity {
  /** Of the account that the person has with it; absent where they have none. */
  chosenAt?: string | undefined;
}

/** An organization to be, and its first administrator. */
export interface Foundation {
  organizationId: string;
  organizationName: string;
  identityId: string;
  identityName: string;
  email: string;
  sub: string;
}
