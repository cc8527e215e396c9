import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { SondeError } from '../shared/errors.ts';
import { ULID } from '../shared/names.ts';
import { admit } from './admit.ts';
import type { Person } from './event.ts';
import { personOf } from './event.ts';
import { foundationFor } from './foundation.ts';
import type { Identity, Registry } from './registry.ts';

const ada: Person = { sub: 'sub-ada', email: 'ada@example.org', name: undefined };
const now = () => new Date('2026-03-29T12:00:00Z');

function identity(organization: string, change: Partial<Identity> = {}): Identity {
  return {
    organizationId: organization,
    id: `${organization}-ada`,
    role: 'VIEWER',
    status: 'INVITED',
    createdAt: '2026-01-01T00:00:00.000Z',
    version: 1,
    ...change,
  };
}

/** The tables in memory, with the conditions that the transactions have; every step may be interleaved with a rival's. */
function memoryRegistry(rows: Identity[]) {
  const administrators = new Map<string, number>();
  const registry: Registry = {
    identitiesOf: async () => {
      await Promise.resolve();
      return rows.map((row) => ({ ...row }));
    },
    organizationName: (organizationId) => Promise.resolve(`Organization ${organizationId}`),
    bind: async ({ organizationId, id, version, role, status }, sub) => {
      await Promise.resolve();
      const index = rows.findIndex((row) => row.organizationId === organizationId && row.id === id);
      const row = rows[index];
      if (row?.version !== version || row.sub !== undefined) return false;
      rows[index] = { ...row, sub, status: 'ACTIVE', version: version + 1 };
      if (role === 'ADMINISTRATOR' && status === 'INVITED')
        administrators.set(organizationId, (administrators.get(organizationId) ?? 0) + 1);
      return true;
    },
    found: async ({ organizationId, identityId, sub }) => {
      await Promise.resolve();
      if (administrators.has(organizationId)) return false;
      administrators.set(organizationId, 1);
      rows.push(identity(organizationId, { id: identityId, role: 'ADMINISTRATOR', status: 'ACTIVE', sub }));
      return true;
    },
  };
  return { registry, rows, administrators };
}

async function refusalOf(rows: Identity[], person = ada): Promise<string> {
  const { registry } = memoryRegistry(rows);
  const error: unknown = await admit(person, { registry, signUp: 'invited', now }).catch((error: unknown) => error);
  return error instanceof SondeError ? error.message : 'admitted';
}

