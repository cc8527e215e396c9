import * as v from 'valibot';
import { PASSWORD } from '../people.ts';
import { until } from '../until.ts';
import { hasFormerSecret, type Client, type Foreign, type Lane } from './lane.ts';
import { readMails } from './mails.ts';
import type { IdentityModel } from './model.ts';
import { enter, type World } from './world.ts';

/**
 * What is done while nobody does anything else, as it is about several organizations, or would make what follows depend on how far the others are:
 * people come to other organizations, stale tokens are replaced, services sign in, mails are read.
 */
export async function pause(world: World): Promise<void> {
  for (const lane of world.lanes) {
    await endedSubscriptions(lane);
    await renewTokens(lane, world);
    await signServicesIn(lane);
  }
  await acceptSomewhere(world);
  await readMails(world);
  for (const lane of world.lanes) lane.foreign = foreignTo(lane, world);
}

/** What the others have and had. */
function foreignTo(lane: Lane, { lanes, invitations }: World): Foreign {
  const others = lanes.filter((other) => other !== lane);
  const all = (of: (other: Lane) => Iterable<string>) => others.flatMap((other) => [...of(other)]);
  const addresses = all(({ model }) =>
    [...model.identities.values()].filter(({ kind }) => kind === 'PERSON').map(({ email }) => email),
  );
  return {
    devices: all(({ model }) => [...model.devices.keys(), ...model.deleted.devices]),
    identities: all(({ model }) => [...model.identities.keys(), ...model.deleted.identities]),
    exports: all(({ model }) => [...model.exports.keys(), ...model.deleted.exports]),
    imports: all(({ model }) => model.imports),
    certificates: all(({ model }) => [...model.devices.values()].flatMap(({ certificates }) => certificates)),
    addresses: addresses.filter((email) => !invitations.knows(email, lane.model.id)),
    organizations: all(({ model }) => [model.id]),
    pages: others.flatMap(({ pages }) => pages),
  };
}

/** What somebody followed has ended who is suspended, or has another role, as far as that role may not follow it. */
async function endedSubscriptions(lane: Lane): Promise<void> {
  for (const subscription of lane.subscriptions.splice(0)) {
    const { client, live, id, field } = subscription;
    const { status, role, isDeleted } = client.identity;
    const isOver = isDeleted || status !== 'ACTIVE' || (role !== client.role && field === 'Subscription.onExport');
    if (isOver) await until(`the end of ${field} of ${client.identity.id}`, () => !live.isOpen(id) || undefined);
    else if (live.isOpen(id)) lane.subscriptions.push(subscription);
  }
}

/** Signs in again whose token has become stale, and leaves out who has been deleted: they have been refused for long enough. */
async function renewTokens(lane: Lane, { moved }: World): Promise<void> {
  for (const client of [...lane.clients]) {
    const { id, email, kind, role, status, isDeleted } = client.identity;
    const isStale = role !== client.role || hasFormerSecret(client);
    if (isDeleted) leave(lane, client);
    if (isDeleted || !isStale || status !== 'ACTIVE' || (moved.get(email) ?? lane) !== lane) continue;
    leave(lane, client);
    const secret = kind === 'PERSON' ? PASSWORD : lane.secrets.get(id)?.secret;
    if (secret !== undefined) await enter(lane, email, secret);
  }
}

function leave({ clients, subscriptions }: Lane, client: Client): void {
  client.live?.close();
  clients.splice(clients.indexOf(client), 1);
  const kept = subscriptions.filter((subscription) => subscription.client !== client);
  subscriptions.splice(0, subscriptions.length, ...kept);
}

/** The longest-standing service that has not signed in yet. */
async function signServicesIn(lane: Lane): Promise<void> {
  const isIn = (id: string) => lane.clients.some(({ identity }) => identity.id === id);
  const next = [...lane.secrets].find(([id]) => !isIn(id) && lane.model.identities.get(id)?.status === 'INVITED');
  if (!next) return;
  const [, { username, secret }] = next;
  lane.note(`service ${username} signs in`);
  await enter(lane, username, secret);
}

/** Has somebody who is invited to another organization accept, change over, and take part there with their next token. */
async function acceptSomewhere({ lanes, moved }: World): Promise<void> {
  for (const to of lanes) {
    const found = lanes.filter((from) => from !== to).flatMap((from) => invitedTo(to, from));
    const [first] = found;
    if (!first) continue;
    const { client, invited } = first;
    const from: Lane = first.from;
    const disclosed = from.disclosedTo(client);
    const variables = { organizationId: to.model.id };
    const accepted = await from.ask(client, 'Mutation.acceptInvitation', variables, { disclosed });
    from.expect(accepted?.error === undefined, 'a membership');
    Object.assign(invited, { status: 'ACTIVE', version: invited.version + 1 });
    const switched = await from.ask(client, 'Mutation.switchOrganization', variables, { disclosed });
    from.expect(switched?.error === undefined, 'a membership');
    const { organizationId } = v.parse(Membership, switched?.value);
    from.expect(organizationId === to.model.id, 'a membership there');
    // The token that they have stays of the organization that it is of; the next one is of the other.
    moved.set(client.identity.email, to);
    await enter(to, client.identity.email, PASSWORD);
  }
}

const Membership = v.object({ organizationId: v.string() });

function invitedTo(to: Lane, from: Lane): { from: Lane; client: Client; invited: IdentityModel }[] {
  const invitations = [...to.model.identities.values()].filter(({ status }) => status === 'INVITED');
  return from.clients.flatMap((client) => {
    const { status, role, email, isDeleted } = client.identity;
    const invited = invitations.find((each) => each.email === email);
    const isGood = invited && status === 'ACTIVE' && role === client.role && !isDeleted;
    return isGood ? [{ from, client, invited }] : [];
  });
}
