import { mkdir, readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join, resolve } from 'node:path';
import type { Browser, BrowserContext, BrowserContextOptions, Page } from 'playwright-core';
import * as v from 'valibot';
import { afterEach, expect } from 'vitest';
import { PASSWORD } from './people.ts';
import type { Sonde } from './sonde.ts';

/** Where pictures of pages are kept, for people to look at. */
const SCREENSHOTS = resolve('screenshots');

/** A busy machine may take a while for a page. */
export const soon = { timeout: 60_000 };

export interface ConsoleOptions {
  /** Who signs in; nobody when left out. */
  email?: string;
  password?: string;
  language?: 'en' | 'fr';
  colorScheme?: 'light' | 'dark';
  /** Pixels: a laptop's unless given. */
  viewport?: { width: number; height: number };
  /** What is shown first, such as `/exports`. */
  path?: string;
  /** Sees the page before it asks for anything. */
  watch?: (page: Page) => void;
  context?: BrowserContextOptions;
}

/** The viewport of a phone. */
export const PHONE = { width: 390, height: 844 };
const LAPTOP = { width: 1280, height: 800 };

/**
 * Opens the console in a browser of one's own, as it were, and signs in: by the form who comes for the first time, and as somebody who comes back after
 * that. The page's own errors fail the test that asks `mistakesOf` for them.
 */
export async function openConsole(
  browser: Browser,
  sonde: Sonde,
  {
    email,
    password = PASSWORD,
    language = 'en',
    colorScheme = 'light',
    viewport = LAPTOP,
    path = '/',
    watch,
    context,
  }: ConsoleOptions = {},
): Promise<Page> {
  const kept = keptOf(sonde);
  const storageState = email === undefined ? undefined : kept.get(email);
  const own = await browser.newContext({
    locale: language === 'en' ? 'en-GB' : 'fr-FR',
    timezoneId: 'Europe/Paris',
    colorScheme,
    viewport,
    reducedMotion: 'reduce',
    ...(storageState && { storageState }),
    ...context,
  });
  const page = await own.newPage();
  page.setDefaultTimeout(soon.timeout);
  const mistakes: string[] = [];
  page.on('pageerror', (error) => mistakes.push(error.stack ?? error.message));
  page.on('console', (message) => {
    if (message.type() === 'error' && !isOfTheNetwork(message.text())) mistakes.push(message.text());
  });
  mistakesByPage.set(page, mistakes);
  watch?.(page);
  await page.goto(new URL(path, sonde.addresses.consoleUrl).href);
  if (storageState) await page.locator('main#page h1').waitFor();
  else if (email !== undefined) {
    await signInByForm(page, email, password);
    kept.set(email, tokensIn(await own.storageState()));
  }
  return page;
}

/**
 * Opens the console for the tests of a file: after each of them its pages must have made no mistake, and are closed. To be called among the tests.
 * @param ready what is there once the tests have begun
 */
export function openingConsole(
  ready: () => { browser: Browser; sonde: Sonde },
): (options?: ConsoleOptions) => Promise<Page> {
  const pages: Page[] = [];
  afterEach(async () => {
    for (const page of pages.splice(0)) {
      expect(mistakesOf(page)).toEqual([]);
      await page.context().close();
    }
  });
  return async (options) => {
    const { browser, sonde } = ready();
    const page = await openConsole(browser, sonde, options);
    pages.push(page);
    return page;
  };
}

type StorageState = Awaited<ReturnType<BrowserContext['storageState']>>;

/** What browsers keep of those who have signed in to a Sonde, by their addresses. */
const keptBySonde = new WeakMap<Sonde, Map<string, StorageState>>();

function keptOf(sonde: Sonde): Map<string, StorageState> {
  const kept = keptBySonde.get(sonde) ?? new Map<string, StorageState>();
  keptBySonde.set(sonde, kept);
  return kept;
}

