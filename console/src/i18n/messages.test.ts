import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import * as v from 'valibot';
import { LANGUAGES } from './language.ts';
import { needsOf, partsOf, sayings } from './testing/parts.ts';

const SOURCES = join(import.meta.dirname, '..');
/** What `main.tsx` loads for all that is shown to who is signed in. */
const EVERYWHERE = new Set(['ui', 'session', 'shell', 'account']);
const Catalogue = v.record(v.string(), v.string());

/** By `<language>/<feature>`: what its file says. */
const files = new Map<string, Record<string, string>>(
  LANGUAGES.flatMap((language) =>
    readdirSync(join(import.meta.dirname, 'messages', language))
      .filter((name) => name.endsWith('.json'))
      .map((name) => {
        const text = readFileSync(join(import.meta.dirname, 'messages', language, name), 'utf8');
        return [`${language}/${name.replace('.json', '')}`, v.parse(Catalogue, JSON.parse(text))] as const;
      }),
  ),
);
const messages = [...files].flatMap(([file, catalogue]) =>
  Object.entries(catalogue).map(([key, message]) => ({ file, key, message })),
);
const inFrench = messages.filter(({ file }) => file.startsWith('fr/'));

/** Those of the messages of which one saying or another matches. */
const thoseThatSay = (among: typeof messages, pattern: RegExp): string[] =>
  among.flatMap(({ file, key, message }) =>
    sayings(partsOf(message))
      .filter((saying) => pattern.test(saying))
      .map((saying) => `${file}: ${key}: ${saying}`),
  );

describe('what the console says', () => {
  it.each([...files.keys()].filter((file) => file.startsWith('en/')))('%s: is said in French too', (file) => {
    const english = files.get(file) ?? {};
    const french = files.get(file.replace('en/', 'fr/')) ?? {};
    expect(Object.keys(french).sort()).toEqual(Object.keys(english).sort());
    const needs = (catalogue: Record<string, string>) =>
      Object.fromEntries(Object.entries(catalogue).map(([key, message]) => [key, needsOf(partsOf(message))]));
    expect(needs(french)).toEqual(needs(english));
  });

  it('has no other files in French than in English', () => {
    const ofLanguage = (language: string) =>
      [...files.keys()].filter((file) => file.startsWith(language)).map((file) => file.slice(3));
    expect(ofLanguage('fr')).toEqual(ofLanguage('en'));
  });

  it('is known by a name that begins with its file', () => {
    expect(messages.filter(({ file, key }) => !key.startsWith(`${file.slice(3)}.`))).toEqual([]);
  });

  it('is never empty, and has no stray space', () => {
    expect(thoseThatSay(messages, /^\s*$|^\s|\s$| {2}/)).toEqual([]);
  });

  it('has curved apostrophes, and an ellipsis that is one sign after a word', () => {
    expect(thoseThatSay(messages, /\w'|'\w|\.\.\.|\s…/)).toEqual([]);
  });

  it('is set in French as French is: a space that does not break before : ; ? ! » and after «', () => {
    expect(thoseThatSay(inFrench, /[^\u00a0\u202f][:;?!»](?=\s|$)|«(?![\u00a0\u202f])|["“”]/)).toEqual([]);
  });

  it('is said somewhere', () => {
    const said = usedIn(SOURCES);
    expect(messages.filter(({ key }) => !said(key)).map(({ file, key }) => `${file}: ${key}`)).toEqual([]);
  });

  it.each(pagesOf(readFileSync(join(SOURCES, 'routes.tsx'), 'utf8')))('is there for $page', ({ page, needs }) => {
    const missing = [...saidBy(join(SOURCES, page))].filter((word) => !EVERYWHERE.has(word) && !needs.includes(word));
    expect(missing).toEqual([]);
  });

  it('is there for what is around the pages', () => {
    expect([...saidBy(join(SOURCES, 'shell/shell.tsx'))].filter((feature) => !EVERYWHERE.has(feature))).toEqual([]);
  });
});

/** Whether a key stands in the console's code, whole or as one of those that a template such as `ui.error.${type}` makes. */
function usedIn(folder: string): (key: string) => boolean {
  const code = readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((path) => /\.tsx?$/.test(path) && !/\.test\.ts$|generated/.test(path))
    .map((path) => readFileSync(join(folder, path), 'utf8'))
    .join('\n');
  const whole = new Set([...code.matchAll(/["']([a-z]+\.[\w.]+)["']/g)].map(([, key]) => key));
  const templates = [...code.matchAll(/`([a-z]+\.[\w.]*\$\{[^`]+)`/g)].map(
    ([, template = '']) =>
      new RegExp(
        `^${template
          .split(/\$\{[^}]*\}/)
          .map((literal) => literal.replace(/[.\\]/g, '\\$&'))
          .join('[\\w]+')}$`,
      ),
  );
  return (key) => whole.has(key) || templates.some((template) => template.test(key));
}

/** The pages of `routes.tsx`: where each is, and which files of texts it is said to need. */
function pagesOf(routes: string): { page: string; needs: string[] }[] {
  const pattern = /lazyPage\(\(\) => import\('\.\/([^']+)'\), '\w+', \[([^\]]*)\]\)/g;
  return [...routes.matchAll(pattern)].map(([, page = '', needs = '']) => ({
    page,
    needs: [...needs.matchAll(/'(\w+)'/g)].map(([, feature = '']) => feature),
  }));
}

/** The files of texts of which a module, or what it imports, has a key. */
function saidBy(path: string, seen = new Set<string>()): Set<string> {
  if (seen.has(path) || !/\.tsx?$/.test(path) || path.includes('generated')) return new Set();
  seen.add(path);
  const code = readFileSync(path, 'utf8').replace(/\/\*[^]*?\*\/|^\s*\/\/.*$/gm, '');
  const own = [...code.matchAll(/["'`]([a-z]+)\.[\w$]/g)]
    .map(([, word = '']) => word)
    .filter((word) => files.has(`en/${word}`));
  const imported = [...code.matchAll(/(?:from|import\()\s*'(\.[^']+)'/g)].map(([, module = '']) =>
    join(dirname(path), module),
  );
  return new Set([...own, ...imported.flatMap((module) => [...saidBy(module, seen)])]);
}
