import {
  confirmResetPassword,
  confirmSignIn,
  confirmSignUp,
  fetchAuthSession,
  fetchMFAPreference,
  resendSignUpCode,
  resetPassword,
  setUpTOTP,
  signIn,
  signOut,
  signUp,
  updateMFAPreference,
  updatePassword,
  updateUserAttributes,
  verifyTOTPSetup,
} from 'aws-amplify/auth';
import { TOTP } from 'otpauth';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { configure } from '../examples/client.ts';
import { CreateIdentityDocument, CreateServiceDocument, MeDocument } from '../examples/generated/documents.ts';
import { ask } from './support/graphql.ts';
import { codeFor, mailsTo, mailTo } from './support/mailbox.ts';
import { makeMember, makeOrganization, PASSWORD, type Organization } from './support/people.ts';
import { road, startSonde, type Sonde } from './support/sonde.ts';

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

/** Who the API says is signed in. */
async function me() {
  const { tokens } = await fetchAuthSession();
  const { data } = await ask(sonde, String(tokens?.accessToken), MeDocument, {});
  return data?.me.identity;
}

const ENGLISH = {
  confirm: /^Confirm your e-mail address – Sonde$/,
  recover: /^Choose a new password – Sonde$/,
  change: /^Confirm your new e-mail address – Sonde$/,
};
const FRENCH = {
  confirm: /^Confirmez votre adresse e-mail – Sonde$/,
  recover: /^Choisissez un nouveau mot de passe – Sonde$/,
  change: /^Confirmez votre nouvelle adresse e-mail – Sonde$/,
};

describe.each([
  { language: 'en', locale: 'en', subjects: ENGLISH, own: undefined },
  { language: 'fr', locale: 'fr', subjects: FRENCH, own: undefined },
  { language: 'fr', locale: 'en', subjects: FRENCH, own: 'fr-CA' },
] as const)('for an identity in $locale whose own locale is $own', ({ language, locale, subjects, own }) => {
  const username = `${locale}.${own?.toLowerCase() ?? 'none'}@harbour.example`;

  async function shownCode(subject: RegExp, address = username, mails = 1): Promise<string> {
    const { text, html } = await mailTo(sonde, address, subject, mails);
    const code = /\b\d{6}\b/.exec(text)?.[0] ?? '';
    expect(html).toContain(`<html lang="${language}-`);
    expect(/<h1[^>]*>([^<]*)<\/h1>/.exec(html)?.[1]).toContain(code);
    return code;
  }

  it('the mails of sign-up, recovery and a new address are in that language', async () => {
    const input = { name: 'Somebody', email: username, role: 'VIEWER' as const, locale };
    await organization.administrator.request(CreateIdentityDocument, { input });
    await signUp({
      username,
      password: PASSWORD,
      ...(own !== undefined && { options: { userAttributes: { locale: own } } }),
    });
    const first = await shownCode(subjects.confirm);
    await resendSignUpCode({ username });
    const confirmationCode = await shownCode(subjects.confirm, username, 2);
    if (first !== confirmationCode)
      await expect(confirmSignUp({ username, confirmationCode: first })).rejects.toMatchObject({
        name: 'CodeMismatchException',
      });
    await confirmSignUp({ username, confirmationCode });

    await resetPassword({ username });
    const newPassword = 'another battery horse';
    await confirmResetPassword({ username, newPassword, confirmationCode: await shownCode(subjects.recover) });
    await signIn({ username, password: newPassword });
    await updatePassword({ oldPassword: newPassword, newPassword: PASSWORD });
    await updateUserAttributes({ userAttributes: { email: `new.${username}` } });
    expect(await shownCode(subjects.change, `new.${username}`)).toMatch(/^\d{6}$/);
    expect(await me()).toMatchObject({ email: username, locale });
    await signOut();
    await expect(signIn({ username, password: newPassword })).rejects.toMatchObject({ name: 'NotAuthorizedException' });
    expect((await signIn({ username, password: PASSWORD })).isSignedIn).toBe(true);
  });
});

