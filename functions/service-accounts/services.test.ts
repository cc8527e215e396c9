import { describe, expect, it } from 'vitest';
import { serviceAddress } from '../shared/names.ts';
import { FAULTS, Outside, type Fault } from '../shared/testing/outside.ts';
import type { Ports, Service } from './ports.ts';
import { giveSecret, removeService, voidSecret } from './services.ts';

const identityId = '01JZ8Q6V5X3M9T2B7C4D1E0F8J';
const key = { organizationId: '01JZ8Q6V5X3M9T2B7C4D1E0F8G', identityId };
const change = { ...key, version: 1 };

/** A pool and a table of one service, whose every call goes through `outside`. */
function world(outside = new Outside()) {
  const row: { service: (Service & { secretCreatedAt?: string }) | undefined } = {
    service: { kind: 'SERVICE', email: serviceAddress(identityId), version: 1 },
  };
  /** The user's password, and how often they were signed out. */
  const users = new Map<string, { password?: string; signedOut: number }>();
  let secrets = 0;
  const ports: Ports = {
    identities: {
      find: () => outside.call('find', () => Promise.resolve(row.service && { ...row.service })),
      note: (_key, version, secretCreatedAt) =>
        outside.call('note', () => {
          if (row.service?.version !== version) return Promise.resolve(false);
          const { secretCreatedAt: _before, ...service } = row.service;
          row.service = secretCreatedAt === null ? service : { ...service, secretCreatedAt };
          return Promise.resolve(true);
        }),
    },
    accounts: {
      ensure: (address) =>
        outside.call('ensure', () => {
          if (!users.has(address)) users.set(address, { signedOut: 0 });
          return Promise.resolve();
        }),
      setPassword: (address, password) =>
        outside.call('setPassword', () => {
          const user = users.get(address);
          if (user) users.set(address, { ...user, password });
          return Promise.resolve(user !== undefined);
        }),
      signOut: (address) =>
        outside.call('signOut', () => {
          const user = users.get(address);
          if (user) users.set(address, { ...user, signedOut: user.signedOut + 1 });
          return Promise.resolve();
        }),
      withoutSecondFactor: () => outside.call('withoutSecondFactor', () => Promise.resolve()),
      remove: (address) =>
        outside.call('remove', () => {
          users.delete(address);
          return Promise.resolve();
        }),
    },
    newSecret: () => `secret ${++secrets}`,
    now: () => new Date('2026-03-01T12:00:00Z'),
  };
  return { row, users, ports, user: () => users.get(serviceAddress(identityId)) };
}

describe('giveSecret', () => {
  it.each(FAULTS.flatMap((fault) => [0, 1, 2, 3, 4, 5, 6].map((at): [Fault, number] => [fault, at])))(
    'is mended by asking again, %s at call %d',
    async (fault, at) => {
      const outside = new Outside(at, fault);
      const { ports, user, row } = world(outside);
      await Promise.race([giveSecret(change, ports).catch(() => undefined), outside.ended]);
      const again = world();
      again.row.service = row.service;
      const left = user();
      if (left) again.users.set(serviceAddress(identityId), left);
      const { secret, secretCreatedAt } = await giveSecret(change, { ...again.ports, newSecret: () => 'the last one' });
      expect(again.user()).toMatchObject({ password: secret });
      expect(again.row.service).toMatchObject({ secretCreatedAt });
    },
  );

  it('tells nobody a secret that was overtaken, and leaves the one that somebody else was told', async () => {
    const outside = new Outside('note', () => {
      if (rivalled.row.service) rivalled.row.service.version = 2;
      rivalled.users.set(serviceAddress(identityId), { password: 'the rival’s', signedOut: 2 });
      return Promise.resolve();
    });
    const rivalled = world(outside);
    await expect(giveSecret(change, rivalled.ports)).rejects.toThrow('Somebody else changed the service');
    expect(rivalled.user()).toEqual({ password: 'the rival’s', signedOut: 2 });
    expect(rivalled.row.service).not.toHaveProperty('secretCreatedAt');
  });

  it('leaves no user of a service that was deleted meanwhile', async () => {
    const outside = new Outside('note', () => {
      deleted.row.service = undefined;
      return Promise.resolve();
    });
    const deleted = world(outside);
    await expect(giveSecret(change, deleted.ports)).rejects.toThrow('Somebody else changed the service');
    expect(deleted.user()).toBeUndefined();
  });
});

describe('voidSecret', () => {
  it('does not say that there is no secret where somebody gave one meanwhile', async () => {
    const outside = new Outside('note', () => {
      if (rivalled.row.service) rivalled.row.service = { ...rivalled.row.service, version: 2, secretCreatedAt: 'now' };
      return Promise.resolve();
    });
    const rivalled = world(outside);
    await expect(voidSecret(change, rivalled.ports)).rejects.toThrow('Somebody else changed the service');
    expect(rivalled.row.service).toMatchObject({ secretCreatedAt: 'now' });
  });
});

describe('any of them', () => {
  it('refuses an identity whose address is not that of its service', async () => {
    const { ports, row, users } = world();
    row.service = { kind: 'SERVICE', email: 'ada@example.org', version: 1 };
    users.set('ada@example.org', { password: 'hers', signedOut: 0 });
    await expect(giveSecret(change, ports)).rejects.toThrow('The identity is not a service');
    await expect(voidSecret(change, ports)).rejects.toThrow('The identity is not a service');
    await expect(removeService(key, ports)).rejects.toThrow('The identity has not been deleted');
    expect([...users.values()]).toEqual([{ password: 'hers', signedOut: 0 }]);
  });
});
