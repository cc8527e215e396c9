import { Amplify } from 'aws-amplify';
import {
  confirmResetPassword,
  confirmSignIn,
  confirmSignUp,
  confirmUserAttribute,
  fetchAuthSession,
  fetchUserAttributes,
  getCurrentUser,
  resendSignUpCode,
  resetPassword,
  signIn,
  signOut,
  signUp,
  updatePassword,
  updateUserAttribute,
} from 'aws-amplify/auth';
import { jwtVerify } from 'jose';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { EMAIL_POOL, newestCode, startCognito, type Fixture } from './testing/service.ts';

/** Amplify keeps its session in module state, so these tests run one after another and each signs out. */
let fixture: Fixture;
let poolId: string;
let clientId: string;
const email = 'Ada.Keller@example.com';
const password = 'Correct-horse-7';

beforeAll(async () => {
  fixture = await startCognito();
  poolId = await fixture.cognito.ensurePool(EMAIL_POOL);
  clientId = await fixture.cognito.ensureClient(poolId, EMAIL_POOL);
  Amplify.configure({
    Auth: { Cognito: { userPoolId: poolId, userPoolClientId: clientId, userPoolEndpoint: fixture.url } },
  });
});
afterEach(() => signOut());
afterAll(() => fixture.close());

const refusal = (name: string, message: string) => ({ name, message });

test('a person signs up, is refused until confirmed, and confirms by the mailed code', async () => {
  await expect(signUp({ username: email, password: 'short' })).rejects.toMatchObject(
    refusal('InvalidPasswordException', 'Password did not conform with policy: Password not long enough'),
  );
  const begun = await signUp({ username: email, password });
  expect(begun.nextStep).toMatchObject({
    signUpStep: 'CONFIRM_SIGN_UP',
    codeDeliveryDetails: { destination: 'A***@e***', deliveryMedium: 'EMAIL', attributeName: 'email' },
  });
  await expect(signUp({ username: email.toLowerCase(), password })).rejects.toMatchObject(
    refusal('UsernameExistsException', 'An account with the given email already exists.'),
  );
  expect((await signIn({ username: email, password })).nextStep.signInStep).toBe('CONFIRM_SIGN_UP');

  const first = newestCode(fixture.mails, email);
  await resendSignUpCode({ username: email });
  const second = newestCode(fixture.mails, email);
  const wrong = first === second ? '------' : first;
  await expect(confirmSignUp({ username: email, confirmationCode: wrong })).rejects.toMatchObject(
    refusal('CodeMismatchException', 'Invalid verification code provided, please try again.'),
  );
  expect((await confirmSignUp({ username: email, confirmationCode: second })).isSignUpComplete).toBe(true);
  await expect(confirmSignUp({ username: email, confirmationCode: second })).rejects.toMatchObject(
    refusal('NotAuthorizedException', 'User cannot be confirmed. Current status is CONFIRMED'),
  );
});

test('SRP sign-in gives tokens that the published keys verify', async () => {
  expect((await signIn({ username: email.toUpperCase(), password })).isSignedIn).toBe(true);
  const { tokens } = await fetchAuthSession();
  const issuer = `${fixture.url}/${poolId}`;
  const access = await jwtVerify(String(tokens?.accessToken), fixture.cognito.verifier(poolId), { issuer });
  const id = await jwtVerify(String(tokens?.idToken), fixture.cognito.verifier(poolId), { issuer, audience: clientId });
  const { userId } = await getCurrentUser();
  expect(access.payload).toMatchObject({
    sub: userId,
    username: userId,
    client_id: clientId,
    token_use: 'access',
    scope: 'aws.cognito.signin.user.admin',
  });
  expect(id.payload).toMatchObject({
    sub: userId,
    'cognito:username': userId,
    email,
    email_verified: true,
    token_use: 'id',
    origin_jti: access.payload.origin_jti,
  });
  expect((access.payload.exp ?? 0) - (access.payload.iat ?? 0)).toBe(15 * 60);
  expect(access.protectedHeader.kid).not.toBe(id.protectedHeader.kid);
  expect(await fetchUserAttributes()).toEqual({ sub: userId, email, email_verified: 'true' });
});

test('a wrong password and an unknown person are the same refusal', async () => {
  const refused = refusal('NotAuthorizedException', 'Incorrect username or password.');
  await expect(signIn({ username: email, password: 'Wrong-horse-7' })).rejects.toMatchObject(refused);
  await expect(signIn({ username: 'nobody@example.com', password })).rejects.toMatchObject(refused);
});

test('refreshing gives new tokens of the same sign-in, and outlives a restart of the service', async () => {
  await signIn({ username: email, password });
  const before = (await fetchAuthSession()).tokens;
  await fixture.restart();
  const after = (await fetchAuthSession({ forceRefresh: true })).tokens;
  expect(after?.accessToken.payload.jti).not.toBe(before?.accessToken.payload.jti);
  expect(after?.accessToken.payload.origin_jti).toBe(before?.accessToken.payload.origin_jti);
  expect(after?.accessToken.payload.auth_time).toBe(before?.accessToken.payload.auth_time);
  await signOut();
  expect((await signIn({ username: email, password })).isSignedIn).toBe(true);
});

