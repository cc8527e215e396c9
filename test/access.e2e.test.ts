import { Sha256 } from '@aws-crypto/sha256-js';
import { SignatureV4 } from '@smithy/signature-v4';
import { fetchAuthSession, signIn as amplifySignIn } from 'aws-amplify/auth';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  CreateDeviceDocument,
  DeleteIdentityDocument,
  IdentityDocument,
  MeDocument,
  OnExportDocument,
  OrganizationDocument,
  UpdateIdentityDocument,
  type UpdateIdentityInput,
} from '../examples/generated/documents.ts';
import { fieldError, post } from './support/graphql.ts';
import { Live } from './support/live.ts';
import {
  makeMember,
  makeOrganization,
  makeUser,
  PASSWORD,
  signIn,
  type Member,
  type Organization,
} from './support/people.ts';
import { startSonde, type Sonde } from './support/sonde.ts';
import { allRows } from './support/tables.ts';

let sonde: Sonde;
let harbour: Organization;
let meadow: Organization;
const connections: Live[] = [];
const QUERY = '{ organization { id } }';

beforeAll(async () => {
  sonde = await startSonde();
  harbour = await makeOrganization(sonde, 'Harbour');
  meadow = await makeOrganization(sonde, 'Meadow');
});
afterAll(async () => {
  for (const connection of connections) connection.close();
  await sonde.close();
});

describe('a token', () => {
  it('is given to nobody without a membership', async () => {
    await makeUser(sonde, 'stranger@nowhere.example');
    await expect(signIn(sonde, 'stranger@nowhere.example')).rejects.toMatchObject({
      name: 'UserLambdaValidationException',
      message:
        'PreTokenGeneration failed with error You are not a member of an organization; ask an administrator to invite you..',
    });
  });

  it('serves as an id token too', async () => {
    await signIn(sonde, harbour.viewer.email);
    const { tokens } = await fetchAuthSession();
    expect(await post(sonde, { authorization: String(tokens?.idToken) }, QUERY)).toEqual({
      status: 200,
      body: { data: { organization: { id: harbour.id } } },
    });
  });
});

it('a signature by unknown credentials is refused', async () => {
  const { host } = new URL(sonde.addresses.graphqlUrl);
  const query = `mutation { publishReadings(input: { organizationId: "${harbour.id}", deviceIds: [], readings: [] }) { organizationId } }`;
  const signer = new SignatureV4({
    credentials: { accessKeyId: 'AKIAIOSFODNN7EXAMPLE', secretAccessKey: 'secret' },
    region: 'eu-west-1',
    service: 'appsync',
    sha256: Sha256,
  });
  const { headers } = await signer.sign({
    method: 'POST',
    protocol: 'http:',
    hostname: host,
    path: '/graphql',
    query: {},
    headers: { host, 'content-type': 'application/json' },
    body: JSON.stringify({ query, variables: {} }),
  });
  expect(await post(sonde, headers, query)).toEqual({
    status: 403,
    body: {
      errors: [
        {
          errorType: 'UnrecognizedClientException',
          message: 'The security token included in the request is invalid.',
        },
      ],
    },
  });
});