describe('admit', () => {
  it('binds an invitation at the first sign-in, once', async () => {
    const { registry, rows } = memoryRegistry([identity('a')]);
    const options = { registry, signUp: 'invited' as const, now };
    expect(await admit(ada, options)).toMatchObject({
      organizationId: 'a',
      role: 'VIEWER',
      status: 'ACTIVE',
      sub: ada.sub,
    });
    expect(await admit(ada, options)).toMatchObject({ organizationId: 'a', version: 2 });
    expect(rows).toHaveLength(1);
  });

  it('counts an administrator once, however many sign-ins come at once', async () => {
    const { registry, administrators } = memoryRegistry([identity('a', { role: 'ADMINISTRATOR' })]);
    const signIns = Array.from({ length: 10 }, () => admit(ada, { registry, signUp: 'invited', now }));
    expect((await Promise.all(signIns)).every(({ sub }) => sub === ada.sub)).toBe(true);
    expect(administrators).toEqual(new Map([['a', 1]]));
  });

  it('takes the newest of those bound to the person, before any invitation', async () => {
    const { registry } = memoryRegistry([
      identity('old', { status: 'ACTIVE', sub: ada.sub, createdAt: '2026-01-01T00:00:00.000Z' }),
      identity('new', { status: 'ACTIVE', sub: ada.sub, createdAt: '2026-02-01T00:00:00.000Z' }),
      identity('newest', { createdAt: '2026-03-01T00:00:00.000Z' }),
      identity('another', { status: 'ACTIVE', sub: 'sub-bob', createdAt: '2026-03-02T00:00:00.000Z' }),
    ]);
    expect(await admit(ada, { registry, signUp: 'invited', now })).toMatchObject({ organizationId: 'new' });
  });

  it('takes an invitation beside a suspension elsewhere', async () => {
    const { registry } = memoryRegistry([identity('a', { status: 'SUSPENDED', sub: ada.sub }), identity('b')]);
    expect(await admit(ada, { registry, signUp: 'invited', now })).toMatchObject({ organizationId: 'b' });
  });

  it('binds one whose suspension was lifted before its first sign-in', async () => {
    const { registry, administrators } = memoryRegistry([identity('a', { role: 'ADMINISTRATOR', status: 'ACTIVE' })]);
    expect(await admit(ada, { registry, signUp: 'invited', now })).toMatchObject({ sub: ada.sub });
    expect(administrators.size).toBe(0);
  });

  it('refuses the suspended, by the name of the organization', async () => {
    const message = 'Your access to Organization a is suspended; ask an administrator.';
    expect(await refusalOf([identity('a', { status: 'SUSPENDED', sub: ada.sub })])).toBe(message);
    expect(await refusalOf([identity('a', { status: 'SUSPENDED' })])).toBe(message);
  });

  it('refuses those without an identity, and those whose identity is bound to another account', async () => {
    const message = 'You are not a member of an organization; ask an administrator to invite you.';
    expect(await refusalOf([])).toBe(message);
    expect(await refusalOf([identity('a', { status: 'ACTIVE', sub: 'sub-of-an-earlier-account' })])).toBe(message);
    expect(await refusalOf([identity('a', { status: 'SUSPENDED', sub: 'sub-of-an-earlier-account' })])).toBe(message);
  });

  it('makes one organization for one person where sign-up is open, however many sign-ins come at once', async () => {
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 1, max: 8 }), async (count) => {
        const { registry, rows } = memoryRegistry([]);
        const signIns = Array.from({ length: count }, () => admit(ada, { registry, signUp: 'open', now }));
        const admitted = await Promise.all(signIns);
        expect(new Set(admitted.map(({ id }) => id)).size).toBe(1);
        expect(rows).toMatchObject([{ role: 'ADMINISTRATOR', status: 'ACTIVE', sub: ada.sub }]);
      }),
    );
  });

  it('gives a person who lost their own organization another one', async () => {
    const { registry, administrators } = memoryRegistry([]);
    administrators.set(foundationFor(ada, 0, now()).organizationId, 1);
    const { organizationId } = await admit(ada, { registry, signUp: 'open', now });
    expect(organizationId).toBe(foundationFor(ada, 1, now()).organizationId);
  });

  it('makes no organization for whom another one suspended', async () => {
    const { registry } = memoryRegistry([identity('a', { status: 'SUSPENDED', sub: ada.sub })]);
    await expect(admit(ada, { registry, signUp: 'open', now })).rejects.toThrow('suspended');
  });
});

describe('foundationFor', () => {
  it('names the organization after the person', () => {
    expect(foundationFor({ ...ada, name: ' Ada Lovelace ' }, 0, now())).toMatchObject({
      organizationName: "Ada Lovelace's organization",
      identityName: 'Ada Lovelace',
    });
    expect(foundationFor(ada, 0, now())).toMatchObject({ organizationName: "Ada's organization", identityName: 'Ada' });
  });

  it('gives ids that are ULIDs, and names that fit', () => {
    fc.assert(
      fc.property(
        fc.string(),
        fc.nat(),
        fc.option(fc.string({ minLength: 150, maxLength: 400 }), { nil: undefined }),
        (sub, attempt, name) => {
          const foundation = foundationFor({ sub, email: 'ada@example.org', name }, attempt, now());
          expect(foundation.organizationId).toMatch(ULID);
          expect(foundation.identityId).toMatch(ULID);
          expect(foundation.organizationName.length).toBeLessThanOrEqual(200);
          expect(foundation.identityName.length).toBeLessThanOrEqual(200);
        },
      ),
    );
  });
});

describe('personOf', () => {
  const event = (attributes: object) => ({ request: { userAttributes: { sub: 'sub-ada', ...attributes } } });

  it('takes a verified address, in lower case', () => {
    expect(personOf(event({ email: 'Ada@Example.ORG', email_verified: 'true' }))).toEqual(ada);
  });

  it.each([
    { email: 'ada@example.org' },
    { email: 'ada@example.org', email_verified: 'false' },
    { email_verified: 'true' },
  ])('refuses %o', (attributes) => {
    expect(() => personOf(event(attributes))).toThrow('not verified');
  });
});
