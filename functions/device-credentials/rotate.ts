import type { AuditRow } from '../shared/audit/event.ts';
import type { DeviceKey } from '../shared/credentials/device.ts';
import { endCertificates } from '../shared/credentials/end.ts';
import type { CertificateEntry } from '../shared/credentials/entry.ts';
import { discardCertificates } from '../shared/credentials/remove.ts';
import { checkSigningRequest } from '../shared/credentials/signing-request.ts';
import { changedMeanwhile, deviceNotFound } from './errors.ts';
import type { Credentials, Grant } from './grant.ts';
import { grant, issue } from './grant.ts';
import type { Held } from './held.ts';
import { heldBy } from './held.ts';
import type { Ports } from './ports.ts';

const ATTEMPTS = 5;

/**
 * Gives a device a certificate instead of all that it has. These are void before the row no longer lists them, and the new one is listed before it is
 * active: whatever happens on the way, nobody can connect with what the row does not list.
 * @throws SondeError as `provision`, but for the limit
 */
export async function rotate(asked: Grant, ports: Ports): Promise<Credentials> {
  const { device, audit, signingRequest } = asked;
  if (signingRequest !== undefined) checkSigningRequest(signingRequest);
  const held = await heldBy(device, ports);
  const issued = await issue(asked, ports);
  const { entry } = issued;
  const revoked = idsOf(held);
  const event = { ...audit, details: { ...audit.details, certificateId: entry.id, revoked } };
  const ended = new Set<string>();
  const list = () => replaceAll(device, held, { entry, audit: event, ended }, ports);
  try {
    return await grant(device, issued, list, ports);
  } finally {
    await discardCertificates(device, [...ended], ports.access);
  }
}

interface Replacement {
  entry: CertificateEntry;
  audit: AuditRow;
  /** The ids of those that are void by it. */
  ended: Set<string>;
}

async function replaceAll(
  device: DeviceKey,
  held: Held,
  { entry, audit, ended }: Replacement,
  { table, access }: Ports,
): Promise<void> {
  if ((await table.note(device, audit)) === 'gone') throw deviceNotFound(device);
  let { listed } = held;
  let ids = idsOf(held);
  for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
    await endCertificates(device, ids, access);
    for (const id of ids) ended.add(id);
    const outcome = await table.replace(device, listed, [entry]);
    if (outcome === 'replaced') return;
    // Somebody has given or taken one meanwhile.
    const now = outcome === 'gone' ? undefined : await table.read(device);
    if (!now) throw deviceNotFound(device);
    listed = now;
    ids = listed.map(({ id }) => id);
  }
  throw changedMeanwhile();
}

function idsOf({ listed, others }: Held): string[] {
  return [...listed.map(({ id }) => id), ...others];
}
