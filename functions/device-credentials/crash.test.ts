import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { makeSigningRequest } from '../../local/iot/testing/certificates.ts';
import type { Fault } from '../shared/testing/outside.ts';
import { FAULTS, Outside } from '../shared/testing/outside.ts';
import type { Act } from './event.ts';
import type { Ports } from './ports.ts';
import { provision } from './provision.ts';
import { revoke } from './revoke.ts';
import { rotate } from './rotate.ts';
import type { Found, World } from './testing/world.ts';
import { actOn, startWorld } from './testing/world.ts';

/** Longer than any call lasts. */
const LATER = 600_000;

let world: World;
let signingRequest: string;
beforeAll(async () => {
  ({ request: signingRequest } = await makeSigningRequest());
});

type Run = (act: Act, ports: Ports) => Promise<unknown>;
const runs: Record<string, Run> = {
  provision: (act, ports) => provision({ ...act, signingRequest }, ports),
  rotate: (act, ports) => rotate({ ...act, signingRequest }, ports),
  'revoke one': async (act, ports) => {
    const { listed = [] } = await world.found(act);
    return revoke({ ...act, certificateId: listed[0] }, ports);
  },
};
const again = ({ device }: Act): Act => actOn(device.deviceId);

/** A device with so many certificates. */
async function deviceWith(certificates: number): Promise<Act> {
  const act = await world.device();
  for (let count = 0; count < certificates; count++) await provision({ ...again(act), signingRequest }, world.ports());
  return act;
}

/** How a call ended. */
async function outcomeOf(run: () => Promise<unknown>, outside: Outside): Promise<'answered' | 'rejected' | 'ended'> {
  const answer = run().then(
    () => 'answered' as const,
    () => 'rejected' as const,
  );
  return Promise.race([answer, outside.ended.then(() => 'ended' as const)]);
}

const sorted = (ids: readonly string[] = []): string[] => [...ids].sort();
const activeOf = ({ attached }: Found): string[] =>
  sorted(Object.keys(attached).filter((id) => attached[id] === 'ACTIVE'));
/** Certificates that were there before, or were made since, and are of no thing any more. They are not active. */
const strayIn = (before: Found, { all, attached }: Found): string[] =>
  Object.keys(all).filter(
    (id) => all[id] !== 'ACTIVE' && !(id in attached) && (!(id in before.all) || id in before.attached),
  );

/** What must hold whatever has happened: who can connect is listed, and there is an event of all that was done. */
function expectSafe(found: Found, before: Found): void {
  expect(found.listed).toEqual(expect.arrayContaining(activeOf(found)));
  expect(found.listed?.length).toBeLessThanOrEqual(2);
  const isVoid = before.listed?.some((id) => found.all[id] !== 'ACTIVE') ?? false;
  if (isVoid) expect(found.events.length).toBeGreaterThan(before.events.length);
  for (const id of found.listed ?? []) expect(JSON.stringify(found.events)).toContain(id);
}

/** By which calls' ends a certificate can be left that has no thing, and is not found by it. */
const STRAYS: Partial<Record<string, readonly Fault[]>> = {
  CreateCertificateFromCsrCommand: ['lost', 'ends after'],
  AttachThingPrincipalCommand: ['ends before'],
  DetachThingPrincipalCommand: ['lost', 'ends after'],
  DeleteCertificateCommand: ['refused', 'ends before'],
};

/** Calls that change nothing: whether they were made or not before it all ended is the same. */
const READS = ['GetItemCommand', 'ListThingPrincipalsCommand', 'DescribeCertificateCommand'];

const cases = [
  ['provision', 1],
  ['rotate', 2],
  ['revoke one', 2],
] as const;

describe.each(cases)('%s of a device with %j certificates', (name, certificates) => {
  const run = runs[name]!;
  let calls: string[];
  beforeAll(async () => {
    world = await startWorld();
    const outside = new Outside();
    await run(await deviceWith(certificates), world.ports(outside));
    ({ calls } = outside);
  });
  afterAll(() => world.close());

  it.each(FAULTS)('lets nobody connect that is not listed when a call is: %s', async (fault) => {
    const isChange = (call: string): boolean => !READS.includes(call) || fault === 'refused' || fault === 'ends before';
    for (const [at, call] of calls.entries()) if (isChange(call)) await disturbed(at, fault);
  });

  async function disturbed(at: number, fault: Fault): Promise<void> {
    const act = await deviceWith(certificates);
    const before = await world.found(act);
    const outside = new Outside(at, fault);
    const outcome = await outcomeOf(() => run(again(act), world.ports(outside)), outside);
    const call = outside.calls[at] ?? '';
    const where = `${call} (${at}) ${outcome}`;
    const after = await world.found(act);
    expectSafe(after, before);
    if (outcome === 'answered') expect([where, activeOf(after)]).toEqual([where, sorted(after.listed)]);

    world.wait(LATER);
    // What asks again after a revocation that failed must not hear that there is nothing to revoke.
    const secondly = name === 'provision' ? undefined : await run(again(act), world.ports()).catch(String);
    expect([where, secondly]).not.toEqual([where, expect.any(String)]);
    await revoke({ ...again(act), certificateId: 'none' }, world.ports()).catch(() => undefined);
    const found = await world.found(act);
    expectSafe(found, before);
    expect([where, sorted(Object.keys(found.attached))]).toEqual([where, activeOf(found)]);
    expect([where, sorted(found.listed)]).toEqual([where, activeOf(found)]);
    const strays = strayIn(before, found).length;
    expect([where, strays]).toEqual([where, STRAYS[call]?.includes(fault) && strays > 0 ? 1 : 0]);
  }
});
