import { english } from './en.ts';
import { french } from './fr.ts';
import type { Language } from './language.ts';

/** By the locale of an identity. */
export const languages = { en: english, fr: french } as const satisfies Record<string, Language>;
