import { hasExpired } from '../shared/accounts/identities.ts';
import { SondeError } from '../shared/errors.ts';
import type { Log } from '../shared/logger.ts';
import { isServiceAddress } from '../shared/names.ts';
import { bringUpToDate } from './bring-up-to-date.ts';
import type { Person } from './event.ts';
import { foundationFor } from './foundation.ts';
import type { Identity, Registry } from './registry.ts';

export interface AdmissionOptions {
  registry: Registry;
  signUp: 'invited' | 'open';
  now: () => Date;
  log: Log;
}

/** Rivals are other sign-ins of the same person, of which there are few. */
const ATTEMPTS = 5;

/**
 * The identity that a person, or a service, signs in as: of the ACTIVE ones bound to them the one that was chosen last, else the newest invitation that
 * is good, which is bound now. Where sign-up is open, a person without any is made the administrator of a new organization.
 * @throws SondeError that the person may read, where they may not sign in
 */
export async function admit(person: Person, options: AdmissionOptions): Promise<Identity> {
  const { registry, signUp, now } = options;
  // A step that a rival was faster with changes nothing: what the rival made of it is read, and decided on anew.
  for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
    const identities = await registry.identitiesOf(person);
    const bound = identities.filter((each) => isOf(person, each));
    await bringUpToDate(bound, identities, person, options);
    const active = newest(bound.filter(({ status }) => status === 'ACTIVE'));
    if (active) return active;
    const unbound = invitationsOf(person, identities, bound);
    const invitation = newest(unbound.filter((each) => each.status !== 'SUSPENDED' && !hasExpired(each, now())));
    if (invitation) await registry.bind(invitation, person.sub, now());
    else if (bound.length === 0 && unbound.length === 0 && signUp === 'open' && !isServiceAddress(person.email))
      await registry.found(foundationFor(person, attempt, now()), now());
    else throw await refusal([...bound, ...unbound], registry);
  }
  throw new SondeError('ConflictError', 'Your account is being changed at this moment; sign in again in a minute.');
}

/**
 * Whether a person, or a service, is bound to an identity. A service keeps its address: who gave its user another one has its secret, and is out of reach
 * of those who rotate or revoke that, for the user is found by the address.
 */
function isOf(person: Person, { sub, kind, email }: Identity): boolean {
  return sub === person.sub && (kind === 'PERSON' || email === person.email);
}

/**
 * Those that the person may be bound to. An organization that they are in already cannot be joined once more by another address. A service is bound anew
 * where it has another user: nobody but Sonde can make one with such an address.
 */
function invitationsOf({ email }: Person, identities: readonly Identity[], bound: readonly Identity[]): Identity[] {
  const kind = isServiceAddress(email) ? 'SERVICE' : 'PERSON';
  const joined = new Set(bound.map(({ organizationId }) => organizationId));
  return identities.filter((each) => {
    const isFree = each.sub === undefined || kind === 'SERVICE';
    return isFree && each.email === email && each.kind === kind && !joined.has(each.organizationId);
  });
}

function newest(identities: readonly Identity[]): Identity | undefined {
  const time = ({ chosenAt, invitation, createdAt }: Identity) => chosenAt ?? invitation?.sentAt ?? createdAt;
  return identities.reduce<Identity | undefined>(
    (best, each) => (best === undefined || time(each) > time(best) ? each : best),
    undefined,
  );
}

/** @param identities of the person, none of which they may sign in as */
async function refusal(identities: readonly Identity[], registry: Registry): Promise<SondeError> {
  const nameOf = async ({ organizationId }: Identity) =>
    (await registry.organizationName(organizationId)) ?? 'your organization';
  const suspended = newest(identities.filter(({ status }) => status === 'SUSPENDED'));
  if (suspended) return refused(`Your access to ${await nameOf(suspended)} is suspended; ask an administrator.`);
  const expired = newest(identities);
  if (expired?.invitation) {
    const day = expired.invitation.expiresAt.slice(0, 'YYYY-MM-DD'.length);
    return refused(
      `Your invitation to ${await nameOf(expired)} expired on ${day}; ask an administrator to send it again.`,
    );
  }
  return refused('You are not a member of an organization; ask an administrator to invite you.');
}

function refused(message: string): SondeError {
  return new SondeError('Unauthorized', message);
}