test('signing out revokes the tokens', async () => {
  await signIn({ username: email, password });
  const { tokens } = await fetchAuthSession();
  await signOut();
  await expect(fixture.cognito.call('GetUser', { AccessToken: String(tokens?.accessToken) })).rejects.toMatchObject(
    refusal('NotAuthorizedException', 'Access Token has been revoked'),
  );
});

test('global sign-out ends the sessions of other devices too', async () => {
  await signIn({ username: email, password });
  const other = String((await fetchAuthSession()).tokens?.accessToken);
  await signOut({ global: true });
  await expect(fixture.cognito.call('GetUser', { AccessToken: other })).rejects.toMatchObject({
    message: 'Access Token has been revoked',
  });
});

test('a signed-in person changes the password', async () => {
  await signIn({ username: email, password });
  await expect(updatePassword({ oldPassword: 'Wrong-horse-7', newPassword: password })).rejects.toMatchObject(
    refusal('NotAuthorizedException', 'Incorrect username or password.'),
  );
  await updatePassword({ oldPassword: password, newPassword: 'Another-horse-8' });
  await signOut();
  await expect(signIn({ username: email, password })).rejects.toMatchObject({ name: 'NotAuthorizedException' });
  await signIn({ username: email, password: 'Another-horse-8' });
});

test('a forgotten password is reset by the mailed code', async () => {
  const { nextStep } = await resetPassword({ username: email });
  expect(nextStep.resetPasswordStep).toBe('CONFIRM_RESET_PASSWORD_WITH_CODE');
  const confirmationCode = newestCode(fixture.mails, email);
  await expect(
    confirmResetPassword({ username: email, confirmationCode: 'wrong!', newPassword: password }),
  ).rejects.toMatchObject({ name: 'CodeMismatchException' });
  await confirmResetPassword({ username: email, confirmationCode, newPassword: password });
  await expect(
    confirmResetPassword({ username: email, confirmationCode, newPassword: password }),
  ).rejects.toMatchObject(refusal('ExpiredCodeException', 'Invalid code provided, please request a code again.'));
  expect((await signIn({ username: email, password })).isSignedIn).toBe(true);
});

test('a reset for an unknown person looks the same and sends nothing', async () => {
  const sent = fixture.mails.length;
  const { nextStep } = await resetPassword({ username: 'nobody@example.com' });
  expect(nextStep.codeDeliveryDetails.destination).toBe('n***@e***');
  expect(fixture.mails).toHaveLength(sent);
});

test('a new e-mail takes effect only when its code is confirmed', async () => {
  const next = 'ada@keller.example';
  await signIn({ username: email, password });
  const update = await updateUserAttribute({ userAttribute: { attributeKey: 'email', value: next } });
  expect(update.nextStep.updateAttributeStep).toBe('CONFIRM_ATTRIBUTE_WITH_CODE');
  expect((await fetchUserAttributes()).email).toBe(email);
  await expect(
    updateUserAttribute({ userAttribute: { attributeKey: 'email_verified', value: 'true' } }),
  ).rejects.toMatchObject(refusal('NotAuthorizedException', 'A client attempted to write unauthorized attribute'));
  await confirmUserAttribute({ userAttributeKey: 'email', confirmationCode: newestCode(fixture.mails, next) });
  expect(await fetchUserAttributes()).toMatchObject({ email: next, email_verified: 'true' });
  await signOut();
  expect((await signIn({ username: next, password })).isSignedIn).toBe(true);
});

test('an invited person signs in with the temporary password and chooses a new one', async () => {
  const invited = 'bert@example.com';
  await fixture.cognito.call('AdminCreateUser', {
    UserPoolId: poolId,
    Username: invited,
    UserAttributes: [{ Name: 'email_verified', Value: 'true' }],
  });
  const temporary = /password is (.+)\.$/.exec(fixture.mails.at(-1)?.text ?? '')?.[1] ?? '';
  const { nextStep } = await signIn({ username: invited, password: temporary });
  expect(nextStep).toMatchObject({ signInStep: 'CONFIRM_SIGN_IN_WITH_NEW_PASSWORD_REQUIRED', missingAttributes: [] });
  await expect(confirmSignIn({ challengeResponse: 'weak' })).rejects.toMatchObject({
    name: 'InvalidPasswordException',
  });
  expect((await confirmSignIn({ challengeResponse: 'Third-horse-9' })).isSignedIn).toBe(true);
  await signOut();
  expect((await signIn({ username: invited, password: 'Third-horse-9' })).isSignedIn).toBe(true);
});

test('a disabled person is told so with the right password only', async () => {
  const user = { UserPoolId: poolId, Username: 'bert@example.com' };
  await fixture.cognito.call('AdminDisableUser', user);
  await expect(signIn({ username: user.Username, password: 'Third-horse-9' })).rejects.toMatchObject(
    refusal('NotAuthorizedException', 'User is disabled.'),
  );
  await expect(signIn({ username: user.Username, password: 'Wrong-horse-9' })).rejects.toMatchObject(
    refusal('NotAuthorizedException', 'Incorrect username or password.'),
  );
  await fixture.cognito.call('AdminEnableUser', user);
  expect((await signIn({ username: user.Username, password: 'Third-horse-9' })).isSignedIn).toBe(true);
});
