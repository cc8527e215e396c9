import { useSyncExternalStore } from 'react';
import type { Language } from './language.ts';
import type english from './messages/en/index.ts';

/** The key of something that the console says. */
export type MessageId = keyof typeof english;
/** A part of the console whose texts are in a file of their own, and its keys' first word. */
export type Feature = MessageId extends `${infer Word}.${string}` ? Word : never;

type Messages = Readonly<Record<string, string>>;

/** What the console can say at the moment: in a language, what has been needed so far. */
export interface Spoken {
  language: Language;
  messages: Messages;
}

const files = import.meta.glob<Messages>('./messages/*/*.json', { import: 'default' });
const loaded = new Map<string, Messages>();
const needed = new Set<Feature>();
let chosen: Language | undefined;
let spoken: Spoken | undefined;
/** Of how many features that is. */
let spokenFeatures = 0;
const listeners = new Set<() => void>();

/** Speaks a language as soon as all that is needed has been loaded in it. Where that fails the language stays as it was. */
export async function speak(language: Language): Promise<void> {
  chosen = language;
  try {
    await settle();
  } catch (error) {
    chosen = spoken?.language ?? language;
    throw error;
  }
}

/** Loads what parts of the console say, once and for all; in each language that is spoken. */
export async function need(features: readonly Feature[]): Promise<void> {
  for (const feature of features) needed.add(feature);
  await settle();
}

/** What the console can say; `undefined` until a language has been loaded. */
export const useSpoken = (): Spoken | undefined =>
  useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => spoken,
  );

async function settle(): Promise<void> {
  const language = chosen;
  if (language === undefined) return;
  const isMissing = (feature: Feature): boolean => !loaded.has(pathOf(language, feature));
  for (let missing = [...needed].filter(isMissing); missing.length > 0; missing = [...needed].filter(isMissing)) {
    await Promise.all(missing.map((feature) => load(pathOf(language, feature))));
  }
  // Another one may have been chosen meanwhile.
  if (language !== chosen) return settle();
  // All that is shown is drawn anew by what is said otherwise.
  if (spoken?.language === language && spokenFeatures === needed.size) return;
  const messages = Object.fromEntries(
    [...needed].flatMap((feature) => Object.entries(loaded.get(pathOf(language, feature)) ?? {})),
  );
  spoken = { language, messages };
  spokenFeatures = needed.size;
  for (const listener of listeners) listener();
}

async function load(path: string): Promise<void> {
  const messages = await files[path]?.();
  if (!messages) throw new Error(`${path} is no file of texts`);
  loaded.set(path, messages);
}

function pathOf(language: Language, feature: Feature): string {
  return `./messages/${language}/${feature}.json`;
}
