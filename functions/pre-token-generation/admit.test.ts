import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { SondeError } from '../shared/errors.ts';
import { admit } from './admit.ts';
import type { Person } from './event.ts';
import { foundationFor } from './foundation.ts';
import type { Identity, Registry } from './registry.ts';
import { identity, memoryRegistry } from './testing/memory-registry.ts';

const ada: Person = { sub: 'sub-ada', email: 'ada@example.org', name: undefined };
const now = () => new Date('2026-03-29T12:00:00Z');
const log = { info: () => undefined, warn: () => undefined, error: () => undefined };
const options = (registry: Registry, signUp: 'invited' | 'open' = 'invited') => ({ registry, signUp, now, log });
const bound = { status: 'ACTIVE', sub: ada.sub, chosenAt: '2026-01-01T00:00:00.000Z' } as const;
const sent = (sentAt: string, expiresAt: string) => ({ invitation: { sentAt, expiresAt } });
const good = sent('2026-03-28T12:00:00.000Z', '2026-04-11T12:00:00.000Z');
const expired = sent('2026-03-01T12:00:00.000Z', '2026-03-15T12:00:00.000Z');

async function refusalOf(rows: Identity[], signUp: 'invited' | 'open' = 'invited', person = ada): Promise<string> {
  const { registry } = memoryRegistry(rows);
  const error: unknown = await admit(person, options(registry, signUp)).catch((error: unknown) => error);
  return error instanceof SondeError ? error.message : 'admitted';
}

describe('admit', () => {
  it('binds an invitation at the first sign-in, once', async () => {
    const { registry, rows } = memoryRegistry([identity('a', good)]);
    expect(await admit(ada, options(registry))).toMatchObject({
      organizationId: 'a',
      role: 'VIEWER',
      status: 'ACTIVE',
      sub: ada.sub,
    });
    expect(await admit(ada, options(registry))).toMatchObject({ organizationId: 'a', version: 2 });
    expect(rows).toHaveLength(1);
  });

  it('counts an administrator once, however many sign-ins come at once', async () => {
    const { registry, administrators } = memoryRegistry([identity('a', { role: 'ADMINISTRATOR' })]);
    const signIns = Array.from({ length: 10 }, () => admit(ada, options(registry)));
    expect((await Promise.all(signIns)).every(({ sub }) => sub === ada.sub)).toBe(true);
    expect(administrators).toEqual(new Map([['a', 1]]));
  });

  it('takes what was chosen last of those bound to the person, before any invitation', async () => {
    const { registry, acts } = memoryRegistry([
      identity('old', { ...bound, createdAt: '2026-02-01T00:00:00.000Z' }),
      identity('chosen', { ...bound, chosenAt: '2026-03-01T00:00:00.000Z' }),
      identity('suspended', { ...bound, status: 'SUSPENDED', chosenAt: '2026-03-02T00:00:00.000Z' }),
      identity('invited', good),
      identity('another', { ...bound, sub: 'sub-bob', chosenAt: '2026-03-03T00:00:00.000Z' }),
    ]);
    expect(await admit(ada, options(registry))).toMatchObject({ organizationId: 'chosen' });
    expect(acts).toEqual([]);
  });

  it('takes the newest good invitation, also beside a suspension elsewhere', async () => {
    const { registry, acts } = memoryRegistry([
      identity('a', { ...bound, status: 'SUSPENDED' }),
      identity('b', sent('2026-03-27T12:00:00.000Z', '2026-04-10T12:00:00.000Z')),
      identity('c', good),
      identity('d', expired),
    ]);
    expect(await admit(ada, options(registry))).toMatchObject({ organizationId: 'c' });
    expect(acts).toEqual(['bind c-ada']);
  });

  it('gives those an account that were bound before there were any, and takes the newest of them', async () => {
    const { chosenAt: _, ...before } = bound;
    const { registry, acts } = memoryRegistry([
      identity('old', before),
      identity('new', { ...before, createdAt: '2026-02-01T00:00:00.000Z' }),
    ]);
    expect(await admit(ada, options(registry))).toMatchObject({ organizationId: 'new' });
    expect(await admit(ada, options(registry))).toMatchObject({ organizationId: 'new' });
    expect(acts.sort()).toEqual(['adopt new-ada', 'adopt old-ada']);
  });

  it('binds one whose suspension was lifted before its first sign-in', async () => {
    const { registry, administrators } = memoryRegistry([identity('a', { role: 'ADMINISTRATOR', status: 'ACTIVE' })]);
    expect(await admit(ada, options(registry))).toMatchObject({ sub: ada.sub });
    expect(administrators.size).toBe(0);
  });

  it('refuses the suspended, by the name of the organization', async () => {
    const message = 'Your access to Organization a is suspended; ask an administrator.';
    expect(await refusalOf([identity('a', { ...bound, status: 'SUSPENDED' })])).toBe(message);
    expect(await refusalOf([identity('a', { status: 'SUSPENDED' }), identity('b', expired)])).toBe(message);
  });

  it('refuses those whose invitation has expired, and says when', async () => {
    const message = 'Your invitation to Organization a expired on 2026-03-15; ask an administrator to send it again.';
    expect(await refusalOf([identity('a', expired)])).toBe(message);
    expect(await refusalOf([identity('a', expired)], 'open')).toBe(message);
    const atThisMoment = sent('2026-03-15T12:00:00.000Z', now().toISOString());
    expect(await refusalOf([identity('a', atThisMoment)])).toContain('expired on 2026-03-29');
  });

  it('refuses those without an identity, and those whose identity is bound to another user', async () => {
    const message = 'You are not a member of an organization; ask an administrator to invite you.';
    expect(await refusalOf([])).toBe(message);
    expect(await refusalOf([identity('a', { ...bound, sub: 'sub-of-an-earlier-account' })])).toBe(message);
    const suspended = { ...bound, status: 'SUSPENDED', sub: 'sub-of-an-earlier-account' } as const;
    expect(await refusalOf([identity('a', suspended)])).toBe(message);
  });
});

