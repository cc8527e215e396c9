import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  AcceptInvitationDocument,
  CreateIdentityDocument,
  DevicesDocument,
  IdentityDocument,
  SwitchOrganizationDocument,
  UpdateIdentityDocument,
} from '../examples/generated/documents.ts';
import type { Role } from '../schema/generated/types.ts';
import { isWithoutBrowser, openBrowser } from './support/browser.ts';
import { openingConsole, screenshot, settled, signInByForm } from './support/console.ts';
import { faultsOf, heading, refusal } from './support/console-shown.ts';
import { makeMember, makeOrganization, setStatus, type Member, type Organization } from './support/people.ts';
import { startSonde, type Sonde } from './support/sonde.ts';

describe.skipIf(isWithoutBrowser)('what is entered in the console and not saved', () => {
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

  /** Makes a person who is a member of both organizations, and signed in to Harbour. */
  async function memberOfBoth(name: string): Promise<Member> {
    const member = await makeMember(sonde, harbour.id, 'OPERATOR', `${name}@harbour.example`);
    const input = { name, email: member.email, role: 'OPERATOR' as const };
    await meadow.administrator.request(CreateIdentityDocument, { input });
    await member.request(AcceptInvitationDocument, { organizationId: meadow.id });
    return member;
  }

  async function enterDevice(page: Page, name: string): Promise<void> {
    await heading(page, 'New device').waitFor();
    await page.getByRole('textbox', { name: /^Name/ }).first().fill(name);
  }

  const make = (page: Page): Promise<void> => page.getByRole('button', { name: 'Make the device' }).click();

  async function devicesOf({ viewer }: Organization): Promise<string[]> {
    const { devices } = await viewer.request(DevicesDocument, {});
    return devices.items.map(({ name }) => name);
  }

  /** As another administrator would, meanwhile. */
  async function setRole({ identityId: id }: Member, role: Role): Promise<void> {
    const { identity } = await harbour.administrator.request(IdentityDocument, { id });
    const input = { id, expectedVersion: identity?.version ?? 0, role };
    await harbour.administrator.request(UpdateIdentityDocument, { input });
  }

  it('is held when its author changes over to another organization in another tab', async () => {
    const { email } = await memberOfBoth('tabs');
    const page = await open({ email, path: '/devices/new' });
    await enterDevice(page, 'Quay');
    const other = await page.context().newPage();
    await other.goto(new URL('/organization', sonde.addresses.consoleUrl).href);
    const changeOver = async (from: string, to: string): Promise<void> => {
      await other.getByRole('button', { name: new RegExp(`^${from} \\(switch organization`) }).click();
      await other.getByRole('menuitem', { name: to }).click();
      await other.getByRole('button', { name: new RegExp(`^${to} \\(switch organization`) }).waitFor();
    };
    await changeOver('Harbour', 'Meadow');

    const asked = page.getByRole('dialog', { name: 'You have switched to another organization' });
    await asked.waitFor();
    await page.bringToFront();
    expect(await faultsOf(page)).toEqual([]);
    await screenshot(page, 'unsaved-elsewhere');
    await asked.getByRole('button', { name: 'Back to Harbour' }).click();
    await asked.waitFor({ state: 'detached' });
    await other.getByRole('button', { name: /^Harbour \(switch organization/ }).waitFor();
    await make(page);
    await heading(page, 'Quay').waitFor();
    expect([await devicesOf(harbour), await devicesOf(meadow)]).toEqual([['Quay'], []]);

    await page.goto(new URL('/devices/new', page.url()).href);
    await enterDevice(page, 'Lock');
    await changeOver('Harbour', 'Meadow');
    await asked.getByRole('button', { name: 'Go on without saving' }).click();
    await heading(page, 'Devices').waitFor();
    await page.getByRole('button', { name: /^Meadow \(switch organization/ }).waitFor();
    await other.close();
  });

  it('is saved in no other organization than its author had before them', async () => {
    const member = await memberOfBoth('browsers');
    const page = await open({ email: member.email, path: '/devices/new' });
    await enterDevice(page, 'Weir');
    const before = await devicesOf(harbour);
    // In another browser; the next token of this one, which is too old by its clock, is of the other organization.
    await member.request(SwitchOrganizationDocument, { organizationId: meadow.id });
    await page.evaluate(
      `for (const key of Object.keys(localStorage)) if (key.endsWith('.clockDrift')) localStorage.setItem(key, '3600000')`,
    );
    await make(page);
    const asked = page.getByRole('dialog', { name: 'You have switched to another organization' });
    await asked.waitFor();
    expect([await devicesOf(harbour), await devicesOf(meadow)]).toEqual([before, []]);
    await asked.getByRole('button', { name: 'Back to Harbour' }).click();
    await asked.waitFor({ state: 'detached' });
    await make(page);
    await heading(page, 'Weir').waitFor();
    expect(await devicesOf(harbour)).toContain('Weir');
  });

  it('stays where its author loses the role for it, and is saved once that is given back', async () => {
    const member = await makeMember(sonde, harbour.id, 'ADMINISTRATOR', 'demoted@harbour.example');
    const page = await open({ email: member.email, path: '/devices/new' });
    const lost = page.getByRole('alert').filter({ hasText: 'Your role has been changed' });
    await enterDevice(page, 'Groyne');
    await setRole(member, 'VIEWER');
    await make(page);
    await lost.waitFor();
    await lost.getByText('You are a viewer of Harbour.').waitFor();
    await refusal(page).getByText('You may not do that').waitFor();
    expect(await faultsOf(page)).toEqual([]);
    await screenshot(page, 'unsaved-role-lost');
    await setRole(member, 'ADMINISTRATOR');
    await make(page);
    await heading(page, 'Groyne').waitFor();

    await page.getByRole('link', { name: 'People and services' }).click();
    await page.getByRole('button', { name: 'Invite a person' }).click();
    await page.getByRole('textbox', { name: 'Name' }).fill('Ida');
    await page.getByRole('textbox', { name: 'E-mail address' }).fill('ida@harbour.example');
    await setRole(member, 'OPERATOR');
    await page.getByRole('button', { name: 'Invite', exact: true }).click();
    await refusal(page).getByText('You may not do that').waitFor();
    expect(await page.getByRole('textbox', { name: 'Name' }).inputValue()).toBe('Ida');
    await page.keyboard.press('Escape');
    await heading(page, 'This page is not for your role').waitFor();

    await setRole(member, 'ADMINISTRATOR');
    await page.goto(new URL('/organization', page.url()).href);
    await page.getByRole('textbox', { name: 'Name' }).fill('Port');
    await setRole(member, 'VIEWER');
    await page.getByRole('button', { name: 'Save' }).click();
    await lost.waitFor();
    expect(await page.getByRole('textbox', { name: 'Name' }).inputValue()).toBe('Port');
  });

  it('is there again when somebody whose access was suspended is let in', async () => {
    const member = await makeMember(sonde, harbour.id, 'OPERATOR', 'paused@harbour.example');
    const page = await open({ email: member.email, path: '/devices/new' });
    await enterDevice(page, 'Jetty');
    await setStatus(harbour, member, 'SUSPENDED');
    await make(page);
    await refusal(page).getByText('Your access to Harbour is suspended.').waitFor();
    await refusal(page).getByText('What you have entered is kept in this tab').waitFor();
    expect(await faultsOf(page)).toEqual([]);
    await setStatus(harbour, member, 'ACTIVE');
    await signInByForm(page, member.email);
    await settled(page);
    expect(new URL(page.url()).pathname).toBe('/devices/new');
    await make(page);
    await heading(page, 'Jetty').waitFor();

    // Of another person's page nothing is left.
    await page.goto(new URL('/devices/new', page.url()).href);
    await enterDevice(page, 'Mole');
    await setStatus(harbour, member, 'SUSPENDED');
    await make(page);
    await refusal(page).getByText('Your access to Harbour is suspended.').waitFor();
    await signInByForm(page, harbour.viewer.email);
    await heading(page, 'Devices').waitFor();
    expect(await page.getByRole('button', { name: 'Make the device', includeHidden: true }).count()).toBe(0);
  });
});
