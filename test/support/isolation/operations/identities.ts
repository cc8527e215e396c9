import * as v from 'valibot';
import { marked, newAddress, tryId, tryIdentity, tryPage } from '../choose.ts';
import type { Client, Lane, Outcome } from '../lane.ts';
import { activeAdministrators, type IdentityModel } from '../model.ts';
import { same, versionOf } from './devices.ts';

const Identity = v.object({
  id: v.string(),
  kind: v.picklist(['PERSON', 'SERVICE']),
  email: v.string(),
  name: v.string(),
  role: v.picklist(['ADMINISTRATOR', 'OPERATOR', 'VIEWER']),
  status: v.picklist(['INVITED', 'ACTIVE', 'SUSPENDED']),
  version: v.number(),
  secretCreatedAt: v.nullable(v.string()),
});
const Page = v.object({ items: v.array(Identity), nextToken: v.nullable(v.string()) });
const Credentials = v.object({ identity: Identity, username: v.string(), secret: v.string() });
const ROLES = ['ADMINISTRATOR', 'OPERATOR', 'VIEWER'] as const;

export async function identity(lane: Lane): Promise<void> {
  const { id, isOwn } = tryIdentity(lane);
  const answer = await lane.ask(lane.client(), 'Query.identity', { id });
  if (!answer) return;
  if (isOwn) expectIdentity(lane, answer, lane.model.identities.get(id));
  else lane.expectError(answer, 'NotFoundError');
}

export async function identities(lane: Lane): Promise<void> {
  const { token: nextToken, kind } = tryPage(lane, 'identities');
  const first = 1 + lane.random.below(100);
  const answer = await lane.ask(lane.client(), 'Query.identities', { first, nextToken });
  if (!answer) return;
  if (kind === 'foreign') {
    lane.expectError(answer, 'ValidationError');
    return;
  }
  const page = v.parse(Page, answer.value);
  if (page.nextToken !== null) lane.pages.push(['identities', page.nextToken]);
  for (const item of page.items)
    expectIdentity(lane, { value: item, error: undefined }, lane.model.identities.get(item.id));
  const all = [...lane.model.identities.keys()].sort();
  if (kind === 'none')
    lane.expect(
      same(
        page.items.map(({ id }) => id),
        all.slice(0, first),
      ),
      `the first ${first} identities`,
    );
}

/** Invites somebody new, somebody who is there already, or a member of another organization. */
export async function createIdentity(lane: Lane): Promise<void> {
  const { random, model } = lane;
  const kind = random.weighted([
    [6, 'new'],
    [2, 'own'],
    [2, 'foreign'],
  ] as const);
  const fresh = newAddress(lane);
  const persons = [...model.identities.values()].filter((each) => each.kind === 'PERSON').map((each) => each.email);
  const email = { new: fresh, own: random.pick(persons), foreign: random.pick(lane.foreign.addresses) }[kind] ?? fresh;
  const isTaken = persons.includes(email);
  const input = { name: marked(lane), email, role: random.pick(ROLES) ?? 'VIEWER', locale: random.pick(['en', 'fr']) };
  lane.invites(email);
  const answer = await lane.ask(lane.client(), 'Mutation.createIdentity', { input });
  if (!answer) return;
  if (isTaken) lane.expectError(answer, 'ConflictError');
  else learn(lane, answer.value);
}

