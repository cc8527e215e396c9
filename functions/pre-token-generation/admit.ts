import { SondeError } from '../shared/errors.ts';
import type { Person } from './event.ts';
import { foundationFor } from './foundation.ts';
import type { Identity, Registry } from './registry.ts';

export interface AdmissionOptions {
  registry: Registry;
  signUp: 'invited' | 'open';
  now: () => Date;
}

/** Rivals are other sign-ins of the same person, of which there are few. */
const ATTEMPTS = 5;

/**
 * The identity that a person signs in as: of those bound to them the newest ACTIVE one, else the newest invitation, which is bound now.
 * Where sign-up is open, a person without any is made the administrator of a new organization.
 * @throws SondeError that the person may read, where they may not sign in
 */
export async function admit(person: Person, options: AdmissionOptions): Promise<Identity> {
  const { registry, signUp, now } = options;
  // A step that a rival was faster with changes nothing: what the rival made of it is read, and decided on anew.
  for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
    const identities = newestFirst(await registry.identitiesOf(person.email));
    const active = identities.find(({ status, sub }) => status === 'ACTIVE' && sub === person.sub);
    if (active) return active;
    const unbound = identities.find(({ status, sub }) => status !== 'SUSPENDED' && sub === undefined);
    if (unbound) await registry.bind(unbound, person.sub, now());
    else if (identities.length === 0 && signUp === 'open')
      await registry.found(foundationFor(person, attempt, now()), now());
    else throw await refusal(identities, person, registry);
  }
  throw new SondeError('ConflictError', 'Your account is being changed at this moment; sign in again in a minute.');
}

function newestFirst(identities: readonly Identity[]): Identity[] {
  return [...identities].sort((one, other) => (one.createdAt < other.createdAt ? 1 : -1));
}

async function refusal(identities: readonly Identity[], { sub }: Person, registry: Registry): Promise<SondeError> {
  const suspended = identities.find((identity) => {
    return identity.status === 'SUSPENDED' && (identity.sub === undefined || identity.sub === sub);
  });
  if (!suspended)
    return new SondeError(
      'Unauthorized',
      'You are not a member of an organization; ask an administrator to invite you.',
    );
  const name = (await registry.organizationName(suspended.organizationId)) ?? 'your organization';
  return new SondeError('Unauthorized', `Your access to ${name} is suspended; ask an administrator.`);
}
