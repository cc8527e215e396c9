import { SondeError } from '../shared/errors.ts';
import { serviceAddress } from '../shared/names.ts';
import type { IdentityKey, Ports } from './ports.ts';

export interface GivenSecret {
  secret: string;
  /** ISO 8601, in UTC. */
  secretCreatedAt: string;
}

type Change = IdentityKey & { version: number };

/**
 * Gives a service another secret: from then on the one before, and every refresh token that was got by it, is void. Makes the user where there is none.
 * The secret is in what is answered and nowhere else.
 * @throws SondeError `ConflictError` where somebody else changed the identity since; no secret is good then that anybody knows
 */
export async function giveSecret(change: Change, ports: Ports): Promise<GivenSecret> {
  const { accounts, identities } = ports;
  const address = await addressOf(change, ports);
  const secret = ports.newSecret();
  if (!(await accounts.setPassword(address, secret))) {
    await accounts.ensure(address);
    await accounts.setPassword(address, secret);
  }
  // After the password: who signed in with the one before in between is signed out, too.
  await accounts.signOut(address);
  // After the sign-out: whoever had the secret can set up an authenticator app no more, of which nobody else has the codes.
  await accounts.withoutSecondFactor(address);
  const secretCreatedAt = ports.now().toISOString();
  if (await identities.note(change, change.version, secretCreatedAt)) return { secret, secretCreatedAt };
  // What overtook it may have been the deletion. A secret that nobody is told needs no other: that might void one that somebody else was told meanwhile.
  if (!(await identities.find(change))) await accounts.remove(address);
  throw overtaken();
}

/**
 * Makes the secret of a service void, and all refresh tokens with it.
 * @throws SondeError `ConflictError` where somebody else changed the identity since
 */
export async function voidSecret(change: Change, ports: Ports): Promise<void> {
  const address = await addressOf(change, ports);
  await replaceSecret(address, ports);
  if (!(await ports.identities.note(change, change.version, null))) throw overtaken();
}

/** Removes the user of a service that was deleted, and does nothing where that has been done. */
export async function removeService(key: IdentityKey, { identities, accounts }: Ports): Promise<void> {
  if (await identities.find(key)) throw new Error('The identity has not been deleted');
  await accounts.remove(serviceAddress(key.identityId));
}

/** The address of a service's user, where the identity is one and still as it was. */
async function addressOf({ version, ...key }: Change, { identities }: Ports): Promise<string> {
  const service = await identities.find(key);
  if (service?.version !== version) throw overtaken();
  const address = serviceAddress(key.identityId);
  if (service.kind !== 'SERVICE' || service.email !== address) throw new Error('The identity is not a service');
  return address;
}

async function replaceSecret(address: string, { accounts, newSecret }: Ports): Promise<void> {
  if (await accounts.setPassword(address, newSecret())) await accounts.signOut(address);
}

function overtaken(): SondeError {
  return new SondeError('ConflictError', 'Somebody else changed the service at this very moment.');
}