export async function updateIdentity(lane: Lane): Promise<void> {
  const { random, model } = lane;
  const { id } = tryIdentity(lane);
  const known = model.identities.get(id);
  const expectedVersion = versionOf(lane, known);
  const change = random.weighted<Partial<Pick<IdentityModel, 'name' | 'role' | 'status'>>>([
    [4, { name: marked(lane) }],
    [1, { role: random.pick(ROLES) ?? 'VIEWER' }],
    [1, { status: 'SUSPENDED' }],
    // Who has been suspended is let in again soon: else in the end nobody could do anything.
    [4, known?.status === 'SUSPENDED' ? { status: 'ACTIVE' } : { name: marked(lane) }],
  ]);
  const client = lane.client();
  const answer = await lane.ask(client, 'Mutation.updateIdentity', { input: { id, expectedVersion, ...change } });
  if (!answer) return;
  if (!known) lane.expectError(answer, 'NotFoundError');
  else if (expectedVersion !== known.version) lane.expectError(answer, 'ConflictError');
  else {
    const after = { ...known, ...change, version: known.version + 1 };
    if (isLastAdministrator(lane, known) && !isLastAdministrator(lane, after))
      lane.expectError(answer, 'ValidationError');
    else {
      // Somebody who never signed in is invited again.
      if (change.status === 'ACTIVE')
        after.status = lane.clients.some((each) => each.identity === known) ? 'ACTIVE' : 'INVITED';
      Object.assign(known, after);
      expectIdentity(lane, answer, known);
    }
  }
}

export async function deleteIdentity(lane: Lane): Promise<void> {
  const { id } = tryIdentity(lane);
  await remove(lane, 'Mutation.deleteIdentity', id, () => undefined);
}

export async function revokeInvitation(lane: Lane): Promise<void> {
  const { id } = tryIdentity(lane);
  await remove(lane, 'Mutation.revokeInvitation', id, ({ status, kind }) =>
    status !== 'INVITED' || kind === 'SERVICE' ? 'ValidationError' : undefined,
  );
}

/** Deletes an identity where it may be deleted. People who take part, of which there are only a few, are asked about with another version. */
async function remove(
  lane: Lane,
  field: 'Mutation.deleteIdentity' | 'Mutation.revokeInvitation',
  id: string,
  refusal: (known: IdentityModel) => string | undefined,
): Promise<void> {
  const known = lane.model.identities.get(id);
  const isMember = known?.kind === 'PERSON' && lane.clients.some((client) => client.identity === known);
  const expectedVersion = isMember ? 0 : versionOf(lane, known);
  const answer = await lane.ask(lane.client(), field, { input: { id, expectedVersion } });
  if (!answer) return;
  const refused = known && refusal(known);
  if (!known) lane.expectError(answer, 'NotFoundError');
  else if (expectedVersion !== known.version) lane.expect(answer.error !== undefined, 'an error');
  else if (refused !== undefined) lane.expectError(answer, refused);
  else {
    expectIdentity(lane, answer, known);
    known.isDeleted = true;
    lane.model.identities.delete(id);
    lane.model.deleted.identities.push(id);
  }
}

/** At most once a minute: an invitation of this run is too young. */
export async function resendInvitation(lane: Lane): Promise<void> {
  const { id } = tryIdentity(lane);
  const known = lane.model.identities.get(id);
  const input = { id, expectedVersion: versionOf(lane, known) };
  const answer = await lane.ask(lane.client(), 'Mutation.resendInvitation', { input });
  if (!answer) return;
  if (!known) lane.expectError(answer, 'NotFoundError');
  else if (!answer.error) learn(lane, answer.value);
}

export async function createService(lane: Lane): Promise<void> {
  const input = { name: marked(lane), role: lane.random.pick(ROLES) ?? 'VIEWER' };
  const answer = await lane.ask(lane.client(), 'Mutation.createService', { input });
  if (answer) keepSecret(lane, answer.value);
}

export async function rotateServiceSecret(lane: Lane): Promise<void> {
  const { id } = tryService(lane);
  const known = lane.model.identities.get(id);
  const input = { id, expectedVersion: versionOf(lane, known) };
  const answer = await lane.ask(lane.client(), 'Mutation.rotateServiceSecret', { input });
  if (!answer) return;
  if (!known) lane.expectError(answer, 'NotFoundError');
  else if (input.expectedVersion !== known.version) lane.expectError(answer, 'ConflictError');
  else if (known.kind === 'PERSON') lane.expectError(answer, 'ValidationError');
  else keepSecret(lane, answer.value);
}

