import fc from 'fast-check';
import { randomUUID } from 'node:crypto';
import { setTimeout } from 'node:timers/promises';
import { afterAll, beforeAll, expect, it } from 'vitest';
import {
  AcceptInvitationDocument,
  CreateIdentityDocument,
  DeleteIdentityDocument,
  InvitationsDocument,
  MembershipsDocument,
  ResendInvitationDocument,
  RevokeInvitationDocument,
  SwitchOrganizationDocument,
  UpdateIdentityDocument,
} from '../examples/generated/documents.ts';
import { isActiveAdministrator } from './shared/identities.ts';
import type { IdentityRow } from './shared/rows.ts';
import { startMembers, type Members, type Registry, type User } from './testing/members.ts';

let members: Members;
beforeAll(async () => {
  members = await startMembers();
});
afterAll(() => members.close());

const DAY = 86_400_000;
const USERS = 4;
const ADDRESSES = 6;
const ORGANIZATIONS = 2;
const roles = ['ADMINISTRATOR', 'OPERATOR', 'VIEWER'] as const;

const user = fc.nat(USERS - 1);
const organization = fc.nat(ORGANIZATIONS - 1);
const some = fc.nat(20);
const role = fc.constantFrom(...roles);
/** What people do, and in what numbers. An identity is one of those that are there, by its place. */
const act = fc.oneof(
  { weight: 6, arbitrary: fc.record({ act: fc.constant('signIn' as const), user }) },
  {
    weight: 4,
    arbitrary: fc.record({ act: fc.constant('invite' as const), user, role, address: fc.nat(ADDRESSES - 1) }),
  },
  { weight: 4, arbitrary: fc.record({ act: fc.constant('accept' as const), user, organization }) },
  { weight: 3, arbitrary: fc.record({ act: fc.constant('switch' as const), user, organization }) },
  {
    weight: 4,
    arbitrary: fc.record({
      act: fc.constant('update' as const),
      ...{ user, identity: some },
      change: fc.oneof(
        fc.record({ role }),
        fc.record({ status: fc.constantFrom('ACTIVE' as const, 'SUSPENDED' as const) }),
      ),
    }),
  },
  { weight: 2, arbitrary: fc.record({ act: fc.constantFrom('delete', 'revoke', 'resend'), user, identity: some }) },
  {
    weight: 2,
    arbitrary: fc.record({ act: fc.constant('changeAddress' as const), user, address: fc.nat(ADDRESSES - 1) }),
  },
  { weight: 1, arbitrary: fc.record({ act: fc.constant('wait' as const), days: fc.constantFrom(1, 15) }) },
);
type Act = typeof act extends fc.Arbitrary<infer T> ? T : never;

/** Two organizations whose founders have signed in, and users who belong nowhere yet. */
class World {
  readonly users: User[];
  readonly addresses: string[];
  organizations: string[] = [];
  /** How often each mutation was done. */
  readonly done = new Map<string, number>();

  constructor() {
    const run = randomUUID();
    this.addresses = Array.from({ length: ADDRESSES }, (_, index) => `a${index}@${run}.example`);
    this.users = this.addresses.slice(0, USERS).map((email) => ({ sub: randomUUID(), email }));
  }

  async begin(): Promise<this> {
    for (const founder of this.users.slice(0, ORGANIZATIONS)) {
      this.organizations.push(await members.found(founder.email));
      await members.signIn(founder);
    }
    return this;
  }

  async do(what: Act): Promise<void> {
    switch (what.act) {
      case 'wait':
        members.wait(what.days * DAY);
        return;
      case 'signIn':
        await members.signIn(this.userOf(what));
        return;
      case 'changeAddress':
        this.changeAddress(this.userOf(what), this.addresses[what.address] ?? '');
        return;
      case 'invite': {
        const email = this.addresses[what.address] ?? '';
        const input = { name: email, email, role: what.role };
        this.note('createIdentity', await members.ask(this.userOf(what), CreateIdentityDocument, { input }));
        return;
      }
      case 'accept': {
        const organizationId = this.organizations[what.organization] ?? '';
        const asked = await members.ask(this.userOf(what), AcceptInvitationDocument, { organizationId });
        this.note('acceptInvitation', asked);
        return;
      }
      case 'switch': {
        const organizationId = this.organizations[what.organization] ?? '';
        const asked = await members.ask(this.userOf(what), SwitchOrganizationDocument, { organizationId });
        this.note('switchOrganization', asked);
        return;
      }
      case 'update':
      case 'delete':
      case 'revoke':
      case 'resend':
        await this.change(what);
    }
  }

  /** The pool's doing: an address is one user's. */
  private changeAddress(who: User, email: string): void {
    if (!this.users.some((each) => each.email === email)) who.email = email;
  }

  private async change(what: Extract<Act, { identity: number }>): Promise<void> {
    const { identities } = await members.read(this.organizations);
    const identity = identities[what.identity % identities.length];
    if (!identity) return;
    const who = this.userOf(what);
    const input = { id: identity.id, expectedVersion: identity.version };
    if (what.act === 'update') {
      const asked = await members.ask(who, UpdateIdentityDocument, { input: { ...input, ...what.change } });
      this.note('updateIdentity', asked);
    } else if (what.act === 'delete') {
      this.note('deleteIdentity', await members.ask(who, DeleteIdentityDocument, { input }));
    } else if (what.act === 'revoke') {
      this.note('revokeInvitation', await members.ask(who, RevokeInvitationDocument, { input }));
    } else {
      this.note('resendInvitation', await members.ask(who, ResendInvitationDocument, { input }));
    }
  }

  private note(action: string, { errors }: { errors: string[] }): void {
    expect(errors.filter((error) => error.startsWith('InternalError'))).toEqual([]);
    if (errors.length === 0) this.done.set(action, (this.done.get(action) ?? 0) + 1);
  }

