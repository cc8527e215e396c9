import {
  confirmResetPassword,
  confirmSignUp,
  fetchAuthSession,
  resetPassword,
  signIn,
  signOut,
  signUp,
} from 'aws-amplify/auth';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { configure } from '../examples/client.ts';
import { CreateIdentityDocument, IdentityDocument, MeDocument } from '../examples/generated/documents.ts';
import { ask } from './support/graphql.ts';
import { codeFor, mailsTo } from './support/mailbox.ts';
import { makeOrganization, PASSWORD, type Organization } from './support/people.ts';
import { road, startSonde, type Sonde } from './support/sonde.ts';
import { rowsOf } from './support/tables.ts';

let sonde: Sonde;
let organization: Organization;

beforeAll(async () => {
  sonde = await startSonde();
  organization = await makeOrganization(sonde, 'Harbour');
});
beforeEach(async () => {
  configure(sonde.outputs);
  await signOut();
});
afterAll(() => sonde.close());

async function accessToken(): Promise<string> {
  const { tokens } = await fetchAuthSession({ forceRefresh: true });
  return String(tokens?.accessToken);
}

it('an invited person signs up, confirms their address, and is bound to their identity', async () => {
  const email = 'invited@harbour.example';
  const { administrator } = organization;
  const { createIdentity: invited } = await administrator.request(CreateIdentityDocument, {
    input: { name: 'Invited', email, role: 'OPERATOR' },
  });
  expect(invited.status).toBe('INVITED');

  // Letter case does not count.
  const username = 'Invited@Harbour.example';
  const { nextStep } = await signUp({ username, password: PASSWORD });
  expect(nextStep).toMatchObject({ signUpStep: 'CONFIRM_SIGN_UP' });
  const unconfirmed = await signIn({ username, password: PASSWORD });
  expect(unconfirmed.nextStep.signInStep).toBe('CONFIRM_SIGN_UP');
  expect(await administrator.request(IdentityDocument, { id: invited.id })).toMatchObject({
    identity: { status: 'INVITED', version: 1 },
  });

  const code = await codeFor(sonde, email);
  await expect(
    confirmSignUp({ username, confirmationCode: code === '000000' ? '000001' : '000000' }),
  ).rejects.toMatchObject({
    name: 'CodeMismatchException',
  });
  expect((await confirmSignUp({ username, confirmationCode: code })).isSignUpComplete).toBe(true);
  expect((await signIn({ username, password: PASSWORD })).isSignedIn).toBe(true);
  const { tokens } = await fetchAuthSession();
  expect(tokens?.accessToken.payload).toMatchObject({
    organization_id: organization.id,
    identity_id: invited.id,
    'cognito:groups': ['OPERATOR'],
  });

  const bound = { ...invited, status: 'ACTIVE', invitation: null, version: 2, updatedAt: expect.any(String) as string };
  const { data } = await ask(sonde, String(tokens?.accessToken), MeDocument, {});
  expect(data?.me.identity).toEqual(bound);
  const [row] = (await rowsOf(sonde, 'identities')).filter(({ id }) => id === invited.id);
  const { mailStatus: _unset, mailStatusAt: _never, invitation: _over, secretCreatedAt: _none, ...stored } = bound;
  expect(row).toEqual({ ...stored, organizationId: organization.id, sub: tokens?.accessToken.payload.sub });
});

it('a person who is not invited is refused, and told why', async () => {
  await expect(signUp({ username: 'stranger@nowhere.example', password: PASSWORD })).rejects.toMatchObject({
    name: 'UserLambdaValidationException',
    message:
      'PreSignUp failed with error This e-mail address has no invitation; ask an administrator of your organization..',
  });
  expect(await mailsTo(sonde, 'stranger@nowhere.example')).toEqual([]);
  await expect(signIn({ username: 'stranger@nowhere.example', password: PASSWORD })).rejects.toMatchObject({
    name: 'NotAuthorizedException',
    message: 'Incorrect username or password.',
  });
});

it('a forgotten password is recovered by mail', async () => {
  const username = organization.viewer.email;
  const { nextStep } = await resetPassword({ username });
  expect(nextStep).toMatchObject({ resetPasswordStep: 'CONFIRM_RESET_PASSWORD_WITH_CODE' });
  const newPassword = 'another battery horse';
  await confirmResetPassword({ username, newPassword, confirmationCode: await codeFor(sonde, username) });
  await expect(signIn({ username, password: PASSWORD })).rejects.toMatchObject({ name: 'NotAuthorizedException' });
  expect((await signIn({ username, password: newPassword })).isSignedIn).toBe(true);
  const { data } = await ask(sonde, await accessToken(), MeDocument, {});
  expect(data?.me.identity.email).toBe(username);
});

it.skipIf(road === 'terraform')(
  'where sign-up is open, a person who is not invited founds an organization',
  async () => {
    const open = await startSonde({ signUp: 'open' });
    try {
      configure(open.outputs);
      const username = 'founder@new.example';
      await signUp({ username, password: PASSWORD, options: { userAttributes: { name: 'Fonda Founder' } } });
      await confirmSignUp({ username, confirmationCode: await codeFor(open, username) });
      await signIn({ username, password: PASSWORD });
      const { data } = await ask(open, await accessToken(), MeDocument, {});
      expect(data?.me).toMatchObject({
        identity: { name: 'Fonda Founder', email: username, role: 'ADMINISTRATOR', status: 'ACTIVE', version: 1 },
        organization: { name: "Fonda Founder's organization", version: 1 },
      });
      const [row, ...others] = await rowsOf(open, 'organizations');
      expect(others).toEqual([]);
      expect(row).toMatchObject({ id: data?.me.organization.id, activeAdministrators: 1 });
    } finally {
      await open.close();
    }
  },
);