/** Without what somebody has chosen, such as the language. */
function tokensIn({ cookies, origins }: StorageState): StorageState {
  const isToken = ({ name }: { name: string }): boolean => name.startsWith('CognitoIdentityServiceProvider.');
  return {
    cookies,
    origins: origins.map(({ origin, localStorage }) => ({ origin, localStorage: localStorage.filter(isToken) })),
  };
}

const mistakesByPage = new WeakMap<Page, string[]>();

/** What the page itself did wrong so far: exceptions, React's complaints, refusals by the content security policy. */
export function mistakesOf(page: Page): readonly string[] {
  return mistakesByPage.get(page) ?? [];
}

/** The browser tells of each answer that is no success; the page tells a person, where that is called for. */
function isOfTheNetwork(text: string): boolean {
  return text.startsWith('Failed to load resource') || text.startsWith('WebSocket connection to');
}

export async function signInByForm(page: Page, email: string, password = PASSWORD): Promise<void> {
  await page.locator('[name=username]').fill(email);
  await page.locator('[name=password]').fill(password);
  // A page may be kept beside it, unseen.
  await page.locator('button[type=submit]:visible').click();
  await page.locator('main#page h1').waitFor();
}

const NOTHING = /^(There is nothing here|Il n’y a rien ici)$/;

/** Goes to another page as a link does: without loading the console anew. */
export async function goTo(page: Page, path: string): Promise<void> {
  const push = (to: string) => page.evaluate(`history.pushState(null, '', ${JSON.stringify(to)})`);
  const heading = page.locator('main#page h1');
  // By a place where nothing is, to tell the page that is left from the one that comes.
  await push('/nowhere');
  await heading.filter({ hasText: NOTHING }).waitFor();
  await push(path);
  await heading.filter({ hasNotText: NOTHING }).waitFor();
  await settled(page);
}

/** Waits until a page has all that it shows: its heading, and nothing that it still asks for. */
export async function settled(page: Page): Promise<void> {
  await page.locator('main#page h1').waitFor();
  await page.waitForLoadState('networkidle');
  await page
    .locator('.mantine-Loader-root, .mantine-Skeleton-root, [aria-busy=true]')
    .first()
    .waitFor({ state: 'detached' });
}

/** Turns the lights of the person's machine off, or on, while the page is open. */
export async function light(page: Page, colorScheme: 'light' | 'dark'): Promise<void> {
  await page.emulateMedia({ colorScheme });
  await page.locator(`html[data-mantine-color-scheme=${colorScheme}]`).waitFor();
}

/** How much wider a page is than the window that it is in, in pixels: nothing, as pages scroll in one direction only. */
export async function overhang(page: Page): Promise<number> {
  const found = await page.evaluate('document.documentElement.scrollWidth - document.documentElement.clientWidth');
  return v.parse(v.number(), found);
}

/** Keeps a picture of the whole page as `screenshots/<name>.png`. */
export async function screenshot(page: Page, name: string): Promise<void> {
  await mkdir(SCREENSHOTS, { recursive: true });
  await page.screenshot({ path: join(SCREENSHOTS, `${name}.png`), fullPage: true });
}

const Violations = v.array(
  v.object({
    id: v.string(),
    impact: v.nullable(v.string()),
    help: v.string(),
    nodes: v.array(v.object({ html: v.string(), failureSummary: v.optional(v.string(), '') })),
  }),
);

const axe = readFile(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

/** What axe-core finds on the page as it is now that is serious or critical, each in a line or two. */
export async function seriousViolations(page: Page): Promise<string[]> {
  // By the debugger: the page's own policy forbids scripts that are not its own.
  await page.evaluate(await axe);
  const found: unknown = await page.evaluate('axe.run().then(({ violations }) => violations)');
  return v
    .parse(Violations, found)
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .flatMap(({ id, help, nodes }) =>
      nodes.map(({ html, failureSummary }) => `${id}: ${help}\n${html}\n${failureSummary}`),
    );
}