  private userOf({ user: index }: { user: number }): User {
    const found = this.users[index];
    if (!found) throw new Error(`There is no user ${index}`);
    return found;
  }
}

/** That the tables say the same, each of what is its own. */
function expectConsistent(
  { organizations, identities, memberships, accounts, events }: Registry,
  { done }: World,
): void {
  const pairs = (rows: readonly (string | undefined)[][]) => rows.map((row) => row.join(' ')).sort();
  expect(pairs(memberships.map((row) => [row.organizationId, row.email, row.identityId]))).toEqual(
    pairs(identities.map((row) => [row.organizationId, row.email, row.id])),
  );
  const bound = identities.filter(({ sub }) => sub !== undefined);
  expect(pairs(accounts.map((row) => [row.organizationId, row.sub, row.identityId]))).toEqual(
    pairs(bound.map((row) => [row.organizationId, row.sub, row.id])),
  );
  for (const { status, sub, invitation } of identities) {
    if (status === 'ACTIVE') expect(sub).toBeDefined();
    if (status === 'INVITED') expect([sub, invitation !== undefined]).toEqual([undefined, true]);
    if (sub !== undefined) expect(invitation).toBeUndefined();
  }
  for (const { id, activeAdministrators } of organizations) {
    const active = identities.filter((row) => row.organizationId === id && isActiveAdministrator(row));
    expect(active.length).toBe(activeAdministrators);
    expect(active.length).toBeGreaterThan(0);
  }
  const told = new Map<string, number>();
  for (const { action } of events) told.set(action, (told.get(action) ?? 0) + 1);
  for (const action of ['joinOrganization', 'changeEmail']) told.delete(action);
  expect(told).toEqual(done);
}

/** That a user is shown what is theirs, and what is offered to the address that they have now. */
async function expectOwn(who: User, identities: readonly IdentityRow[]): Promise<void> {
  const hasToken = await members.signIn(who);
  const { data, errors } = await members.ask(who, MembershipsDocument, {});
  if (!hasToken) return;
  expect(errors).toEqual([]);
  const mine = identities.filter(({ sub }) => sub === who.sub).map(({ id }) => id);
  expect(data?.memberships.map(({ identityId }) => identityId).sort()).toEqual(expect.arrayContaining(mine));
  const current = data?.memberships.filter(({ isCurrent }) => isCurrent);
  expect(current).toMatchObject([{ identityId: who.session?.claims.identity_id, status: 'ACTIVE' }]);
  const { data: offered } = await members.ask(who, InvitationsDocument, {});
  for (const { organizationId } of offered?.invitations ?? []) {
    const theirs = identities.filter((row) => row.organizationId === organizationId && row.email === who.email);
    expect(theirs).toMatchObject([{ status: 'INVITED', kind: 'PERSON' }]);
  }
}

it('whatever people do at once, the tables agree and nobody gets what is not theirs', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.array(act, { minLength: 1, maxLength: 4 }), { maxLength: 15, size: 'max' }),
      async (rounds) => {
        const world = await new World().begin();
        for (const round of rounds) await Promise.all(round.map((each) => world.do(each)));
        const registry = await members.read(world.organizations);
        expectConsistent(registry, world);
        for (const who of world.users) await expectOwn(who, registry.identities);
      },
    ),
    { numRuns: 25 },
  );
});

/** What an administrator does to an invitation while the person accepts it. */
const meanwhile: Record<string, (by: User, input: ExpectedVersion) => Promise<{ errors: string[] }>> = {
  'revokes it': (by, input) => members.ask(by, RevokeInvitationDocument, { input }),
  'deletes it': (by, input) => members.ask(by, DeleteIdentityDocument, { input }),
  'suspends them': (by, input) => members.ask(by, UpdateIdentityDocument, { input: { ...input, status: 'SUSPENDED' } }),
  'makes an administrator of them': (by, input) =>
    members.ask(by, UpdateIdentityDocument, { input: { ...input, role: 'ADMINISTRATOR' } }),
};
interface ExpectedVersion {
  id: string;
  expectedVersion: number;
}

it.each(Object.entries(meanwhile))(
  'accepts or is refused, as a whole, who does it while an administrator %s',
  async (what, rival) => {
    // The rival comes sooner or later, by the steps that a request has.
    for (let delay = 0; delay < 12; delay++) {
      const world = await new World().begin();
      const [guest, administrator] = world.users;
      const [, organizationId = ''] = world.organizations;
      if (!guest || !administrator) throw new Error('There are users');
      const input = { name: 'Guest', email: guest.email, role: 'VIEWER' as const };
      const { data } = await members.ask(administrator, CreateIdentityDocument, { input });
      const seen = { id: data?.createIdentity.id ?? '', expectedVersion: 1 };
      const [accepted, other] = await Promise.all([
        members.ask(guest, AcceptInvitationDocument, { organizationId }),
        setTimeout(delay).then(() => rival(administrator, seen)),
      ]);
      const isBound = accepted.errors.length === 0;
      const isChanged = other.errors.length === 0;
      // Only who has another role by now can accept all the same.
      if (what !== 'makes an administrator of them') expect(isChanged).toBe(!isBound);
      expect(isBound || isChanged).toBe(true);
      const { identities, accounts, organizations } = await members.read([organizationId]);
      const row = identities.find(({ id }) => id === seen.id);
      expect([row?.sub, row?.status === 'ACTIVE']).toEqual([isBound ? guest.sub : undefined, isBound]);
      expect(accounts.some(({ sub }) => sub === guest.sub)).toBe(isBound);
      const active = identities.filter(isActiveAdministrator).length;
      expect(organizations).toMatchObject([{ activeAdministrators: active }]);
    }
  },
);
