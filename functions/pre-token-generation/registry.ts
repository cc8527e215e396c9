/** What the trigger needs of the tables. An interface, so that a test can stand in rivals and failures. */
export interface Registry {
  /** The identities that an e-mail address has, as they are now. */
  identitiesOf(email: string): Promise<Identity[]>;
  organizationName(organizationId: string): Promise<string | undefined>;
  /**
   * Binds a person to an identity, and makes it ACTIVE where it is INVITED, all at once with the organization's count of administrators.
   * @returns whether the identity was still as given
   */
  bind(identity: Identity, sub: string, now: Date): Promise<boolean>;
  /** Makes an organization with one administrator, all at once. @returns whether there was none of that id */
  found(foundation: Foundation, now: Date): Promise<boolean>;
}

/** An identity as far as sign-in cares. */
export interface Identity {
  organizationId: string;
  id: string;
  role: Role;
  status: 'INVITED' | 'ACTIVE' | 'SUSPENDED';
  /** The Cognito user that it is bound to since the first sign-in. */
  sub?: string | undefined;
  createdAt: string;
  version: number;
}

export type Role = 'ADMINISTRATOR' | 'OPERATOR' | 'VIEWER';

/** An organization to be, and its first administrator. */
export interface Foundation {
  organizationId: string;
  organizationName: string;
  identityId: string;
  identityName: string;
  email: string;
  sub: string;
}
