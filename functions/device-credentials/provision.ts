import { DEVICE_LIMITS } from '../../schema/limits.ts';
import { checkSigningRequest } from '../shared/credentials/signing-request.ts';
import { SondeError } from '../shared/errors.ts';
import { deviceNotFound } from './errors.ts';
import type { Credentials, Grant } from './grant.ts';
import { grant, issue } from './grant.ts';
import { heldBy } from './held.ts';
import type { Ports } from './ports.ts';

/**
 * Gives a device a certificate beside the one that it may have. The row lists it, in one transaction with the event, before anybody can connect with
 * it.
 * @throws SondeError `NotFoundError` where there is no such device, `LimitExceededError` where it has as many as it may, `ValidationError` where the
 *   signing request is not as it should be, `TimeoutError` where AWS IoT could not be asked
 */
export async function provision(asked: Grant, ports: Ports): Promise<Credentials> {
  const { device, audit, signingRequest } = asked;
  if (signingRequest !== undefined) checkSigningRequest(signingRequest);
  const { listed } = await heldBy(device, ports);
  if (listed.length >= DEVICE_LIMITS.certificates) throw tooMany();
  const issued = await issue(asked, ports);
  const { entry } = issued;
  const event = { ...audit, details: { ...audit.details, certificateId: entry.id } };
  const list = async (): Promise<void> => {
    const outcome = await ports.table.add(device, entry, DEVICE_LIMITS.certificates, event);
    if (outcome === 'gone') throw deviceNotFound(device);
    if (outcome === 'full') throw tooMany();
  };
  return grant(device, issued, list, ports);
}

function tooMany(): SondeError {
  const message = `The device has ${DEVICE_LIMITS.certificates} certificates already, which is the most it may have: revoke one of them first, or rotate them.`;
  return new SondeError('LimitExceededError', message);
}
