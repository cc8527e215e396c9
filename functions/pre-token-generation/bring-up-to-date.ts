import { mapConcurrently } from '../shared/concurrency.ts';
import type { AdmissionOptions } from './admit.ts';
import type { Person } from './event.ts';
import type { Identity } from './registry.ts';

const AT_A_TIME = 10;

/**
 * Gives the identities that a person is bound to their accounts, where they were bound before there were any, and the address that the person has now.
 * Where an organization has another identity with that address, theirs stays as it is: an address is one identity's within an organization.
 * What a rival hinders is done at the next sign-in.
 * @param identities all that there are of the person and of their address
 */
export async function bringUpToDate(
  bound: readonly Identity[],
  identities: readonly Identity[],
  person: Person,
  { registry, log, now }: Pick<AdmissionOptions, 'registry' | 'log' | 'now'>,
): Promise<void> {
  await mapConcurrently(bound, AT_A_TIME, async (identity) => {
    const { organizationId, id, email, chosenAt } = identity;
    if (chosenAt === undefined) await registry.adopt(identity, person.sub);
    if (email === person.email) return;
    const isTaken = identities.some((other) => other.organizationId === organizationId && other.id !== id);
    const isMoved = !isTaken && (await registry.move(identity, person, now()));
    if (isMoved) return;
    log.info('An identity keeps the address that its person had before', {
      organizationId,
      identityId: id,
      reason: isTaken ? 'another identity has the new one' : 'something else was changed at the same time',
    });
  });
}
