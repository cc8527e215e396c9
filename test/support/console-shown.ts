import type { Locator, Page } from 'playwright-core';
import { light, seriousViolations } from './console.ts';

/** What axe-core finds that is serious on a page as it is shown, by day and by night. The lights are on before and after. */
export async function faultsOf(page: Page): Promise<string[]> {
  const byDay = await seriousViolations(page);
  await light(page, 'dark');
  const byNight = await seriousViolations(page);
  await light(page, 'light');
  return [...byDay, ...byNight];
}

/** What the page says that is wrong. */
export function refusal(page: Page): Locator {
  return page.getByRole('alert').filter({ hasText: /\S/ });
}

/** The heading of a page, or of a part of it, which is this and nothing more. */
export function heading(page: Page, name: string): Locator {
  return page.getByRole('heading', { name, exact: true });
}
