import type { Language } from './language.ts';
import type english from './messages/en/index.ts';

/** The key of something that the console says. */
export type MessageId = keyof typeof english;
export type Messages = Readonly<Record<MessageId, string>>;

/** What the console says in a language; loaded when it is first wanted. */
export async function loadMessages(language: Language): Promise<Messages> {
  switch (language) {
    case 'en':
      return (await import('./messages/en/index.ts')).default;
    case 'fr':
      return (await import('./messages/fr/index.ts')).default;
  }
}
