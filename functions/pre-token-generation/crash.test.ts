import { ScanCommand } from '@aws-sdk/client-dynamodb';
import { unmarshall } from '@aws-sdk/util-dynamodb';
import fc from 'fast-check';
import { ulid } from 'ulid';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { FAULTS, Outside, type Fault } from '../shared/testing/outside.ts';
import { startTables, type TestTables } from '../shared/testing/dynamodb.ts';
import { admit } from './admit.ts';
import type { Person } from './event.ts';
import { registryTables } from './registry-tables.ts';

const names = {
  organizations: 'organizations',
  identities: 'identities',
  memberships: 'memberships',
  accounts: 'accounts',
  auditEvents: 'auditEvents',
};
const log = { info: () => undefined, warn: () => undefined, error: () => undefined };
const created = { createdAt: '2026-01-01T00:00:00.000Z', updatedAt: '2026-01-01T00:00:00.000Z', version: 1 };

let tables: TestTables;
beforeAll(async () => {
  tables = await startTables({
    organizations: ['id'],
    identities: ['organizationId', 'id'],
    memberships: ['email', 'organizationId'],
    accounts: ['sub', 'organizationId'],
    auditEvents: ['organizationId', 'id'],
  });
});
afterAll(() => tables.close());

/** How somebody comes to sign in. What it leaves in the end is the same, whatever goes wrong on the way. */
const ways = {
  'a first sign-in': { actions: ['joinOrganization'], signUp: 'invited', row: {} },
  'a founder’s': { actions: ['foundOrganization'], signUp: 'open', row: undefined },
  'the first one after a change of address': {
    actions: ['changeEmail'],
    signUp: 'invited',
    row: { status: 'ACTIVE', email: 'old' },
  },
} as const;

interface Somebody {
  person: Person;
  organizationId: string;
}

async function somebody(row: object | undefined): Promise<Somebody> {
  const [organizationId, id, sub] = [ulid(), ulid(), ulid()];
  const person = { sub, email: `${sub.toLowerCase()}@example.org`, name: undefined };
  if (!row) return { person, organizationId };
  const isBound = 'status' in row;
  const email = isBound ? `old-${person.email}` : person.email;
  const activeAdministrators = isBound ? 1 : 0;
  await tables.put('organizations', { id: organizationId, name: 'Weather', activeAdministrators, ...created });
  const identity = { kind: 'PERSON', name: 'Ada', role: 'ADMINISTRATOR', locale: 'en', status: 'INVITED' };
  await tables.put('identities', {
    organizationId,
    id,
    ...identity,
    ...row,
    email,
    ...(isBound && { sub }),
    ...created,
  });
  await tables.put('memberships', { email, organizationId, identityId: id });
  if (isBound) await tables.put('accounts', { sub, organizationId, identityId: id, chosenAt: created.createdAt });
  return { person, organizationId };
}

function signIn({ person }: Somebody, signUp: 'invited' | 'open', outside = new Outside()) {
  const registry = registryTables({ client: outside.watch(tables.client), ...names });
  return admit(person, { registry, signUp, now: () => new Date(), log });
}

async function rows(table: string): Promise<Record<string, unknown>[]> {
  const { Items = [] } = await tables.client.send(new ScanCommand({ TableName: table }));
  return Items.map((item) => unmarshall(item));
}

/** That the person has one identity, one account, one membership and one place in the count, and each act one event. */
async function expectConsistent({ person }: Somebody, actions: readonly string[]): Promise<void> {
  const accounts = (await rows('accounts')).filter(({ sub }) => sub === person.sub);
  expect(accounts).toHaveLength(1);
  const { organizationId, identityId } = accounts[0]!;
  const identities = (await rows('identities')).filter((row) => row.organizationId === organizationId);
  expect(identities).toMatchObject([{ id: identityId, status: 'ACTIVE', sub: person.sub, email: person.email }]);
  const memberships = (await rows('memberships')).filter((row) => row.organizationId === organizationId);
  expect(memberships).toEqual([{ email: person.email, organizationId, identityId }]);
  const [organization] = (await rows('organizations')).filter(({ id }) => id === organizationId);
  expect(organization?.activeAdministrators).toBe(1);
  const events = (await rows('auditEvents')).filter((row) => row.organizationId === organizationId);
  expect(events.map(({ action }) => action)).toEqual(actions);
}

describe.each(Object.entries(ways))('%s', (_, { actions, signUp, row }) => {
  it.each(FAULTS)('comes to the same where any of its calls is disturbed: %s', async (fault) => {
    const undisturbed = new Outside();
    await signIn(await somebody(row), signUp, undisturbed);
    for (const at of undisturbed.calls.keys()) {
      const who = await somebody(row);
      await disturbed(who, signUp, at, fault);
      await signIn(who, signUp);
      await expectConsistent(who, actions);
    }
  });

  it('is done once, however many come at once and wherever some of them end', async () => {
    const disturbance = fc.record({ at: fc.integer({ min: -1, max: 8 }), fault: fc.constantFrom(...FAULTS) });
    await fc.assert(
      fc.asyncProperty(fc.array(disturbance, { minLength: 2, maxLength: 5 }), async (disturbances) => {
        const who = await somebody(row);
        await Promise.all(disturbances.map(({ at, fault }) => disturbed(who, signUp, at, fault)));
        await signIn(who, signUp);
        await expectConsistent(who, actions);
      }),
      { numRuns: 25 },
    );
  });
});

it('binds nobody twice within an organization, by an address and by the one that they change to meanwhile', async () => {
  const who = await somebody({});
  const { person, organizationId } = who;
  const [id, email] = [ulid(), `new-${person.email}`];
  const row = { kind: 'PERSON', name: 'Ada', role: 'VIEWER', locale: 'en', status: 'INVITED' };
  await tables.put('identities', { organizationId, id, email, ...row, ...created });
  await tables.put('memberships', { email, organizationId, identityId: id });
  const rival = async () => {
    await signIn({ ...who, person: { ...person, email } }, 'invited');
  };
  const admitted = await signIn(who, 'invited', new Outside('TransactWriteItemsCommand', rival));
  expect(admitted.id).toBe(id);
  const identities = (await rows('identities')).filter((each) => each.organizationId === organizationId);
  expect(identities.filter(({ sub }) => sub !== undefined)).toMatchObject([{ id }]);
  const accounts = (await rows('accounts')).filter(({ sub }) => sub === person.sub);
  expect(accounts).toMatchObject([{ identityId: id }]);
});

/** A sign-in that may be refused, or end, in the middle. */
async function disturbed(who: Somebody, signUp: 'invited' | 'open', at: number, fault: Fault): Promise<void> {
  const outside = new Outside(at, fault);
  await Promise.race([outside.ended, signIn(who, signUp, outside).catch(() => undefined)]);
}
