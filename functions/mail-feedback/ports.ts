import type { Log } from '../shared/logger.ts';
import type { Membership } from '../shared/memberships.ts';
import type { Mark } from './marks.ts';

export interface Ports {
  memberships: {
    /** Of an e-mail address in lower case. */
    of(email: string): Promise<Membership[]>;
  };
  identities: {
    /** @returns whether the identity was changed; see `identitiesTable` for when it is not */
    mark(membership: Membership, mark: Mark): Promise<boolean>;
  };
  log: Log;
}
