import { TOTP } from 'otpauth';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { CreateDeviceDocument, CreateIdentityDocument } from '../examples/generated/documents.ts';
import { isWithoutBrowser, openBrowser } from './support/browser.ts';
import {
  openingConsole,
  overhang,
  PHONE,
  screenshot,
  seriousViolations,
  settled,
  signInByForm,
} from './support/console.ts';
import { faultsOf, heading, refusal } from './support/console-shown.ts';
import { codeFor, invitationsMailed } from './support/mailbox.ts';
import { invite, makeMember, makeOrganization, PASSWORD, setStatus, type Organization } from './support/people.ts';
import { startSonde, type Sonde } from './support/sonde.ts';
import { putRow, rowsOf } from './support/tables.ts';

describe.skipIf(isWithoutBrowser)('signing in to the console', () => {
  let sonde: Sonde;
  let browser: Browser;
  let harbour: Organization;

  beforeAll(async () => {
    sonde = await startSonde({ signUp: 'open' });
    harbour = await makeOrganization(sonde, 'Harbour');
    browser = await openBrowser();
  });
  afterAll(async () => {
    await browser.close();
    await sonde.close();
  });

  const open = openingConsole(() => ({ browser, sonde }));

  it('signs a person up, with a code from their mailbox, to an organization of their own', async () => {
    const page = await open({ path: '/exports' });
    const email = 'nora@new.example';
    await page.getByRole('tab', { name: 'Sign in' }).waitFor();
    expect(await page.title()).toBe('Sign in · Sonde');
    expect(await faultsOf(page)).toEqual([]);
    await screenshot(page, 'sign-in');
    await page.getByRole('tab', { name: 'Create an account' }).click();
    // What a password needs is said before it is broken.
    const password = page.getByLabel('Password (at least 12 characters)');
    await password.fill('short');
    await page.getByLabel('Your name').fill('Nora New');
    await refusal(page).getByText('It needs at least 12 characters.').waitFor();
    await page.getByLabel('Your name').fill(' ');
    await refusal(page).getByText('Give your name.').waitFor();
    await page.getByLabel('E-mail address').fill(`${'n'.repeat(120)}@new.example`);
    await refusal(page).getByText('At most 128 characters.').waitFor();
    expect(await faultsOf(page)).toEqual([]);
    await screenshot(page, 'sign-up');
    await page.getByLabel('Your name').fill('Nora New');
    await page.getByLabel('E-mail address').fill(email);
    await password.fill(PASSWORD);
    await page.getByLabel('The same password again').fill(PASSWORD);
    await page.getByRole('button', { name: 'Create an account' }).click();

    await heading(page, 'Confirm your address').waitFor();
    const first = await codeFor(sonde, email);
    await page.getByLabel('Code from the e-mail').fill(first === '000000' ? '000001' : '000000');
    await page.getByRole('button', { name: 'Confirm' }).click();
    await refusal(page).getByText('This is not the right code.').waitFor();
    await page.getByRole('button', { name: 'Send another code' }).click();
    await page.getByRole('status').getByText('Another code is on its way.').waitFor();
    expect(await faultsOf(page)).toEqual([]);
    await screenshot(page, 'sign-up-code');
    await page.getByLabel('Code from the e-mail').fill(await codeFor(sonde, email, 2));
    await page.getByRole('button', { name: 'Confirm' }).click();

    // They are where they wanted to be, in an organization that has nobody else and nothing yet.
    await heading(page, 'Exports').waitFor();
    expect(new URL(page.url()).pathname).toBe('/exports');
    await page.getByText("Nora New's organization").first().waitFor();
    await page.getByRole('link', { name: 'Devices' }).click();
    await settled(page);
  });

  it('says what is wrong with a password, and recovers a forgotten one', async () => {
    const { email } = await makeMember(sonde, harbour.id, 'VIEWER', 'forgetful@harbour.example');
    const page = await open({ path: '/account' });
    await page.getByLabel('E-mail address').fill(email);
    await page.getByRole('textbox', { name: 'Password' }).fill('not my password');
    await page.getByRole('button', { name: 'Sign in' }).click();
    await refusal(page).getByText('The address or the password is wrong.').waitFor();
    // The switch answers in the language of the page.
    await page.getByRole('button', { name: 'Français' }).click();
    await refusal(page).getByText('L’adresse ou le mot de passe est incorrect.').waitFor();
    await page.getByRole('switch', { name: 'Afficher le mot de passe' }).waitFor();
    await page.getByRole('button', { name: 'English' }).click();

    await page.getByRole('button', { name: 'Forgot your password?' }).click();
    await heading(page, 'Set a new password').waitFor();
    await page.getByLabel('E-mail address').fill(email);
    await page.getByRole('button', { name: 'Send a code' }).click();
    await page.getByLabel('Code from the e-mail').fill(await codeFor(sonde, email));
    expect(await faultsOf(page)).toEqual([]);
    await screenshot(page, 'recovery');
    await page.getByLabel('Password (at least 12 characters)').fill('another battery horse');
    await page.getByLabel('The same password again').fill('another battery horse');
    await page.getByRole('button', { name: 'Set the new password' }).click();
    await page.getByRole('tab', { name: 'Sign in' }).waitFor();
    await signInByForm(page, email, 'another battery horse');
    await heading(page, 'My account').waitFor();
  });

  it('takes what a pool says in a language, at a phone’s width', async () => {
    const page = await open({ language: 'fr', viewport: PHONE, path: '/account' });
    await page.getByRole('tab', { name: 'Créer un compte' }).waitFor();
    expect(await page.evaluate('document.documentElement.lang')).toBe('fr');
    await screenshot(page, 'sign-in-phone-fr');
    expect(await overhang(page)).toBe(0);
    await page.getByRole('tab', { name: 'Créer un compte' }).click();
    await page.getByLabel('Mot de passe (au moins 12 caractères)').waitFor();
    expect(await overhang(page)).toBe(0);
    // The pool's e-mails are of the same language.
    await page.getByLabel('Votre nom').fill('Nina');
    await page.getByLabel('Adresse e-mail').fill('nina@new.example');
    await page.getByLabel('Mot de passe (').fill(PASSWORD);
    await page.getByLabel('Le même mot de passe').fill(PASSWORD);
    await page.getByRole('button', { name: 'Créer un compte' }).click();
    await heading(page, 'Confirmez votre adresse').waitFor();
    await screenshot(page, 'sign-up-code-phone-fr');
    await page.getByLabel('Code reçu par e-mail').fill(await codeFor(sonde, 'nina@new.example'));
    await page.getByRole('button', { name: 'Confirmer' }).click();
    await settled(page);
    await heading(page, 'Mon compte').waitFor();
    expect(await overhang(page)).toBe(0);
    expect(await faultsOf(page)).toEqual([]);
    await screenshot(page, 'account-phone-fr');
  });

  it('tells who is invited too late, and lets in who is in time', async () => {
    const input = { name: 'Iva', email: 'iva@harbour.example', role: 'OPERATOR' as const };
    await harbour.administrator.request(CreateIdentityDocument, { input });
    const page = await open({ path: '/account' });
    const signUp = async (page: Page, email: string): Promise<void> => {
      await page.getByRole('tab', { name: 'Create an account' }).click();
      await page.getByLabel('Your name').fill('Iva');
      await page.getByLabel('E-mail address').fill(email);
      await page.getByLabel('Password (').fill(PASSWORD);
      await page.getByLabel('The same password again').fill(PASSWORD);
      await page.getByRole('button', { name: 'Create an account' }).click();
    };
    await signUp(page, harbour.administrator.email);
    await refusal(page).getByText('There is an account with this address already.').waitFor();
    await signUp(page, 'iva@harbour.example');
    await page.getByLabel('Code from the e-mail').fill(await codeFor(sonde, 'iva@harbour.example'));
    await page.getByRole('button', { name: 'Confirm' }).click();
    await heading(page, 'My account').waitFor();
    await page.getByText('Operator').first().waitFor();

    const late = 'late@harbour.example';
    await harbour.administrator.request(CreateIdentityDocument, { input: { ...input, email: late } });
    await invitationsMailed(sonde);
    const row = (await rowsOf(sonde, 'identities')).find((each) => each.email === late);
    const invitation = { status: 'SENT', sentAt: '2026-01-01T00:00:00.000Z', expiresAt: '2026-01-15T00:00:00.000Z' };
    await putRow(sonde, 'identities', { ...row, invitation });
    const other = await open();
    await signUp(other, late);
    await other.getByLabel('Code from the e-mail').fill(await codeFor(sonde, late));
    await other.getByRole('button', { name: 'Confirm' }).click();
    await refusal(other).getByText('Your invitation to Harbour expired on 15 January 2026.').waitFor();
  });

  it('signs out who is suspended while they work, and says why', async () => {
    const member = await makeMember(sonde, harbour.id, 'OPERATOR', 'suspended@harbour.example');
    await harbour.administrator.request(CreateDeviceDocument, { input: { name: 'Quay' } });
    const page = await open({ email: member.email, path: '/devices' });
    await settled(page);
    await setStatus(harbour, member, 'SUSPENDED');
    await refusal(page).getByText('Your access to Harbour is suspended.').waitFor();
    expect(await faultsOf(page)).toEqual([]);
    await screenshot(page, 'signed-out-suspended');
    await page.getByLabel('E-mail address').fill(member.email);
    await page.getByRole('textbox', { name: 'Password' }).fill(PASSWORD);
    await page.getByRole('button', { name: 'Sign in' }).click();
    await refusal(page).nth(1).getByText('Your access to Harbour is suspended.').waitFor();
  });

  it('begins anew in all tabs for somebody else, and goes on for nobody', async () => {
    const page = await open({ email: harbour.administrator.email, path: '/devices' });
    const other = await page.context().newPage();
    await other.goto(new URL('/audit', sonde.addresses.consoleUrl).href);
    await heading(other, 'Audit').waitFor();
    await page.getByRole('button', { name: /^Account of / }).click();
    await page.getByRole('menuitem', { name: 'Sign out' }).click();
    await other.getByLabel('E-mail address').waitFor();
    await signInByForm(page, harbour.operator.email);
    await heading(other, 'Devices').waitFor();

    // As browsers do with what was not looked at for some days. In one go: a question that the page asks by itself leads to the sign-in too.
    await page.evaluate(`localStorage.clear(); document.querySelector('a[href="/imports"]').click();`);
    await page.getByLabel('E-mail address').waitFor();
  });

  it('says that the pool cannot be reached, before and after', async () => {
    const page = await open({ path: '/account' });
    const pool = new RegExp(`^${sonde.addresses.awsUrl}`);
    await page.route(pool, (route) => route.abort());
    await page.getByLabel('E-mail address').fill(harbour.viewer.email);
    await page.getByRole('textbox', { name: 'Password' }).fill(PASSWORD);
    await page.getByRole('button', { name: 'Sign in' }).click();
    await refusal(page).getByText('The sign-in cannot be reached.').waitFor();
    await page.unroute(pool);
    await signInByForm(page, harbour.viewer.email);

    // The token is too old by the browser's clock.
    await page.evaluate(
      `for (const key of Object.keys(localStorage)) if (key.endsWith('.clockDrift')) localStorage.setItem(key, '3600000')`,
    );
    await page.route(pool, (route) => route.abort());
    await page.reload();
    await page.getByText('The sign-in cannot be reached').waitFor();
    expect(await seriousViolations(page)).toEqual([]);
    await screenshot(page, 'unreachable');
    await page.unroute(pool);
    await page.getByRole('button', { name: 'Try again' }).click();
    await heading(page, 'My account').waitFor();
  });

  it('has who was given a password choose one, and who must have a second factor set it up', async () => {
    const email = 'given@harbour.example';
    const { services, addresses } = sonde;
    await invite(sonde, harbour.id, 'VIEWER', email);
    await services.cognito.call('AdminCreateUser', {
      UserPoolId: addresses.userPoolId,
      Username: email,
      TemporaryPassword: 'for the first time',
      MessageAction: 'SUPPRESS',
      UserAttributes: [
        { Name: 'email', Value: email },
        { Name: 'email_verified', Value: 'true' },
      ],
    });
    const demand = (MfaConfiguration: 'ON' | 'OPTIONAL') =>
      services.cognito.call('SetUserPoolMfaConfig', {
        UserPoolId: addresses.userPoolId,
        MfaConfiguration,
        SoftwareTokenMfaConfiguration: { Enabled: true },
      });
    await demand('ON');
    try {
      const page = await open({ path: '/account' });
      await page.getByLabel('E-mail address').fill(email);
      await page.getByRole('textbox', { name: 'Password' }).fill('for the first time');
      await page.getByRole('button', { name: 'Sign in' }).click();
      await heading(page, 'Set a new password').waitFor();
      expect(await faultsOf(page)).toEqual([]);
      await screenshot(page, 'new-password');
      await page.getByLabel('Password (at least 12 characters)').fill(PASSWORD);
      await page.getByLabel('The same password again').fill(PASSWORD);
      await page.getByRole('button', { name: 'Set the new password' }).click();
      await heading(page, 'Set up an authenticator app').waitFor();
      await page.getByRole('img', { name: 'qr code' }).waitFor();
      expect(await faultsOf(page)).toEqual([]);
      await screenshot(page, 'second-factor-demanded');
      const link = await page.getByRole('link', { name: 'open the app on this device' }).getAttribute('href');
      const secret = new URL(link ?? '').searchParams.get('secret') ?? '';
      const code = new TOTP({ secret }).generate({ timestamp: Date.now() + sonde.time.ahead });
      await page.getByLabel('Code from the app').fill(code);
      await page.getByRole('button', { name: 'Confirm' }).click();
      await heading(page, 'My account').waitFor();
    } finally {
      await demand('OPTIONAL');
    }
  });
});
