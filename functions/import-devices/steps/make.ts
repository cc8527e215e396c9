import type { ChunkRow } from '../chunk.ts';
import { chunkEnd, chunkName, chunkOf } from '../chunk.ts';
import type { DeviceCredentials } from '../credential-lines.ts';
import { credentialLines } from '../credential-lines.ts';
import type { DeviceInput } from '../csv/device-rules.ts';
import { eventOf } from '../event-of.ts';
import type { Hold } from '../hold.ts';
import type { MadeCertificate, Outcome } from '../made-certificates.ts';
import { readOutcomes } from '../made-certificates.ts';
import { mapToEnd } from '../map-to-end.ts';
import type { Ports } from '../ports.ts';
import type { RowResult } from '../report.ts';
import { reportLines } from '../report.ts';

const AT_A_TIME = 10;
export const VOID = 'Its certificate is void: give it a new one with rotateDeviceCertificate.';

/** A row that can become a device, with the certificate that was made for it. */
interface Candidate extends ChunkRow {
  device: DeviceInput;
  certificate: MadeCertificate | undefined;
}

/**
 * Makes the devices of the chunk, lets them connect, and keeps what became of each row before the checkpoint moves. Done again, it makes none twice,
 * and comes to the same.
 */
export async function make(hold: Hold, ports: Ports): Promise<void> {
  const chunk = await chunkOf(hold);
  const { certificates } = hold.row.work;
  const outcomes = certificates === undefined ? undefined : readOutcomes(await ports.files.read(certificates));
  const rows = chunk.map((row) => candidateOf(row, outcomes));
  const candidates = rows.flatMap((row) => ('device' in row ? [row] : []));

  const refused = await ports.devices.make(
    candidates.map(({ row, line, deviceId, device, certificate }) => ({
      id: deviceId,
      input: device,
      ...(certificate && { certificate: certificate.entry }),
      event: eventOf(hold.row, { row, line, deviceId, ...(certificate && { certificateId: certificate.entry.id }) }),
    })),
    hold.check,
  );
  const made = candidates.filter(({ deviceId }) => !refused.has(deviceId));
  const left = candidates.filter(({ deviceId, certificate }) => certificate && refused.has(deviceId));
  await mapToEnd(left, AT_A_TIME, (row) => ports.certificates.discard(deviceOf(hold, row)));
  const active = await activated(made, hold, ports);

  const results = rows.map((row): RowResult => {
    const { line, name, deviceId } = row;
    if (!('device' in row)) return { line, name, error: row.problem };
    const problem = refused.get(deviceId);
    if (problem !== undefined) return { line, name, error: problem };
    return { line, name, deviceId, ...(row.certificate && !active.has(deviceId) && { error: VOID }) };
  });
  await keep(hold, ports, results, [...active.values()]);
}

function candidateOf(row: ChunkRow, outcomes: ReadonlyMap<number, Outcome> | undefined) {
  if ('problem' in row.input) return { ...row, problem: row.input.problem };
  const outcome = outcomes?.get(row.row);
  if (outcome && 'problem' in outcome) return { ...row, problem: outcome.problem };
  return { ...row, device: row.input.device, certificate: outcome } satisfies Candidate;
}

/** Lets devices connect. @returns what they connect with, by device; without those whose certificate is void */
async function activated(
  made: readonly Candidate[],
  hold: Hold,
  { certificates }: Ports,
): Promise<ReadonlyMap<string, DeviceCredentials>> {
  const active = new Map<string, DeviceCredentials>();
  await mapToEnd(made, AT_A_TIME, async (row) => {
    if (!row.certificate) return;
    hold.check();
    const { entry, certificatePem, privateKeyPem } = row.certificate;
    if (!(await certificates.activate(entry.id))) return;
    const { line, deviceId, name } = row;
    const connection = certificates.connection(deviceOf(hold, row));
    active.set(deviceId, {
      line,
      deviceId,
      name,
      certificateId: entry.id,
      certificatePem,
      privateKeyPem,
      ...connection,
    });
  });
  return active;
}

/** Keeps what became of the chunk, and opens the next one unless somebody has cancelled. */
async function keep(
  hold: Hold,
  ports: Ports,
  results: readonly RowResult[],
  credentials: DeviceCredentials[],
): Promise<void> {
  const { done, opened } = hold.row.work;
  await ports.files.keep(hold.key, `${chunkName('report', done)}.csv`, Buffer.from(reportLines(results)));
  if (hold.row.withCredentials) {
    const inOrder = credentials.sort((a, b) => a.line - b.line);
    await ports.files.keep(hold.key, `${chunkName('credentials', done)}.gz`, await credentialLines(inOrder));
  }
  const failed = results.filter(({ deviceId }) => deviceId === undefined).length;
  const { row } = hold;
  const { certificates: _certificates, ...work } = row.work;
  const next = row.status === 'RUNNING' ? chunkEnd(row, opened, row.rows ?? opened, ports) : opened;
  await hold.change({
    succeeded: row.succeeded + results.length - failed,
    failed: row.failed + failed,
    work: { ...work, done: opened, opened: next },
  });
  hold.opened = opened;
}

function deviceOf({ key }: Hold, { deviceId }: Pick<ChunkRow, 'deviceId'>) {
  return { organizationId: key.organizationId, deviceId };
}