export async function revokeServiceSecret(lane: Lane): Promise<void> {
  const { id } = tryService(lane);
  const known = lane.model.identities.get(id);
  const input = { id, expectedVersion: versionOf(lane, known) };
  const answer = await lane.ask(lane.client(), 'Mutation.revokeServiceSecret', { input });
  if (!answer) return;
  if (!known) lane.expectError(answer, 'NotFoundError');
  else if (input.expectedVersion !== known.version) lane.expectError(answer, 'ConflictError');
  else if (known.kind === 'PERSON') lane.expectError(answer, 'ValidationError');
  else {
    learn(lane, answer.value);
    lane.secrets.delete(id);
  }
}

/** A service, mostly: of the others there are more. */
function tryService(lane: Lane): { id: string } {
  const services = [...lane.model.identities.values()].filter(({ kind }) => kind === 'SERVICE');
  return lane.random.chance(0.6) ? (lane.random.pick(services) ?? tryIdentity(lane)) : tryIdentity(lane);
}

function keepSecret(lane: Lane, value: unknown): void {
  const { identity: of, username, secret } = v.parse(Credentials, value);
  lane.expect(username === of.email, 'the user name of the service');
  learn(lane, of);
  lane.ownership.claim(secret, lane.model.id);
  lane.secrets.set(of.id, { username, secret });
}

/** Takes over an identity as it is answered. */
export function learn(lane: Lane, value: unknown): IdentityModel {
  const answered = v.parse(Identity, value);
  lane.ownership.claim(answered.id, lane.model.id);
  const known = lane.model.identities.get(answered.id);
  if (known) return Object.assign(known, answered);
  const made: IdentityModel = { ...answered, isDeleted: false };
  lane.model.identities.set(made.id, made);
  return made;
}

function isLastAdministrator({ model }: Lane, { role, status }: IdentityModel): boolean {
  return role === 'ADMINISTRATOR' && status === 'ACTIVE' && activeAdministrators(model) === 1;
}

function expectIdentity(lane: Lane, { value, error }: Outcome, known: IdentityModel | undefined): void {
  const found = v.safeParse(Identity, value);
  if (!found.success || error || !known) lane.fail('expected an identity that there is');
  const { id, name, role, status, version, email } = found.output;
  const isAsKnown = id === known.id && name === known.name && role === known.role && email === known.email;
  lane.expect(
    isAsKnown && status === known.status && version === known.version,
    `the identity as it is: ${JSON.stringify(known)}`,
  );
}

/** What the caller is a member of, and invited to: the one place where another organization may show. */
export async function ofCaller(lane: Lane, field: 'Query.memberships' | 'Query.invitations'): Promise<void> {
  const client: Client = lane.client();
  const disclosed = lane.disclosedTo(client);
  const answer = await lane.ask(client, field, {}, { disclosed });
  if (!answer) return;
  const found = v.parse(v.array(v.object({ organizationId: v.string() })), answer.value);
  for (const { organizationId } of found)
    lane.expect(organizationId === lane.model.id || disclosed.has(organizationId), 'organizations of the caller only');
}

/** Tries to come into an organization that has not asked. Who has been invited comes there in a pause. */
export async function joinElsewhere(
  lane: Lane,
  field: 'Mutation.acceptInvitation' | 'Mutation.switchOrganization',
): Promise<void> {
  const client = lane.client();
  const disclosed = lane.disclosedTo(client);
  const uninvited = lane.foreign.organizations.filter((id) => !disclosed.has(id));
  const { id: organizationId } = tryId(lane, { own: [], deleted: [], foreign: uninvited });
  const answer = await lane.ask(client, field, { organizationId });
  if (answer) lane.expectError(answer, 'NotFoundError');
}
