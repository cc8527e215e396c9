import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { makeSigningRequest } from '../../local/iot/testing/certificates.ts';
import type { SondeError } from '../shared/errors.ts';
import { Outside } from '../shared/testing/outside.ts';
import type { Act } from './event.ts';
import type { Credentials } from './grant.ts';
import type { Ports } from './ports.ts';
import { provision } from './provision.ts';
import { remove } from './remove.ts';
import { revoke } from './revoke.ts';
import { rotate } from './rotate.ts';
import type { World } from './testing/world.ts';
import { actOn, startWorld } from './testing/world.ts';

let world: World;
let signingRequest: string;
beforeAll(async () => {
  world = await startWorld();
  ({ request: signingRequest } = await makeSigningRequest());
});
afterAll(() => world.close());

type Give = (act: Act, ports: Ports) => Promise<Credentials>;
const gives: Record<string, Give> = {
  provision: (act, ports) => provision({ ...act, signingRequest }, ports),
  rotate: (act, ports) => rotate({ ...act, signingRequest }, ports),
};
const others: Record<string, (act: Act) => Promise<unknown>> = {
  provision: (act) => provision({ ...act, signingRequest }, world.ports()),
  rotate: (act) => rotate({ ...act, signingRequest }, world.ports()),
  revoke: (act) => revoke(act, world.ports()),
};
const again = ({ device }: Act): Act => actOn(device.deviceId);

/** Has something come between before each call of a giving, one after another. */
async function atEachCall(
  give: Give,
  between: (act: Act) => Promise<unknown>,
  check: (act: Act, given: Credentials | SondeError, where: string) => Promise<void>,
): Promise<void> {
  const undisturbed = new Outside();
  await give(await world.device(), world.ports(undisturbed));
  for (let at = 0, count = undisturbed.calls.length; at < count; at++) {
    const act = await world.device();
    await provision({ ...again(act), signingRequest }, world.ports());
    const outside = new Outside(at, async () => {
      await between(act);
    });
    const given = await give(again(act), world.ports(outside)).catch((error: unknown) => error as SondeError);
    count = Math.max(count, outside.calls.length);
    // The last time nothing came between.
    if (at >= outside.calls.length) continue;
    await check(act, given, `${outside.calls[at] ?? ''} (${at})`);
  }
}

describe.each(Object.entries(gives))('%s', (_, give) => {
  it.each(Object.entries(others))(
    'beside another %s leaves who can connect listed, and nobody else',
    async (name, other) => {
      await atEachCall(
        give,
        (act) => other(again(act)),
        async (act, given, where) => {
          const { listed = [], attached } = await world.found(act);
          expect([where, attached]).toEqual([where, Object.fromEntries(listed.map((id) => [id, 'ACTIVE']))]);
          expect(listed.length).toBeLessThanOrEqual(2);
          if (given instanceof Error) expect(['ConflictError', 'LimitExceededError']).toContain(given.type);
          // What is given may be taken right after.
          else if (name === 'provision')
            expect([where, listed]).toEqual([where, expect.arrayContaining([given.certificate.id])]);
        },
      );
    },
  );

  it('finds nothing where the device is deleted meanwhile, and leaves nothing', async () => {
    const deletion = async (act: Act) => {
      await world.deleteRow(act);
      await remove({ device: act.device, certificateIds: [] }, world.ports());
    };
    await atEachCall(give, deletion, async (act, given, where) => {
      // It may have been given when the device was deleted.
      if (given instanceof Error) expect([where, given]).toMatchObject([where, { type: 'NotFoundError' }]);
      const { attached, hasThing, all } = await world.found(act);
      expect([where, attached, hasThing]).toEqual([where, {}, false]);
      expect([where, Object.values(all).filter((status) => status === 'INACTIVE')]).toEqual([where, []]);
    });
  });

  it('leaves nothing of a device that is deleted meanwhile, whose removal comes later', async () => {
    await atEachCall(
      give,
      (act) => world.deleteRow(act),
      async (act, _given, where) => {
        await remove({ device: act.device, certificateIds: [] }, world.ports());
        const { attached, hasThing } = await world.found(act);
        expect([where, attached, hasThing]).toEqual([where, {}, false]);
      },
    );
  });
});
