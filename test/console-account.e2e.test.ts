import { TOTP } from 'otpauth';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { CreateIdentityDocument } from '../examples/generated/documents.ts';
import { isWithoutBrowser, openBrowser } from './support/browser.ts';
import { light, openingConsole, screenshot, seriousViolations, settled, signInByForm } from './support/console.ts';
import { faultsOf, heading, refusal } from './support/console-shown.ts';
import { codeFor } from './support/mailbox.ts';
import { makeMember, makeOrganization, PASSWORD, type Organization } from './support/people.ts';
import { startSonde, type Sonde } from './support/sonde.ts';

describe.skipIf(isWithoutBrowser)('one’s account in the console', () => {
  let sonde: Sonde;
  let browser: Browser;
  let harbour: Organization;
  let meadow: Organization;

  beforeAll(async () => {
    sonde = await startSonde();
    harbour = await makeOrganization(sonde, 'Harbour');
    meadow = await makeOrganization(sonde, 'Meadow');
    browser = await openBrowser();
  });
  afterAll(async () => {
    await browser.close();
    await sonde.close();
  });

  const open = openingConsole(() => ({ browser, sonde }));

  it('sets an authenticator app up, asks for its code, and turns it off', async () => {
    const { email } = await makeMember(sonde, harbour.id, 'OPERATOR', 'careful@harbour.example');
    const page = await open({ email, path: '/account' });
    await page.getByRole('button', { name: 'Set it up' }).click();
    await page.getByRole('img', { name: 'QR code of the key below' }).waitFor();
    const link = await page.getByRole('link', { name: 'open the app on this device' }).getAttribute('href');
    const secret = new URL(link ?? '').searchParams.get('secret') ?? '';
    const code = (): string => new TOTP({ secret }).generate({ timestamp: Date.now() + sonde.time.ahead });
    expect(await faultsOf(page)).toEqual([]);
    await screenshot(page, 'account-second-factor');
    await page.getByLabel('Code from the app').fill(code() === '000000' ? '000001' : '000000');
    await page.getByRole('button', { name: 'Turn it on' }).click();
    await refusal(page).getByText('This is not what the app should show.').waitFor();
    await page.getByLabel('Code from the app').fill(code());
    await page.getByRole('button', { name: 'Turn it on' }).click();
    await page.getByRole('button', { name: 'Turn it off' }).waitFor();

    const signOut = async (): Promise<void> => {
      await page.getByRole('button', { name: /^Account of/ }).click();
      await page.getByRole('menuitem', { name: 'Sign out' }).click();
      await page.getByRole('tab', { name: 'Sign in' }).waitFor();
    };
    await signOut();
    await page.getByLabel('E-mail address').fill(email);
    await page.getByRole('textbox', { name: 'Password' }).fill(PASSWORD);
    await page.getByRole('button', { name: 'Sign in' }).click();
    await heading(page, 'Your second factor').waitFor();
    expect(await faultsOf(page)).toEqual([]);
    await screenshot(page, 'second-factor');
    // A code is good once.
    sonde.time.ahead += 30_000;
    await page.getByLabel('Code from the app').fill(code() === '111111' ? '111112' : '111111');
    await page.getByRole('button', { name: 'Confirm' }).click();
    await refusal(page).getByText('This is not the right code.').waitFor();
    await page.getByLabel('Code from the app').fill(code());
    await page.getByRole('button', { name: 'Confirm' }).click();
    await settled(page);
    expect(new URL(page.url()).pathname).toBe('/devices');

    await page.getByRole('link', { name: 'My account' }).click();
    await page.getByRole('button', { name: 'Turn it off' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Turn it off' }).click();
    await page.getByRole('button', { name: 'Set it up' }).waitFor();
    await signOut();
    await signInByForm(page, email);
  });

  it('changes an address, once its reader has shown the code, and a password', async () => {
    const { email } = await makeMember(sonde, harbour.id, 'OPERATOR', 'mover@harbour.example');
    const fresh = 'moved@harbour.example';
    const page = await open({ email, path: '/account' });
    await settled(page);
    expect(await faultsOf(page)).toEqual([]);
    await screenshot(page, 'account');
    await light(page, 'dark');
    await screenshot(page, 'account-dark');
    await page.getByRole('button', { name: 'Change the address' }).click();
    await page.getByLabel('New address').fill(fresh);
    await page.getByRole('button', { name: 'Send a code' }).click();
    await page.getByLabel('Code from the e-mail').fill(await codeFor(sonde, fresh));
    await page.getByRole('button', { name: 'Confirm' }).click();
    await page.getByText(`You sign in with ${fresh}.`, { exact: true }).waitFor();

    await page.getByRole('button', { name: 'Change the password' }).click();
    await page.getByLabel('The password that you have').fill('wrong password');
    await page.getByLabel('New password').fill('battery staple correct');
    await page.getByLabel('The same password again').fill('battery staple');
    await page.getByRole('button', { name: 'Set the new password' }).click();
    await page.getByText('The two passwords are not the same.').waitFor();
    await page.getByLabel('The same password again').fill('battery staple correct');
    await page.getByRole('button', { name: 'Set the new password' }).click();
    await refusal(page).getByText('The password that you have is another one.').waitFor();
    expect(await faultsOf(page)).toEqual([]);
    await page.getByLabel('The password that you have').fill(PASSWORD);
    await page.getByRole('button', { name: 'Set the new password' }).click();
    await page.getByText('Your password has been changed.').waitFor();

    await page.getByRole('button', { name: 'Sign out everywhere' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Sign out everywhere' }).click();
    await page.getByRole('tab', { name: 'Sign in' }).waitFor();
    await signInByForm(page, fresh, 'battery staple correct');
  });

  it('accepts an invitation, and changes to and fro between organizations, in all tabs', async () => {
    const { email } = await makeMember(sonde, harbour.id, 'VIEWER', 'guest@harbour.example');
    const input = { name: 'Guest', email, role: 'ADMINISTRATOR' as const };
    await meadow.administrator.request(CreateIdentityDocument, { input });
    const page = await open({ email, path: '/organization' });
    const other = await page.context().newPage();
    await other.goto(new URL('/account', sonde.addresses.consoleUrl).href);
    await heading(other, 'My account').waitFor();
    await page.bringToFront();
    expect(await page.getByRole('link', { name: 'Audit' }).count()).toBe(0);

    await page.getByRole('button', { name: /^Harbour \(switch organization/ }).click();
    await page.getByRole('menuitem', { name: '1 invitation' }).click();
    await screenshot(page, 'account-invitation');
    expect(await faultsOf(page)).toEqual([]);
    await page.getByRole('button', { name: 'Accept the invitation to Meadow' }).click();
    await page.getByText('You are a member of Meadow').waitFor();
    expect(await faultsOf(page)).toEqual([]);
    await page.getByRole('button', { name: 'Switch to Meadow' }).click();
    await page.getByRole('link', { name: 'Audit' }).waitFor();
    await page.getByRole('button', { name: /^Meadow \(switch organization/ }).waitFor();
    expect(new URL(page.url()).pathname).toBe('/devices');
    // The other tab has the same person in it.
    await other.getByRole('button', { name: /^Meadow \(switch organization/ }).waitFor();

    await page.getByRole('button', { name: /^Meadow \(switch organization/ }).click();
    expect(await faultsOf(page)).toEqual([]);
    await screenshot(page, 'organizations-menu');
    await page.getByRole('menuitem', { name: 'Harbour' }).click();
    await page.getByRole('button', { name: /^Harbour \(switch organization/ }).waitFor();
    expect(await page.getByRole('link', { name: 'Audit' }).count()).toBe(0);

    await page.getByRole('button', { name: /^Account of/ }).click();
    await page.getByRole('menuitem', { name: 'Sign out' }).click();
    await page.getByRole('tab', { name: 'Sign in' }).waitFor();
    await other.getByRole('tab', { name: 'Sign in' }).waitFor();
    await other.close();
  });

  it('takes language and colours from the menu, in all tabs, and keeps them', async () => {
    const page = await open({ email: harbour.viewer.email, path: '/account' });
    const other = await page.context().newPage();
    await other.goto(new URL('/devices', sonde.addresses.consoleUrl).href);
    await heading(other, 'Devices').waitFor();
    await page.bringToFront();
    await page.getByRole('button', { name: /^Account of/ }).click();
    await page.getByRole('menuitemradio', { name: 'Dark' }).click();
    await page.locator('html[data-mantine-color-scheme=dark]').waitFor();
    await page.getByRole('menuitemradio', { name: 'Français' }).click();
    await page.getByRole('menuitem', { name: 'Se déconnecter' }).waitFor();
    // What is chosen in one tab is so in all.
    await heading(other, 'Appareils').waitFor();
    await other.locator('html[data-mantine-color-scheme=dark]').waitFor();
    await other.close();
    expect(await seriousViolations(page)).toEqual([]);
    await screenshot(page, 'account-menu-fr-dark');
    await page.getByRole('menuitem', { name: 'Se déconnecter' }).click();
    await page.getByRole('tab', { name: 'Se connecter' }).waitFor();
    await page.reload();
    await page.getByRole('tab', { name: 'Se connecter' }).waitFor();
    await page.locator('html[data-mantine-color-scheme=dark]').waitFor();
    await screenshot(page, 'sign-in-fr-dark');
  });
});
