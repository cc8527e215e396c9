import type { KnownCertificate } from '../shared/credentials/certificates.ts';
import { findCertificate } from '../shared/credentials/certificates.ts';
import type { DeviceKey } from '../shared/credentials/device.ts';
import type { CertificateEntry } from '../shared/credentials/entry.ts';
import { discardCertificates } from '../shared/credentials/remove.ts';
import { attachedTo, endConnection } from '../shared/credentials/things.ts';
import { changedMeanwhile, deviceNotFound } from './errors.ts';
import type { Ports } from './ports.ts';

/** What a device can connect with. */
export interface Held {
  /** What its row says. */
  listed: CertificateEntry[];
  /** Active and attached to its thing, but not in the row: what somebody attached by hand. */
  others: string[];
  /** What a call that ended half-way had left, and is gone now. */
  removed: string[];
}

/** In ms: no call goes on for that long. What is not active after it never will be. */
const LONGEST_CALL = 120_000;
const ATTEMPTS = 5;

/**
 * Which certificates a device has, once nothing is left of calls that ended half-way: they leave certificates that are not yet active, which nobody has
 * a key of, and void ones.
 * @throws SondeError `NotFoundError` where there is no such device
 */
export async function heldBy(device: DeviceKey, ports: Ports): Promise<Held> {
  const { table, access, clock, log } = ports;
  const listed = await table.read(device);
  if (!listed) throw deviceNotFound(device);
  const attached = await attachedTo(device, access);
  const ids = [...new Set([...listed.map(({ id }) => id), ...attached])];
  const known = new Map(await Promise.all(ids.map(async (id) => [id, await findCertificate(id, access)] as const)));
  const removed = ids.filter((id) => isLeft(known.get(id), clock()));
  // One that is not active is that of a call that is under way, and its own business.
  const others = ids.filter((id) => known.get(id)?.status === 'ACTIVE' && !listed.some((entry) => entry.id === id));
  if (removed.length === 0) return { listed, others, removed };
  log.warn('Certificates were left half-way, and are removed', { ...device, certificateIds: removed.join(' ') });
  // Who made one void may not have come to this.
  if (removed.some((id) => known.get(id)?.status === 'REVOKED')) await endConnection(device, access);
  const remaining = await unlist(device, removed, ports);
  await discardCertificates(device, removed, access);
  return { listed: remaining, others, removed };
}

function isLeft(certificate: KnownCertificate | undefined, now: number): boolean {
  if (!certificate || certificate.status === 'REVOKED') return true;
  return certificate.status === 'INACTIVE' && certificate.createdAt.getTime() + LONGEST_CALL < now;
}

/** Takes certificates that are void out of the row of a device, whoever else changes it meanwhile. @returns those that it has then */
export async function unlist(
  device: DeviceKey,
  ids: readonly string[],
  { table }: Pick<Ports, 'table'>,
): Promise<CertificateEntry[]> {
  for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
    const listed = await table.read(device);
    if (!listed) throw deviceNotFound(device);
    const remaining = listed.filter(({ id }) => !ids.includes(id));
    if (remaining.length === listed.length) return listed;
    const outcome = await table.replace(device, listed, remaining);
    if (outcome === 'replaced') return remaining;
    if (outcome === 'gone') throw deviceNotFound(device);
  }
  throw changedMeanwhile();
}
