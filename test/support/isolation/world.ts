import { connectAsync, type MqttClient } from 'mqtt';
import { ulid } from 'ulid';
import * as v from 'valibot';
import { makeSigningRequest } from '../../../local/iot/testing/certificates.ts';
import type { Role } from '../../../schema/generated/types.ts';
import { operationOf } from '../access/operations.ts';
import { post } from '../graphql.ts';
import { invite, makeUser, PASSWORD } from '../people.ts';
import type { Sonde } from '../sonde.ts';
import { putRow } from '../tables.ts';
import { Invitations } from './invitations.ts';
import { newAddress } from './choose.ts';
import { Lane, type Client } from './lane.ts';
import type { OrganizationModel } from './model.ts';
import { learn } from './operations/identities.ts';
import { Ownership } from './ownership.ts';
import { randomOf, type Random } from './random.ts';

/** Three organizations, each with a lane of its own. */
export interface World {
  readonly sonde: Sonde;
  readonly lanes: readonly Lane[];
  readonly ownership: Ownership;
  readonly invitations: Invitations;
  readonly mqtt: MqttClient;
  /** The mails that have been looked through. */
  readonly read: Set<string>;
  /** Where somebody went who changed over: their next token is of that organization. */
  readonly moved: Map<string, Lane>;
}

const MEMBERS: readonly Role[] = ['ADMINISTRATOR', 'ADMINISTRATOR', 'OPERATOR', 'VIEWER', 'VIEWER'];
const DIGITS = ['731415926', '727182818', '714142135'];

export async function makeWorld(sonde: Sonde, seed: number): Promise<World> {
  const ownership = new Ownership();
  const invitations = new Invitations();
  const { request: signingRequest } = await makeSigningRequest();
  const lanes: Lane[] = [];
  for (const [index, digits] of DIGITS.entries()) {
    const random = randomOf(seed * DIGITS.length + index);
    const model = await makeOrganization(sonde, { random, ownership, digits });
    const lane = new Lane({ sonde, random, model, ownership, invitations, signingRequest });
    for (const role of MEMBERS) await join(lane, invitations, role);
    lanes.push(lane);
  }
  return {
    sonde,
    lanes,
    ownership,
    invitations,
    read: new Set(),
    moved: new Map(),
    mqtt: await connectAsync(sonde.addresses.mqttUrl, { reconnectPeriod: 0 }),
  };
}

async function makeOrganization(
  sonde: Sonde,
  { random, ownership, digits }: { random: Random; ownership: Ownership; digits: string },
): Promise<OrganizationModel> {
  const id = ulid();
  const marks = ownership.marksOf(id, random, digits);
  ownership.claim(id, id);
  const now = new Date().toISOString();
  const row = { id, name: marks.nameWord, createdAt: now, updatedAt: now, version: 1, activeAdministrators: 0 };
  await putRow(sonde, 'organizations', row);
  return {
    id,
    marks,
    name: row.name,
    version: row.version,
    devices: new Map(),
    identities: new Map(),
    exports: new Map(),
    imports: new Set(),
    deleted: { devices: [], identities: [], exports: [] },
  };
}

async function join(lane: Lane, invitations: Invitations, role: Role): Promise<void> {
  const { sonde, model } = lane;
  const email = newAddress(lane);
  invitations.add(email, model);
  await invite(sonde, model.id, role, email);
  await makeUser(sonde, email);
  await enter(lane, email, PASSWORD);
}

const SignedIn = v.object({ AuthenticationResult: v.object({ AccessToken: v.string() }) });

/** Signs somebody in, in the organization that their tokens are of, and has them take part in its lane. */
export async function enter(lane: Lane, username: string, password: string): Promise<Client> {
  const { cognito } = lane.sonde.services;
  const answer = await cognito.call('InitiateAuth', {
    ClientId: lane.sonde.addresses.userPoolServiceClientId,
    AuthFlow: 'USER_PASSWORD_AUTH',
    AuthParameters: { USERNAME: username, PASSWORD: password },
  });
  const token = v.parse(SignedIn, answer).AuthenticationResult.AccessToken;
  const { body } = await post(lane.sonde, { authorization: token }, operationOf('Query.me'));
  lane.inspect(JSON.stringify(body));
  const { data } = v.parse(Me, body);
  const identity = learn(lane, data.me.identity);
  const client = { identity, role: identity.role, token };
  lane.clients.push(client);
  return client;
}

const Me = v.object({ data: v.object({ me: v.object({ identity: v.unknown() }) }) });
