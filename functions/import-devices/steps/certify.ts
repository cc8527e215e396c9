import type { ChunkRow } from '../chunk.ts';
import { chunkName, chunkOf } from '../chunk.ts';
import type { Hold } from '../hold.ts';
import type { Outcome } from '../made-certificates.ts';
import { writeOutcomes } from '../made-certificates.ts';
import { mapToEnd } from '../map-to-end.ts';
import type { Ports } from '../ports.ts';
import { asProblem } from '../problem.ts';

const AT_A_TIME = 10;

/**
 * Makes the certificates of the chunk's devices, which are not there yet, and keeps them, with which nobody can connect yet. Nothing else of the chunk
 * is made before they are kept: what is lost by then is lost without a device that would miss it.
 */
export async function certify(hold: Hold, ports: Ports): Promise<void> {
  const { done } = hold.row.work;
  // Another worker may have come to its end while it made some. They are inactive, and of no device.
  const isAnew = hold.opened !== done;
  const chunk = await chunkOf(hold);
  const outcomes = await mapToEnd(chunk, AT_A_TIME, async (row): Promise<Outcome[]> => {
    if ('problem' in row.input) return [];
    hold.check();
    const device = { organizationId: hold.key.organizationId, deviceId: row.deviceId };
    if (isAnew) await ports.certificates.clear(device);
    return [await certificateOf(row, row.input.signingRequest, hold, ports)];
  });
  const name = `${chunkName('certificates', done)}-${hold.owner}.json`;
  const certificates = await ports.files.keep(hold.key, name, writeOutcomes(outcomes.flat()));
  await hold.change({ work: { ...hold.row.work, certificates } });
}

async function certificateOf(
  { row, deviceId }: ChunkRow,
  signingRequest: string | undefined,
  hold: Hold,
  { certificates }: Ports,
): Promise<Outcome> {
  const { organizationId, requestedBy: createdBy } = hold.row;
  const device = { organizationId, deviceId };
  try {
    return { row, ...(await certificates.issue({ ...device, createdBy }, signingRequest)) };
  } catch (error) {
    const { problem } = asProblem(error);
    await certificates.discard(device);
    return { row, problem };
  }
}
