import type { Page } from 'playwright-core';
import * as v from 'valibot';
import english from '../../console/src/i18n/messages/en/index.ts';
import french from '../../console/src/i18n/messages/fr/index.ts';
import { partsOf, sayings } from '../../console/src/i18n/testing/parts.ts';

/** Stands for a value in a message: no text has it. */
const VALUE = '\u0000';

const frenchTexts = new Set(Object.values(french).flatMap((message) => sayings(partsOf(message), VALUE)));

/** What a text is that the console would say in English only. Those that are little but values could be anything. */
const ENGLISH = Object.values(english)
  .flatMap((message) => sayings(partsOf(message), VALUE))
  .filter((text) => !frenchTexts.has(text) && text.replaceAll(VALUE, '').replace(/\P{L}/gu, '').length >= 4)
  .map((text) => new RegExp(`^${text.split(VALUE).map(escaped).join('.+')}$`, 's'));

function escaped(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&');
}

/** The English texts on a page that should have French ones, where it does not say itself that they are English. */
export async function englishOn(page: Page): Promise<string[]> {
  const texts = v.parse(v.array(v.string()), await page.evaluate(SHOWN_TEXTS));
  return texts.filter((text) => ENGLISH.some((pattern) => pattern.test(text)));
}

/** What runs in the page: all that is written on it, and what screen readers are told. */
const SHOWN_TEXTS = `(() => {
  const texts = new Set([document.title.replace(/ · Sonde$/, '')]);
  for (const element of document.body.querySelectorAll('*:not(script, style, noscript)')) {
    if (element.closest('[lang=en], noscript')) continue;
    for (const name of ['aria-label', 'aria-description', 'title', 'placeholder', 'alt']) {
      texts.add(element.getAttribute(name)?.trim());
    }
    const own = [...element.childNodes].filter((node) => node.nodeType === Node.TEXT_NODE);
    for (const node of own.length > 0 ? [...own, element] : []) texts.add(node.textContent.trim());
  }
  texts.delete('');
  texts.delete(undefined);
  return [...texts];
})()`;
