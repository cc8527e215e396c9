import { Amplify } from 'aws-amplify';
import {
  confirmSignIn,
  fetchAuthSession,
  fetchMFAPreference,
  setUpTOTP,
  signIn,
  signOut,
  updateMFAPreference,
  verifyTOTPSetup,
} from 'aws-amplify/auth';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { authenticator } from './testing/authenticator.ts';
import { EMAIL_POOL, startCognito, type Fixture } from './testing/service.ts';

/** Amplify keeps its session in module state, so these tests run one after another and each signs out. */
let fixture: Fixture;
let app: ReturnType<typeof authenticator>;
let poolId: string;
const password = 'Correct-horse-7';

beforeAll(async () => {
  fixture = await startCognito();
  app = authenticator(fixture);
  poolId = await fixture.cognito.ensurePool(EMAIL_POOL);
  const userPoolClientId = await fixture.cognito.ensureClient(poolId, EMAIL_POOL);
  Amplify.configure({
    Auth: { Cognito: { userPoolId: poolId, userPoolClientId, userPoolEndpoint: fixture.url } },
  });
});
beforeEach(() => {
  app.nextStep();
});
afterEach(() => signOut());
afterAll(() => fixture.close());

async function addUser(email: string): Promise<void> {
  const { cognito } = fixture;
  const user = { UserPoolId: poolId, Username: email };
  await cognito.call('AdminCreateUser', { ...user, MessageAction: 'SUPPRESS' });
  await cognito.call('AdminSetUserPassword', { ...user, Password: password, Permanent: true });
}

test('a person sets up an authenticator app, signs in with its codes, and turns it off', async () => {
  const username = 'ada@example.com';
  await addUser(username);
  expect((await signIn({ username, password })).isSignedIn).toBe(true);
  const setup = await setUpTOTP();
  const uri = setup.getSetupUri('Sonde', username);
  expect(uri.href).toBe(`otpauth://totp/Sonde:${username}?secret=${setup.sharedSecret}&issuer=Sonde`);
  await expect(verifyTOTPSetup({ code: app.wrongCode(setup.sharedSecret) })).rejects.toMatchObject({
    name: 'EnableSoftwareTokenMFAException',
  });
  await verifyTOTPSetup({ code: app.code(setup.sharedSecret) });
  expect(await fetchMFAPreference()).toEqual({ enabled: undefined, preferred: undefined });
  await updateMFAPreference({ totp: 'PREFERRED' });
  expect(await fetchMFAPreference()).toEqual({ enabled: ['TOTP'], preferred: 'TOTP' });
  await signOut();

  app.nextStep();
  const { nextStep } = await signIn({ username, password });
  expect(nextStep.signInStep).toBe('CONFIRM_SIGN_IN_WITH_TOTP_CODE');
  await expect(fetchAuthSession()).resolves.not.toHaveProperty('tokens.accessToken');
  await expect(confirmSignIn({ challengeResponse: app.wrongCode(setup.sharedSecret) })).rejects.toMatchObject({
    name: 'CodeMismatchException',
    message: 'Invalid code received for user',
  });
  const challengeResponse = app.code(setup.sharedSecret);
  expect((await confirmSignIn({ challengeResponse })).isSignedIn).toBe(true);
  await signOut();

  await signIn({ username, password });
  await expect(confirmSignIn({ challengeResponse })).rejects.toMatchObject({
    name: 'ExpiredCodeException',
    message: 'Your software token has already been used once.',
  });
  app.nextStep();
  await confirmSignIn({ challengeResponse: app.code(setup.sharedSecret) });
  await updateMFAPreference({ totp: 'DISABLED' });
  await signOut();
  expect((await signIn({ username, password })).isSignedIn).toBe(true);
});

test('where the pool demands it, the first sign-in sets it up', async () => {
  const username = 'bert@example.com';
  await addUser(username);
  const policy = { MfaConfiguration: 'ON', SoftwareTokenMfaConfiguration: { Enabled: true } };
  await fixture.cognito.call('SetUserPoolMfaConfig', { UserPoolId: poolId, ...policy });
  const { nextStep } = await signIn({ username, password });
  if (nextStep.signInStep !== 'CONTINUE_SIGN_IN_WITH_TOTP_SETUP') throw new Error(nextStep.signInStep);
  const { sharedSecret } = nextStep.totpSetupDetails;
  await expect(confirmSignIn({ challengeResponse: app.wrongCode(sharedSecret) })).rejects.toMatchObject({
    name: 'EnableSoftwareTokenMFAException',
  });
  expect((await confirmSignIn({ challengeResponse: app.code(sharedSecret) })).isSignedIn).toBe(true);
  expect(await fetchMFAPreference()).toEqual({ enabled: ['TOTP'], preferred: 'TOTP' });
  await signOut();
  app.nextStep();
  expect((await signIn({ username, password })).nextStep.signInStep).toBe('CONFIRM_SIGN_IN_WITH_TOTP_CODE');
  expect((await confirmSignIn({ challengeResponse: app.code(sharedSecret) })).isSignedIn).toBe(true);
});