describe('what an administrator changes about somebody counts at once', () => {
  const SUSPENDED = 'Your access is suspended; ask an administrator of your organization.';

  /** Changes an identity as it is now. */
  async function change(member: Member, changes: Partial<UpdateIdentityInput>): Promise<void> {
    const { identity } = await harbour.administrator.request(IdentityDocument, { id: member.identityId });
    await harbour.administrator.request(UpdateIdentityDocument, {
      input: { id: member.identityId, expectedVersion: identity?.version ?? 0, ...changes },
    });
  }

  /** Expects that every field with the step refuses a member whose token is still good, and that nothing changes. */
  async function expectRefused(member: Member, message: string): Promise<void> {
    const before = await allRows(sonde);
    expect(await member.ask(CreateDeviceDocument, { input: { name: 'Late' } })).toEqual({
      data: null,
      errors: [fieldError('createDevice', 'Unauthorized', message)],
    });
    expect(await member.ask(MeDocument, {})).toEqual({
      data: null,
      errors: [fieldError('me', 'Unauthorized', message)],
    });
    const { live } = await Live.connect(sonde, member.token);
    connections.push(live);
    const { id, first } = await live.subscribe({});
    expect(first).toEqual({ id, type: 'error', payload: { errors: [{ errorType: 'Unauthorized', message }] } });
    expect(await allRows(sonde)).toEqual(before);
  }

  it('a suspension, until it is lifted', async () => {
    const member = await makeMember(sonde, harbour.id, 'OPERATOR', 'suspended@harbour.example');
    await change(member, { status: 'SUSPENDED' });
    await expectRefused(member, SUSPENDED);
    // The session that Amplify still has does not help: no new token is given for it.
    const refusal = {
      name: 'UserLambdaValidationException',
      message: 'PreTokenGeneration failed with error Your access to Harbour is suspended; ask an administrator..',
    };
    await expect(fetchAuthSession({ forceRefresh: true })).rejects.toMatchObject(refusal);
    await expect(signIn(sonde, member.email)).rejects.toMatchObject(refusal);
    await change(member, { status: 'ACTIVE' });
    member.token = await signIn(sonde, member.email);
    const { createDevice } = await member.request(CreateDeviceDocument, { input: { name: 'Back' } });
    expect(createDevice.name).toBe('Back');
  });

  it('another role, from the next token on', async () => {
    const member = await makeMember(sonde, harbour.id, 'OPERATOR', 'demoted@harbour.example');
    await change(member, { role: 'VIEWER' });
    await expectRefused(member, 'Your role is VIEWER now: refresh your session, or sign in again.');
    const { tokens } = await fetchAuthSession({ forceRefresh: true });
    member.token = String(tokens?.accessToken);
    expect((await member.request(MeDocument, {})).me.identity.role).toBe('VIEWER');
    expect(await member.ask(CreateDeviceDocument, { input: { name: 'Late' } })).toEqual({
      data: null,
      errors: [fieldError('createDevice', 'Unauthorized', 'Not Authorized to access createDevice on type Mutation')],
    });
  });

  it('another role or a suspension, for what is followed already', async () => {
    const member = await makeMember(sonde, harbour.id, 'OPERATOR', 'follower@harbour.example');
    const { live } = await Live.connect(sonde, member.token);
    connections.push(live);
    const exports = await live.subscribe({}, OnExportDocument);
    expect(exports.first).toEqual({ id: exports.id, type: 'start_ack' });
    await change(member, { name: 'Follower' });
    await change(member, { role: 'VIEWER' });
    // What a viewer may not see ends, and the connection with it.
    await live.completed(exports.id);
    const { tokens } = await fetchAuthSession({ forceRefresh: true });
    const { live: again } = await Live.connect(sonde, String(tokens?.accessToken));
    connections.push(again);
    expect((await again.subscribe({}, OnExportDocument)).first).toMatchObject({ type: 'error' });
    const readings = await again.subscribe();
    expect(readings.first).toEqual({ id: readings.id, type: 'start_ack' });
    await change(member, { status: 'SUSPENDED' });
    await again.completed(readings.id);
  });

  it('a deletion', async () => {
    const member = await makeMember(sonde, harbour.id, 'OPERATOR', 'deleted@harbour.example');
    await harbour.administrator.request(DeleteIdentityDocument, {
      input: { id: member.identityId, expectedVersion: 2 },
    });
    await expectRefused(member, 'Your identity has been deleted; ask an administrator of your organization.');
    await expect(signIn(sonde, member.email)).rejects.toMatchObject({ name: 'UserLambdaValidationException' });
    expect((await meadow.viewer.request(OrganizationDocument, {})).organization.id).toBe(meadow.id);
  });
});

it('a wrong password gives no token, and says no more than that', async () => {
  const refusal = { name: 'NotAuthorizedException', message: 'Incorrect username or password.' };
  await expect(amplifySignIn({ username: harbour.viewer.email, password: `${PASSWORD}!` })).rejects.toMatchObject(
    refusal,
  );
  await expect(amplifySignIn({ username: 'nobody@harbour.example', password: PASSWORD })).rejects.toMatchObject(
    refusal,
  );
});
