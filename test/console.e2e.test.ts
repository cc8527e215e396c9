import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { atLeast } from '../console/src/session/roles.ts';
import { isWithoutBrowser, openBrowser } from './support/browser.ts';
import { makeSubjects, PAGES, type Subjects } from './support/console-pages.ts';
import { englishOn } from './support/console-texts.ts';
import {
  goTo,
  light,
  mistakesOf,
  openConsole,
  overhang,
  PHONE,
  screenshot,
  seriousViolations,
  settled,
  type ConsoleOptions,
} from './support/console.ts';
import { newTraffic, tableOf, type Load } from './support/console-traffic.ts';
import { makeOrganization, type Member, type Organization } from './support/people.ts';
import { startSonde, type Sonde } from './support/sonde.ts';

/** What may have to come before a page is there, in bytes of compressed script. */
const FIRST_LOAD = 300_000;
describe.skipIf(isWithoutBrowser)('the console', () => {
  let sonde: Sonde;
  let browser: Browser;
  let harbour: Organization;
  let subjects: Subjects;
  /** The compressed script of each page, in bytes: what it needs to be there, and all. */
  const loads: Record<string, Load> = {};

  const open = (member: Member | undefined, options: ConsoleOptions = {}): Promise<Page> =>
    openConsole(browser, sonde, { ...options, ...(member && { email: member.email }) });

  beforeAll(async () => {
    sonde = await startSonde();
    harbour = await makeOrganization(sonde, 'Harbour');
    [browser, subjects] = await Promise.all([openBrowser(), makeSubjects(sonde, harbour)]);
    // What a page loads is weighed for somebody who is signed in.
    for (const member of [harbour.administrator, harbour.operator, harbour.viewer]) {
      await (await open(member)).context().close();
    }
  });
  afterAll(async () => {
    process.stdout.write(`${tableOf(loads)}\n`);
    await browser.close();
    await sonde.close();
  });

  it.each(PAGES)(
    '$name: comes quickly, and all can use it, in the light, in the dark and on a phone',
    async (place) => {
      const seen = newTraffic(sonde);
      const page = await open(harbour.administrator, { path: place.pathOf(subjects), watch: seen.watch });
      await settled(page);
      const load = (loads[place.name] = await seen.load());
      expect(load.first).toBeLessThan(FIRST_LOAD);
      expect(seen.strangers).toEqual([]);

      expect(await page.locator('h1').count()).toBe(1);
      expect(await page.title()).toMatch(/^.+ · Sonde$/);
      expect(await seriousViolations(page)).toEqual([]);
      await light(page, 'dark');
      expect(await seriousViolations(page)).toEqual([]);
      await page.setViewportSize(PHONE);
      await screenshot(page, `walk-${place.name}-phone-dark`);
      await expect.poll(() => overhang(page)).toBe(0);
      expect(mistakesOf(page)).toEqual([]);
      await page.context().close();
    },
  );

  it('comes quickly to who is not signed in, and they can use it', async () => {
    const seen = newTraffic(sonde);
    const page = await open(undefined, { watch: seen.watch });
    await page.locator('button[type=submit]').waitFor();
    await page.waitForLoadState('networkidle');
    const load = (loads['sign-in'] = await seen.load());
    expect(load.first).toBeLessThan(FIRST_LOAD);
    expect(seen.strangers).toEqual([]);
    expect(await seriousViolations(page)).toEqual([]);
    await light(page, 'dark');
    expect(await seriousViolations(page)).toEqual([]);
    await page.setViewportSize(PHONE);
    await expect.poll(() => overhang(page)).toBe(0);
    expect(mistakesOf(page)).toEqual([]);
    await page.context().close();
  });

  it('speaks French on every page, and nothing else', async () => {
    const other = await open(harbour.viewer, { path: '/account' });
    await settled(other);
    expect(await englishOn(other)).toContain('My account');
    await other.context().close();

    const page = await open(harbour.administrator, { language: 'fr' });
    const english: Record<string, string[]> = {};
    for (const { name, pathOf } of PAGES) {
      await goTo(page, pathOf(subjects));
      const found = await englishOn(page);
      if (found.length > 0) english[name] = found;
    }
    expect(english).toEqual({});
    expect(await page.locator('html').getAttribute('lang')).toBe('fr');
    expect(mistakesOf(page)).toEqual([]);
    await page.context().close();
  });

  it.each(['operator', 'viewer'] as const)(
    'shows %ss what their role is for, and says so of the rest',
    async (role) => {
      const page = await open(harbour[role]);
      const isFor = (place: (typeof PAGES)[number]): boolean => atLeast(harbour[role].role, place.role);
      for (const place of PAGES) {
        await goTo(page, place.pathOf(subjects));
        const heading = await page.locator('h1').textContent();
        expect({ page: place.name, isRefused: heading === 'This page is not for your role' }).toEqual({
          page: place.name,
          isRefused: !isFor(place),
        });
      }
      const places = await page.getByRole('navigation').getByRole('link').allTextContents();
      expect(places.includes('Exports')).toBe(role === 'operator');
      expect(places).not.toContain('Audit');
      expect(mistakesOf(page)).toEqual([]);
      await page.context().close();
    },
  );

  it('can be gone through by the keyboard alone, a dialog too', async () => {
    const page = await open(harbour.administrator, { path: '/devices' });
    await settled(page);
    const focused = (): Promise<unknown> => page.evaluate('document.activeElement.textContent.trim()');
    const tabTo = async (name: string): Promise<void> => {
      for (let tabs = 0; (await focused()) !== name; tabs += 1) {
        if (tabs > 60) throw new Error(`The keyboard does not come to "${name}"`);
        await page.keyboard.press('Tab');
      }
    };
    await tabTo('Skip to the page');
    await page.keyboard.press('Enter');
    expect(await page.evaluate('document.activeElement.id')).toBe('page');
    expect(new URL(page.url()).hash).toBe('');

    await page.evaluate('document.activeElement.blur()');
    await tabTo('People and services');
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { level: 1, name: 'People and services' }).waitFor();
    await expect.poll(focused).toBe('People and services');

    await tabTo('Invite a person');
    await page.keyboard.press('Enter');
    const dialog = page.getByRole('dialog');
    await dialog.waitFor();
    const isInside = () => page.evaluate('document.querySelector("[role=dialog]").contains(document.activeElement)');
    await expect.poll(isInside).toBe(true);
    for (let tabs = 0; tabs < 12; tabs += 1) {
      await page.keyboard.press('Tab');
      expect(await isInside()).toBe(true);
    }
    await page.keyboard.press('Escape');
    await dialog.waitFor({ state: 'detached' });
    await expect.poll(focused).toBe('Invite a person');
    expect(mistakesOf(page)).toEqual([]);
    await page.context().close();
  });

  it('closes its navigation on a phone after a choice', async () => {
    const page = await open(harbour.viewer, { viewport: PHONE, path: '/devices' });
    await settled(page);
    const account = page.getByRole('navigation').getByRole('link', { name: 'My account' });
    expect(await account.isVisible()).toBe(false);
    for (const choice of ['My account', 'My account']) {
      await page.getByRole('button', { name: 'Open the menu' }).click();
      await page.getByRole('navigation').getByRole('link', { name: choice }).click();
      await page.getByRole('button', { name: 'Open the menu' }).waitFor();
      await account.waitFor({ state: 'hidden' });
    }
    await page.getByRole('heading', { level: 1, name: 'My account' }).waitFor();
    await page.context().close();
  });

  it('says that the connection is lost, keeps the page, and loads what is missing once it is back', async () => {
    const page = await open(harbour.administrator, { path: '/organization' });
    await settled(page);
    await page.context().setOffline(true);
    await page.getByText('The connection is lost').waitFor();
    await page.getByRole('link', { name: 'Audit', exact: true }).click();
    await page.getByRole('alert').getByText('Sonde cannot be reached').waitFor();
    await screenshot(page, 'shell-lost');
    await page.context().setOffline(false);
    await page.getByRole('heading', { level: 1, name: 'Audit' }).waitFor();
    await page.context().close();
  });

  it('says that there is a newer console, and goes on in that with the next page', async () => {
    const page = await open(harbour.viewer, { path: '/devices' });
    await settled(page);
    const own = await (await page.request.get(addressOf('/'))).text();
    await page.route(addressOf('/'), (route) =>
      route.fulfill({ contentType: 'text/html', body: own.replace(/index-[\w-]{8}\.js/, 'index-newer000.js') }),
    );
    await page.evaluate('document.dispatchEvent(new Event("visibilitychange"))');
    await page.getByText('There is a newer version of this console').waitFor();
    await screenshot(page, 'shell-newer');
    expect(await seriousViolations(page)).toEqual([]);
    await page.evaluate('window.isOlder = true');
    await page.getByRole('link', { name: 'My account' }).click();
    await expect.poll(() => page.evaluate('window.isOlder')).toBeUndefined();
    await page.getByRole('heading', { level: 1, name: 'My account' }).waitFor();
    await page.context().close();
  });

  it.each(['/nowhere', '/exports/%E0%A4%A', '/%'])('says that there is nothing at %s', async (path) => {
    const page = await open(harbour.viewer, { path });
    await page.getByRole('heading', { level: 1, name: 'There is nothing here' }).waitFor();
    expect(await seriousViolations(page)).toEqual([]);
    await page.getByRole('link', { name: 'To the devices' }).click();
    await page.getByRole('heading', { level: 1, name: 'Devices' }).waitFor();
    await page.context().close();
  });

  function addressOf(path: string): string {
    return new URL(path, sonde.addresses.consoleUrl).href;
  }
});