it('a person signs in with an authenticator app, and still does when everything was started again', async () => {
  const username = 'careful@harbour.example';
  await makeMember(sonde, organization.id, 'VIEWER', username);
  const { sharedSecret } = await setUpTOTP();
  // Each code is good once: the next one is a step of 30 seconds away.
  const code = () => new TOTP({ secret: sharedSecret }).generate({ timestamp: Date.now() + sonde.time.ahead });
  const nextStep = () => void (sonde.time.ahead += 30_000);
  await verifyTOTPSetup({ code: code() });
  await updateMFAPreference({ totp: 'PREFERRED' });
  await signOut();

  if (road === 'laptop') {
    await sonde.stop();
    await sonde.start();
  }
  nextStep();
  const begun = await signIn({ username, password: PASSWORD });
  expect(begun).toMatchObject({ isSignedIn: false, nextStep: { signInStep: 'CONFIRM_SIGN_IN_WITH_TOTP_CODE' } });
  const wrong = code() === '000000' ? '000001' : '000000';
  await expect(confirmSignIn({ challengeResponse: wrong })).rejects.toMatchObject({
    name: 'CodeMismatchException',
    message: 'Invalid code received for user',
  });
  expect((await confirmSignIn({ challengeResponse: code() })).isSignedIn).toBe(true);
  expect(await me()).toMatchObject({ email: username });
  await updateMFAPreference({ totp: 'DISABLED' });
  expect((await fetchMFAPreference()).enabled).toBeUndefined();
  await signOut();
  expect((await signIn({ username, password: PASSWORD })).isSignedIn).toBe(true);
});

it('whoever guesses passwords is locked out, whether there is such a person or not', async () => {
  const guess = (username: string) =>
    signIn({ username, password: 'correct horse battery?' }).then(
      () => 'signed in',
      (error: unknown) => (error instanceof Error ? `${error.name}: ${error.message}` : 'other'),
    );
  const wrong = 'NotAuthorizedException: Incorrect username or password.';
  const locked = 'NotAuthorizedException: Password attempts exceeded';
  const username = organization.operator.email;
  for (const each of ['nobody@harbour.example', username]) {
    for (let failure = 1; failure <= 10; failure++) {
      expect(await guess(each)).toBe(wrong);
      sonde.time.ahead += failure < 5 ? 0 : 2 ** (failure - 5) * 1000;
    }
    expect(await guess(each)).toBe(wrong);
    expect(await guess(each)).toBe(locked);
  }
  await expect(signIn({ username, password: PASSWORD })).rejects.toMatchObject({
    message: 'Password attempts exceeded',
  });
  sonde.time.ahead += 64_000;
  expect((await signIn({ username, password: PASSWORD })).isSignedIn).toBe(true);
});

it('signing out everywhere ends what was signed in elsewhere', async () => {
  const username = organization.viewer.email;
  await signIn({ username, password: PASSWORD });
  const { tokens } = await fetchAuthSession();
  await signOut({ global: true });
  const call = (operation: string, input: object) => sonde.services.cognito.call(operation, input);
  await expect(call('GetUser', { AccessToken: String(tokens?.accessToken) })).rejects.toMatchObject({
    message: 'Access Token has been revoked',
  });
});

it('somebody unknown is answered as somebody known is, and gets no mail', async () => {
  const known = await resetPassword({ username: organization.administrator.email });
  const unknown = await resetPassword({ username: 'also.nobody@harbour.example' });
  expect(unknown).toEqual(known);
  expect(await codeFor(sonde, organization.administrator.email)).toMatch(/^\d{6}$/);
});

it('a service neither recovers its password nor takes an address, for nobody reads its mail', async () => {
  const input = { name: 'Gateway', role: 'VIEWER' as const };
  const { createService } = await organization.administrator.request(CreateServiceDocument, { input });
  const { username, secret } = createService;
  await signIn({ username, password: secret });
  const refused = {
    name: 'UserLambdaValidationException',
    message: 'CustomMessage failed with error A service gets no mail; an administrator can give it another secret..',
  };
  await expect(updateUserAttributes({ userAttributes: { email: 'thief@elsewhere.example' } })).rejects.toMatchObject(
    refused,
  );
  await signOut();
  await expect(resetPassword({ username })).rejects.toMatchObject(refused);
  expect(await mailsTo(sonde, 'thief@elsewhere.example')).toEqual([]);
  expect(await mailsTo(sonde, username)).toEqual([]);
});