describe('a service', () => {
  const email = '01jz8q6v5x3m9t2b7c4d1e0f8s@services.invalid';
  const service: Person = { sub: 'sub-service', email, name: undefined };

  it('is bound at its first sign-in, to a service alone', async () => {
    const { registry } = memoryRegistry([
      identity('b', { email, ...good }),
      identity('a', { email, kind: 'SERVICE', createdAt: '2025-01-01T00:00:00.000Z' }),
    ]);
    expect(await admit(service, options(registry))).toMatchObject({ organizationId: 'a', status: 'ACTIVE' });
  });

  it('gets no token once its user has another address', async () => {
    const row = identity('a', { ...bound, kind: 'SERVICE', email, sub: service.sub });
    const { registry, rows } = memoryRegistry([row]);
    expect(await admit(service, options(registry))).toMatchObject({ organizationId: 'a' });
    await expect(admit({ ...service, email: 'thief@example.org' }, options(registry))).rejects.toThrow('not a member');
    expect(rows).toEqual([row]);
  });

  it('is bound anew where it has another user, unless it is suspended', async () => {
    const row = identity('a', { ...bound, kind: 'SERVICE', email, sub: 'sub-of-a-user-that-was-removed' });
    const { registry, acts } = memoryRegistry([row]);
    expect(await admit(service, options(registry))).toMatchObject({ organizationId: 'a', sub: service.sub });
    expect(acts).toEqual(['bind a-ada']);
    expect(await refusalOf([{ ...row, status: 'SUSPENDED' }], 'invited', service)).toContain('suspended');
  });

  it('founds nothing', async () => {
    expect(await refusalOf([], 'open', service)).toContain('not a member');
  });

  it('has an address that no person gets', async () => {
    expect(await refusalOf([identity('a', { kind: 'SERVICE' })])).toContain('not a member');
  });
});

describe('open sign-up', () => {
  it('makes one organization for one person, however many sign-ins come at once', async () => {
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 1, max: 8 }), async (count) => {
        const { registry, rows } = memoryRegistry([]);
        const signIns = Array.from({ length: count }, () => admit(ada, options(registry, 'open')));
        const admitted = await Promise.all(signIns);
        expect(new Set(admitted.map(({ id }) => id)).size).toBe(1);
        expect(rows).toMatchObject([{ role: 'ADMINISTRATOR', status: 'ACTIVE', sub: ada.sub }]);
      }),
    );
  });

  it('gives a person who lost their own organization another one', async () => {
    const { registry, administrators } = memoryRegistry([]);
    administrators.set(foundationFor(ada, 0, now()).organizationId, 1);
    const { organizationId } = await admit(ada, options(registry, 'open'));
    expect(organizationId).toBe(foundationFor(ada, 1, now()).organizationId);
  });

  it('makes none for whom another one suspended, but for whom has an address that was another one’s', async () => {
    expect(await refusalOf([identity('a', { ...bound, status: 'SUSPENDED' })], 'open')).toContain('suspended');
    const { registry, rows } = memoryRegistry([identity('a', { ...bound, sub: 'sub-of-who-had-it-before' })]);
    expect(await admit(ada, options(registry, 'open'))).toMatchObject({ role: 'ADMINISTRATOR' });
    expect(rows[0]).toMatchObject({ sub: 'sub-of-who-had-it-before' });
  });
});

describe('a change of address', () => {
  const moved = { ...ada, email: 'ada@example.com' };

  it('moves every identity of the person, whether they may use it or not', async () => {
    const { registry, rows } = memoryRegistry([
      identity('a', bound),
      identity('b', { ...bound, status: 'SUSPENDED' }),
      identity('c', { status: 'INVITED' }),
      identity('d', { ...bound, sub: 'sub-bob' }),
    ]);
    expect(await admit(moved, options(registry))).toMatchObject({ organizationId: 'a' });
    expect(rows.map(({ email }) => email)).toEqual([moved.email, moved.email, ada.email, ada.email]);
  });

  it('leaves an identity as it is where its organization has another one with the new address', async () => {
    const invited = identity('a', { id: 'a-other', email: moved.email, ...good });
    const { registry, rows, acts } = memoryRegistry([identity('a', bound), invited]);
    // The new address is theirs, but they are in that organization already.
    expect(await admit(moved, options(registry))).toMatchObject({ id: 'a-ada' });
    expect(rows[1]).toEqual(invited);
    expect(acts).toEqual([]);
  });

  it('gives no way round a suspension', async () => {
    const { registry } = memoryRegistry([
      identity('a', { ...bound, status: 'SUSPENDED' }),
      identity('a', { id: 'a-other', email: moved.email, ...good }),
    ]);
    await expect(admit(moved, options(registry))).rejects.toThrow('suspended');
  });

  it('takes the invitations of the new address, and none of the old one', async () => {
    const rows = [identity('old', good), identity('new', { email: moved.email, ...good })];
    expect(await admit(moved, options(memoryRegistry(rows).registry))).toMatchObject({ organizationId: 'new' });
    expect(await refusalOf([identity('old', good)], 'invited', moved)).toContain('not a member');
  });

  it('lets in nobody who has the old address by now', async () => {
    const newcomer = { ...ada, sub: 'sub-newcomer' };
    expect(await refusalOf([identity('a', bound)], 'invited', newcomer)).toContain('not a member');
  });

  it('is done once, however many sign-ins come at once', async () => {
    const { registry, acts } = memoryRegistry([identity('a', bound), identity('b', bound)]);
    await Promise.all(Array.from({ length: 6 }, () => admit(moved, options(registry))));
    expect(acts.sort()).toEqual(['move a-ada', 'move b-ada']);
  });
});
